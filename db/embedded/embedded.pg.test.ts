import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openDatabase, type OpenDatabase } from './database-url';
import { readLock } from './leftover';
import { clusterName, endOrphans } from './postmaster';
import {
  postgresProcessesOf,
  processArguments,
  processBirth,
  signal,
  waitUntilGone,
} from './process-facts';
import { openSecrets } from './secrets';

const isRoot = process.getuid?.() === 0;
const program = fileURLToPath(new URL('../testing/open-and-stay.ts', import.meta.url));

let top: string;
let dataDir: string;
let said: string[];
let opened: OpenDatabase[];
let children: ChildProcess[];

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'jukung-embedded-'));
  chmodSync(top, 0o755);
  dataDir = join(top, 'data');
  mkdirSync(dataDir);
  chmodSync(dataDir, 0o755);
  said = [];
  opened = [];
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const database of opened) await database.close();
  const folder = clusterFolder();
  if (existsSync(folder)) {
    await endOrphans(postgresProcessesOf(folder, clusterName(folder)), () => undefined);
    if (!folder.startsWith(top)) rmSync(dirname(folder), { recursive: true, force: true });
  }
  rmSync(top, { recursive: true, force: true });
});

function clusterFolder(): string {
  const near = join(dataDir, 'postgres');
  return existsSync(near) ? realpathSync(near) : near;
}

async function open(folder = dataDir): Promise<OpenDatabase> {
  const database = await openDatabase({
    dataDir: folder,
    secrets: openSecrets(folder),
    externalUrl: undefined,
    say: (line) => said.push(line),
  });
  opened.push(database);
  return database;
}

/** Another process of ours that has the same database open. */
async function openElsewhere(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

async function kill(child: ChildProcess, name: NodeJS.Signals): Promise<void> {
  const gone = once(child, 'exit');
  child.kill(name);
  await gone;
}

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

function postmaster(): number {
  const lock = readLock(clusterFolder());
  if (!lock) throw new Error('no postmaster.pid');
  return lock.pid;
}

const writeDown = `CREATE TABLE IF NOT EXISTS harvest (fruit text); INSERT INTO harvest VALUES ('durian')`;
const holders = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'jukung in use'`;
const countDown = 'SELECT count(*)::int AS n FROM harvest';

describe('the embedded database in good days', () => {
  it('keeps what was written when it is closed and opened again, on the same address', async () => {
    const first = await open();
    await query(first.url, writeDown);
    await first.close();
    const second = await open();
    expect(await query(second.url, countDown)).toEqual([{ n: 1 }]);
    expect(second.url).toBe(first.url);
    expect(second.kind).toBe('embedded');
  });

  it('keeps out of its own log what a refused statement said', async () => {
    const { url } = await open();
    await query(url, 'CREATE TABLE card (phone text PRIMARY KEY, age int)');
    await query(url, `INSERT INTO card VALUES ('081122334455', 40)`);
    for (const statement of [
      `INSERT INTO card VALUES ('081122334455', 41)`,
      `UPDATE card SET age = '081122334455 tahun'`,
      `DO $$ BEGIN RAISE WARNING '081122334455'; RAISE EXCEPTION '081122334455'; END $$`,
      `SELECT 081122334455 FROM nowhere`,
    ]) {
      await expect(query(url, statement)).rejects.toThrow();
    }
    const log = readFileSync(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toContain('81122334455');
  });

  it('forces every write to disk and listens on this machine alone', async () => {
    const { url } = await open();
    const settings = await query(
      url,
      `SELECT name, setting FROM pg_settings WHERE name IN
         ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses', 'unix_socket_directories')`,
    );
    expect(Object.fromEntries(settings.map((row) => [row['name'], row['setting']]))).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
    });
  });

  it('asks for the password also from this machine', async () => {
    const { url } = await open();
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(query(wrong.toString(), 'SELECT 1')).rejects.toThrow(
      /password authentication failed/,
    );
  });

  it('stops when the last process that uses it closes, not before', async () => {
    const mine = await open();
    const other = await openElsewhere();
    const pid = postmaster();
    await mine.close();
    expect(processBirth(pid)).toBeDefined();
    await kill(other, 'SIGTERM');
    expect(processBirth(pid)).toBeUndefined();
    expect(readLock(clusterFolder())).toBeUndefined();
  });
});

