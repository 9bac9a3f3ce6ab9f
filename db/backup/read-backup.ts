/**
 * A backup becomes a database again, in one transaction: the tables are made as they were when it was
 * taken, filled, checked, and only then does anything count. Bringing them up to date comes afterwards, as
 * at every start (migrate.ts), which also notices the restore and begins a new epoch.
 */
import { createHash } from 'node:crypto';

import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';

import type { SecretsReplaced } from '../embedded/secrets';
import { StartFailure } from '../embedded/start-failure';
import { migrations } from '../migrations/in-order';
import { type Frame, readArchive } from './archive';
import { copyIn } from './copy';
import { withClient } from './one-client';
import type { KeptPhoto } from './photo-pool';
import { type CarriedTable, copyOf, type Counter, quoted } from './tables';
import { BACKUP_VERSION, type BackupHeader } from './write-backup';

/** How often the database is asked what became of it, and how long we wait in between. */
const LOOKS = 5;
const LOOK_MS = 1_000;

export interface RestorePlan {
  readonly url: string;
  readonly path: string;
  /** Whether what the database holds now may be thrown away. */
  readonly replace: boolean;
  /** Puts the secrets in place: called when all rows are in, just before they count. */
  readonly takeSecrets: (secrets: ReadonlyMap<string, Buffer>) => SecretsReplaced;
}

export interface Restored {
  readonly header: BackupHeader;
  readonly rows: number;
  readonly photos: readonly KeptPhoto[];
}

/**
 * @throws StartFailure when the file is damaged, newer than this program, or the database is in use or
 *   not empty; database and secrets are then as they were, or it says that nobody knows
 */
export async function readBackup(plan: RestorePlan): Promise<Restored> {
  try {
    const header = await inspectBackup(plan.path);
    return await withClient(plan.url, async (client) => {
      await client.query('begin');
      await makeRoom(client, plan.replace);
      await makeTables(client, header);
      const { rows, secrets, photos } = await fill(client, plan.path);
      const { rows: named } = await client.query<{ id: string }>(
        'select pg_current_xact_id()::text as id',
      );
      const former = plan.takeSecrets(secrets);
      await client
        .query('commit')
        .catch((failure: unknown) =>
          settle({ url: plan.url, transaction: named[0]?.id ?? '', former, failure }),
        );
      return { header, rows, photos };
    });
  } catch (failure) {
    if (failure instanceof StartFailure) throw failure;
    // A checksum says that a file is as it was written, not that what is in it fits.
    const why = failure instanceof Error ? failure.message : String(failure);
    throw new StartFailure(`${plan.path} could not be put back: ${why}\nNothing was changed.`);
  }
}

interface Unsettled {
  readonly url: string;
  readonly transaction: string;
  readonly former: SecretsReplaced;
  /** What came instead of "committed". */
  readonly failure: unknown;
}

/** The connection may break after the rows count and before we hear of it: the database knows. */
async function settle({ url, transaction, former, failure }: Unsettled): Promise<void> {
  const status = await statusOf(url, transaction);
  if (status === 'committed') return;
  if (status === 'aborted') {
    former.putBack();
    throw failure;
  }
  const why = failure instanceof Error ? failure.message : String(failure);
  throw new StartFailure(
    `The database does not say whether what was restored counts: ${why}\n` +
      'Restore once more, with --replace. Secrets that were here before lie in ' +
      `${former.aside}; if you go on without this backup, move them back.`,
  );
}

