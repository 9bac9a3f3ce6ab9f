/**
 * The file a backup is: gzip over frames, each a letter, a length and its bytes. The last frame holds the
 * SHA-256 of all before it, so that a file cut short or changed by a dying disk is never taken for whole.
 *
 *   H header · then per table T, D…, E · Q counters · S a secret · P photos · Z the end
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

import { StartFailure } from '../embedded/start-failure';

export type FrameKind = 'H' | 'T' | 'D' | 'E' | 'Q' | 'S' | 'P' | 'Z';

export interface Frame {
  readonly kind: FrameKind;
  readonly bytes: Buffer;
}

const HEAD_BYTES = 5;
/** No frame of ours is larger; a length beyond is damage. */
const MOST_BYTES = 64 * 1024 * 1024;

export interface ArchiveWriter {
  frame(kind: FrameKind, bytes: Buffer): Promise<void>;
  json(kind: FrameKind, value: unknown): Promise<void>;
  /** Writes the end, waits for the disk, and only then gives the file its name. */
  finish(): Promise<void>;
  /** Takes away what was begun. */
  abandon(): Promise<void>;
}

/** Begins a file that only its owner may read: it will hold names, numbers and keys. */
export function writeArchive(path: string): ArchiveWriter {
  const draft = `${path}.draft-${process.pid}`;
  const gzip = createGzip({ level: 6 });
  const file = createWriteStream(draft, { mode: 0o600, flags: 'wx' });
  const written = finished(gzip.pipe(file));
  // Whoever waits for a write hears of it there.
  written.catch(() => undefined);
  const hash = createHash('sha256');
  const put = async (bytes: Buffer) => {
    if (!gzip.write(bytes)) {
      await Promise.race([new Promise((resolve) => gzip.once('drain', resolve)), written]);
    }
  };
  const frame = async (kind: FrameKind, bytes: Buffer) => {
    const head = Buffer.alloc(HEAD_BYTES);
    head.write(kind, 0, 'latin1');
    head.writeUInt32BE(bytes.length, 1);
    hash.update(head).update(bytes);
    await put(Buffer.concat([head, bytes]));
  };
  const json = (kind: FrameKind, value: unknown) => frame(kind, Buffer.from(JSON.stringify(value)));
  return {
    frame,
    json,
    async finish() {
      await json('Z', { sha256: hash.copy().digest('hex') });
      gzip.end();
      await written;
      await syncToDisk(draft);
      await rename(draft, path);
      await syncToDisk(dirname(path));
    },
    async abandon() {
      gzip.destroy();
      file.destroy();
      await rm(draft, { force: true });
    },
  };
}

async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Every frame but the last, in order.
 *
 * @throws StartFailure when the file is damaged or was cut short; then nothing read from it counts
 */
export async function* readArchive(path: string): AsyncGenerator<Frame> {
  const hash = createHash('sha256');
  try {
    for await (const frame of framesOf(path)) {
      if (frame.kind === 'Z') {
        const end = JSON.parse(frame.bytes.toString('utf8')) as { sha256?: string } | null;
        if (end?.sha256 === hash.digest('hex')) return;
        break;
      }
      hash.update(headOf(frame)).update(frame.bytes);
      yield frame;
    }
  } catch (failure) {
    const code = (failure as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT') throw new StartFailure(`There is no file ${path}.`);
    if (!code.startsWith('Z_') && !(failure instanceof SyntaxError)) throw failure;
  }
  throw new StartFailure(`${path} is damaged or was cut short. Nothing was changed.`);
}

async function* framesOf(path: string): AsyncGenerator<Frame> {
  const source = createReadStream(path);
  const bytes = createGunzip();
  source.on('error', (failure) => bytes.destroy(failure));
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of source.pipe(bytes) as AsyncIterable<Buffer>) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    while (held.length >= HEAD_BYTES) {
      const length = held.readUInt32BE(1);
      if (length > MOST_BYTES) return;
      if (held.length < HEAD_BYTES + length) break;
      const kind = held.toString('latin1', 0, 1) as FrameKind;
      yield { kind, bytes: held.subarray(HEAD_BYTES, HEAD_BYTES + length) };
      held = held.subarray(HEAD_BYTES + length);
    }
  }
}

function headOf({ kind, bytes }: Frame): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(kind, 0, 'latin1');
  head.writeUInt32BE(bytes.length, 1);
  return head;
}