describe('the embedded database and several processes at once', () => {
  it('is made once when all of them start for the first time', async () => {
    await Promise.all([openElsewhere(), openElsewhere(), open()]);
    const names = clusterName(clusterFolder());
    const postmasters = postgresProcessesOf(clusterFolder(), names).filter(
      (pid) => !processArguments(pid).join(' ').startsWith('postgres:'),
    );
    expect(postmasters).toEqual([postmaster()]);
    expect(readdirSync(dataDir).filter((name) => name.includes('draft'))).toEqual([]);
  });

  it('comes back once for all of them when it is shot', async () => {
    await Promise.all([openElsewhere(), openElsewhere()]);
    const { url } = await open();
    await query(url, writeDown);
    for (const pid of postgresProcessesOf(clusterFolder(), clusterName(clusterFolder()))) {
      signal(pid, 'SIGKILL');
    }
    await expect
      .poll(() => query(url, countDown).catch(() => 'not yet'), { timeout: 30_000 })
      .toEqual([{ n: 1 }]);
    await expect.poll(() => query(url, holders), { timeout: 30_000 }).toEqual([{ n: 3 }]);
  });
});

describe('the embedded database after a hard end', () => {
  it('takes over the server that a killed process left running, with everything in it', async () => {
    const child = await openElsewhere();
    const pid = postmaster();
    await kill(child, 'SIGKILL');
    const again = await open();
    expect(postmaster()).toBe(pid);
    expect(said.join()).toContain('Took over');
    await query(again.url, writeDown);
    await again.close();
    expect(processBirth(pid)).toBeUndefined();
  });

  it('loses no committed row when server and database are both killed', async () => {
    const child = await openElsewhere();
    const { url } = await open();
    await query(url, writeDown);
    const database = opened.pop();
    for (const pid of postgresProcessesOf(clusterFolder(), clusterName(clusterFolder()))) {
      signal(pid, 'SIGKILL');
      await waitUntilGone(pid, 5_000);
    }
    await kill(child, 'SIGKILL');
    await database?.close();
    const again = await open();
    expect(await query(again.url, countDown)).toEqual([{ n: 1 }]);
  });

  it('removes a stale lock whose number belongs to somebody else today', async () => {
    const first = await open();
    await query(first.url, writeDown);
    await first.close();
    const lock = join(clusterFolder(), 'postmaster.pid');
    writeFileSync(
      lock,
      `${process.pid}\n${clusterFolder()}\n1790000000\n5432\n\n127.0.0.1\n\nready\n`,
    );
    const again = await open();
    expect(await query(again.url, countDown)).toEqual([{ n: 1 }]);
    expect(said.join()).toContain('Removed the lock');
  });

  it('replaces a server that lives but answers nobody', async () => {
    const child = await openElsewhere();
    const frozen = postmaster();
    signal(frozen, 'SIGSTOP');
    await kill(child, 'SIGKILL');
    const waking = setTimeout(() => signal(frozen, 'SIGCONT'), 12_000);
    const again = await open();
    clearTimeout(waking);
    expect(postmaster()).not.toBe(frozen);
    await query(again.url, writeDown);
  });

  it('comes back on the same address when the database dies under a living process', async () => {
    const { url } = await open();
    await query(url, writeDown);
    const pid = postmaster();
    signal(pid, 'SIGKILL');
    await waitUntilGone(pid, 5_000);
    await expect
      .poll(() => query(url, countDown).catch(() => 'not yet'), { timeout: 20_000 })
      .toEqual([{ n: 1 }]);
  });
});