/** `committed`, `aborted`, or undefined when the database does not answer or is still at it. */
async function statusOf(url: string, transaction: string): Promise<string | undefined> {
  for (let look = 0; look < LOOKS; look += 1) {
    const status = await withClient(url, async (client) => {
      const { rows } = await client.query<{ status: string | null }>(
        'select pg_xact_status($1::text::xid8) as status',
        [transaction],
      );
      return rows[0]?.status;
    }).catch(() => undefined);
    if (status === 'committed' || status === 'aborted') return status;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return undefined;
}

/** Reads the whole file once, before anything is touched. */
async function inspectBackup(path: string): Promise<BackupHeader> {
  let header: BackupHeader | undefined;
  for await (const { kind, bytes } of readArchive(path)) {
    if (kind === 'H') header = jsonOf<BackupHeader>(bytes);
  }
  if (header?.kind !== 'jukung-backup') throw new StartFailure(`${path} is no backup of Jukung.`);
  const unknown = header.migrations.filter((name) => !Object.hasOwn(migrations, name));
  if (header.version > BACKUP_VERSION || unknown.length > 0) {
    throw new StartFailure(
      `${path} was made by a newer Jukung (${unknown.join(', ') || `format ${header.version}`}). ` +
        'Restore it with that version or a later one.',
    );
  }
  return header;
}

/** Our own tables that hold nothing a person put there. */
const BOOKKEEPING = new Set(['kysely_migration', 'kysely_migration_lock', 'server_epoch']);

async function makeRoom(client: pg.Client, replace: boolean): Promise<void> {
  const { rows: users } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity
     where datname = current_database() and application_name = 'jukung'`,
  );
  if (users.length > 0) {
    throw new StartFailure('A running Jukung uses this database. Stop it, then restore.');
  }
  const { rows: tables } = await client.query<{ name: string }>(
    `select tablename::text as name from pg_tables where schemaname = 'public' order by 1`,
  );
  for (const { name } of tables) {
    if (replace || BOOKKEEPING.has(name)) continue;
    const held = await client.query(`select from public.${quoted(name)} limit 1`);
    if (held.rowCount) {
      throw new StartFailure(
        `The database is not empty (${name}). To throw away what it holds: add --replace`,
      );
    }
  }
  if (tables.length === 0) return;
  await client.query(
    `drop table ${tables.map(({ name }) => `public.${quoted(name)}`).join(', ')} cascade`,
  );
}

/** The tables as they were: the same migrations, and no later one, on this very connection. */
async function makeTables(client: pg.Client, { migrations: ran }: BackupHeader): Promise<void> {
  const sameClient = {
    query: client.query.bind(client),
    release: () => undefined,
  } as unknown as pg.PoolClient;
  const pool = { connect: () => Promise.resolve(sameClient), end: () => Promise.resolve() };
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  for (const name of ran) await migrations[name]?.up(db);
  await client.query(`
    create table kysely_migration (
      name varchar(255) not null primary key, timestamp varchar(255) not null);
    create table kysely_migration_lock (
      id varchar(255) not null primary key, is_locked integer default 0 not null)`);
}

interface Filled {
  rows: number;
  secrets: Map<string, Buffer>;
  photos: KeptPhoto[];
}

async function fill(client: pg.Client, path: string): Promise<Filled> {
  const filled: Filled = { rows: 0, secrets: new Map(), photos: [] };
  const frames = readArchive(path);
  for (let next = await frames.next(); !next.done; next = await frames.next()) {
    const { kind, bytes } = next.value;
    if (kind === 'T') filled.rows += await fillTable(client, jsonOf<CarriedTable>(bytes), frames);
    else if (kind === 'Q') {
      const { sequence, value } = jsonOf<Counter>(bytes);
      await client.query('select setval($1::regclass, $2)', [`public.${quoted(sequence)}`, value]);
    } else if (kind === 'S') {
      const { name, value } = jsonOf<{ name: string; value: string }>(bytes);
      filled.secrets.set(name, Buffer.from(value, 'base64url'));
    } else if (kind === 'P') filled.photos.push(...jsonOf<KeptPhoto[]>(bytes));
  }
  return filled;
}

async function fillTable(
  client: pg.Client,
  table: CarriedTable,
  frames: AsyncGenerator<Frame>,
): Promise<number> {
  const hash = createHash('sha256');
  let told = { rows: 0, sha256: '' };
  const pieces = async function* () {
    for (let next = await frames.next(); !next.done; next = await frames.next()) {
      const { kind, bytes } = next.value;
      if (kind === 'E') {
        told = jsonOf<typeof told>(bytes);
        return;
      }
      hash.update(bytes);
      yield bytes;
    }
  };
  await copyIn(client, copyOf(table, 'from stdin'), pieces());
  const { rows } = await client.query<{ count: string }>(
    `select count(*) from public.${quoted(table.table)}`,
  );
  const whole = Number(rows[0]?.count) === told.rows && hash.digest('hex') === told.sha256;
  if (!whole) throw new StartFailure(`The table ${table.table} did not arrive whole.`);
  return told.rows;
}

const jsonOf = <T>(bytes: Buffer): T => JSON.parse(bytes.toString('utf8')) as T;
