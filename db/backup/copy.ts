/**
 * PostgreSQL's own way of moving whole tables (COPY), spoken through pg: its driver passes the messages on
 * and leaves the rest to us. Rows stream; neither side ever holds a table in memory.
 */
import type pg from 'pg';

/** The parts of pg's connection that COPY needs; its types leave them out. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
  readonly stream: NodeJS.WritableStream &
    NodeJS.ReadableStream & { readonly writableLength: number };
}

/** Bytes that may wait for the network before we wait for them. */
const WAITING_BYTES = 1024 * 1024;

/** Rows are handed on in pieces of about this size. */
const PIECE_BYTES = 64 * 1024;

/**
 * Runs `copy … to stdout`.
 *
 * @param take is given the text of some rows and how many they are, and waited for
 * @throws PostgreSQL's error, or what `take` threw
 */
export function copyOut(
  client: pg.Client,
  statement: string,
  take: (piece: Buffer, rows: number) => Promise<void>,
): Promise<void> {
  let held: Buffer[] = [];
  let size = 0;
  let taking: Promise<void> = Promise.resolve();
  const flush = () => {
    const [piece, rows] = [Buffer.concat(held), held.length];
    [held, size] = [[], 0];
    taking = taking.then(() => take(piece, rows));
    return taking;
  };
  return run(client, statement, {
    // PostgreSQL sends one row a message; the driver's buffer is not ours to keep.
    copyData: (chunk, connection, fail) => {
      held.push(Buffer.from(chunk));
      size += chunk.length;
      if (size < PIECE_BYTES) return;
      connection.stream.pause();
      flush()
        .catch(fail)
        .finally(() => connection.stream.resume());
    },
  }).then(() => (size > 0 ? flush() : taking));
}

/**
 * Runs `copy … from stdin`.
 *
 * @throws PostgreSQL's error, or what reading the chunks threw: then nothing of the table went in
 */
export function copyIn(
  client: pg.Client,
  statement: string,
  chunks: AsyncIterable<Buffer>,
): Promise<void> {
  return run(client, statement, {
    copyIn: (connection, fail) => {
      send(chunks, connection).catch((failure: unknown) => {
        fail(failure);
        connection.sendCopyFail('the source of the rows failed');
      });
    },
  });
}

async function send(chunks: AsyncIterable<Buffer>, connection: CopyConnection): Promise<void> {
  for await (const chunk of chunks) {
    connection.sendCopyFromChunk(chunk);
    if (connection.stream.writableLength < WAITING_BYTES) continue;
    await new Promise<void>((resolve) => connection.stream.once('drain', () => resolve()));
  }
  connection.endCopyFrom();
}

interface Listener {
  copyData?(chunk: Buffer, connection: CopyConnection, fail: (failure: unknown) => void): void;
  copyIn?(connection: CopyConnection, fail: (failure: unknown) => void): void;
}

function run(client: pg.Client, statement: string, listener: Listener): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: unknown;
    const fail = (why: unknown) => void (failure ??= why);
    const nothing = () => undefined;
    client.query({
      submit: (connection: unknown) => (connection as CopyConnection).query(statement),
      handleRowDescription: nothing,
      handleDataRow: nothing,
      handlePortalSuspended: nothing,
      handleEmptyQuery: nothing,
      handleCommandComplete: nothing,
      handleCopyInResponse: (connection: CopyConnection) => listener.copyIn?.(connection, fail),
      handleCopyData: ({ chunk }: { chunk: Buffer }, connection: CopyConnection) =>
        listener.copyData?.(chunk, connection, fail),
      handleError: (why: unknown) => {
        fail(why);
        // The driver has let go of this statement: it will not tell us that the next may begin.
        reject(failure as Error);
      },
      handleReadyForQuery: () => (failure === undefined ? resolve() : reject(failure as Error)),
    } as unknown as pg.Submittable);
  });
}