describe('the embedded database before it is whole', () => {
  it('throws away the draft of a first start that was killed', async () => {
    const draft = join(dataDir, 'postgres.draft-4194000');
    mkdirSync(draft);
    writeFileSync(join(draft, 'PG_VERSION'), '18\n');
    const { url } = await open();
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(existsSync(draft)).toBe(false);
  });

  it('moves an unfinished folder aside instead of deleting it', async () => {
    mkdirSync(join(dataDir, 'postgres'));
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '18\n');
    await open();
    const aside = readdirSync(dataDir).find((name) => name.startsWith('postgres.unfinished-'));
    expect(aside && existsSync(join(dataDir, aside, 'PG_VERSION'))).toBe(true);
  });

  it('touches nothing when data is there but its control file is not', async () => {
    const first = await open();
    await first.close();
    rmSync(join(clusterFolder(), 'global', 'pg_control'));
    await expect(open()).rejects.toThrow(/is not whole .* Nothing was changed/);
    expect(existsSync(join(clusterFolder(), 'PG_VERSION'))).toBe(true);
  });

  it('touches nothing when another PostgreSQL made the data', async () => {
    const first = await open();
    await first.close();
    writeFileSync(join(clusterFolder(), 'PG_VERSION'), '17\n');
    await expect(open()).rejects.toThrow(/made by PostgreSQL 17; this Jukung brings PostgreSQL 18/);
  });

  it('says that data and secrets belong together when the secrets are new', async () => {
    const first = await open();
    await first.close();
    rmSync(join(dataDir, 'secrets', 'database'));
    await expect(open()).rejects.toThrow(/restore both from the same backup/);
  });
});

if (isRoot) {
  describe('the embedded database started by root', () => {
    it('runs as another user, also with a folder that a restore left in the hands of root', async () => {
      const first = await open();
      await query(first.url, writeDown);
      await first.close();
      const restored = join(top, 'restored');
      cpSync(dataDir, restored, { recursive: true });
      expect(statSync(join(restored, 'postgres')).uid).toBe(0);
      const again = await open(restored);
      expect(await query(again.url, countDown)).toEqual([{ n: 1 }]);
      expect(statSync(join(restored, 'postgres')).uid).not.toBe(0);
    });

    it('puts the data where its user can reach it when the project is closed to others', async () => {
      chmodSync(top, 0o700);
      const first = await open();
      await query(first.url, writeDown);
      await first.close();
      expect(lstatSync(join(dataDir, 'postgres')).isSymbolicLink()).toBe(true);
      expect(clusterFolder()).toMatch(/^\/var\/lib\/jukung-[0-9a-f]{12}\/postgres$/);
      expect(said.join()).toContain(`the database lies in ${clusterFolder()}`);
      const again = await open();
      expect(await query(again.url, countDown)).toEqual([{ n: 1 }]);
    });

    it('refuses to let a copied project write into the database of the first one', async () => {
      chmodSync(top, 0o700);
      await (await open()).close();
      const copy = join(top, 'copy');
      cpSync(dataDir, copy, { recursive: true, verbatimSymlinks: true });
      expect(readlinkSync(join(copy, 'postgres'))).toBe(clusterFolder());
      await expect(open(copy)).rejects.toThrow(/A copy must not write into it/);
    });

    it('says so when the link leads nowhere', async () => {
      symlinkSync(join(top, 'gone'), join(dataDir, 'postgres'));
      await expect(open()).rejects.toThrow(/nothing is there/);
    });
  });
} else {
  describe('the embedded database started by an ordinary user', () => {
    it('keeps its data in the project, owned by that user', async () => {
      await open();
      expect(statSync(join(dataDir, 'postgres')).uid).toBe(process.getuid?.());
      expect(readFileSync(join(dataDir, 'postgres.port'), 'utf8')).toMatch(/^\d+\n$/);
    });
  });
}
