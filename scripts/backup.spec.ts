import { spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { connect, type Db } from '#db/connect';
import { openDatabase } from '#db/embedded/database-url';
import { processBirth, signal, waitUntilGone } from '#db/embedded/process-facts';
import { openSecrets } from '#db/embedded/secrets';
import { migrate } from '#db/migrate';
import { newId } from '#db/new-id';
import { readEpoch } from '#db/server-epoch';

import { projectDir } from './installation';

let home: string;
let dataDir: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'jukung-backup-'));
  chmodSync(home, 0o755);
  dataDir = mkdtempSync(join(home, 'data-'));
  chmodSync(dataDir, 0o755);
});
afterEach(async () => {
  for (const name of readdirSync(home).filter((entry) => entry.startsWith('data-'))) {
    await endDatabase(join(home, name));
  }
  rmSync(home, { recursive: true, force: true });
});

async function endDatabase(folder: string): Promise<void> {
  try {
    const lock = readFileSync(
      join(realpathSync(join(folder, 'postgres')), 'postmaster.pid'),
      'utf8',
    );
    const pid = Number(lock.split('\n')[0]);
    signal(pid, 'SIGQUIT');
    await waitUntilGone(pid, 10_000);
  } catch {
    // Stopped in order.
  }
}

function run(words: string[], data = dataDir): Promise<{ code: number | null; output: string }> {
  const env: NodeJS.ProcessEnv = { ...process.env, JUKUNG_DATA: data };
  env['JUKUNG_BACKUPS'] = join(home, 'backups');
  delete env['DATABASE_URL'];
  const [command = '', ...rest] = words;
  const child = spawn(command, rest, { cwd: projectDir, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString('utf8')));
  child.stderr.on('data', (bytes: Buffer) => (output += bytes.toString('utf8')));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}
const script = (name: string, words: string[], data?: string) =>
  run([process.execPath, '--import', 'tsx', `scripts/${name}.ts`, ...words], data);

/** Looks into the embedded database of a folder, as the programs do. */
async function within<T>(folder: string, work: (db: Db) => Promise<T>): Promise<T> {
  const secrets = openSecrets(folder);
  const quiet = { externalUrl: undefined, say: () => undefined };
  const database = await openDatabase({ dataDir: folder, secrets, ...quiet });
  await migrate(database.url);
  const db = connect(database.url);
  try {
    return await work(db);
  } finally {
    await db.destroy();
    await database.close();
  }
}
const filesOf = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.jukung'))
    .sort();

it('backs up by the line of the schedule, and restores into an empty installation and no other', async () => {
  const personId = newId();
  const words = "Ibu \\ \t\n Noor's é 🍌";
  const epoch = await within(dataDir, async (db) => {
    const values = { name: words, village: '', phone_verified_ms: 7, phone_verified_by: '' };
    await db
      .insertInto('person')
      .values({ id: personId, ...values, versions: {} })
      .execute();
    return readEpoch(db);
  });
  const backups = join(home, 'backups');
  const line = /^17 2 \* \* \* (?:cd \S+ && )(.+?)(?: >>.*)?$/m.exec(
    readFileSync(join(projectDir, 'docs/operate.md'), 'utf8'),
  )?.[1];
  expect(line).toContain('npm run');
  const made = await run(['sh', '-c', line ?? '']);
  expect(made.output).toContain('rows of');
  expect(made.code).toBe(0);
  const [file = ''] = filesOf(backups);
  expect(statSync(join(backups, file)).mode & 0o777).toBe(0o600);

  // Not over what is there, not while somebody uses it, not when it is not whole.
  const refused = await script('restore', [join(backups, file)]);
  expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('--replace')]);
  const damaged = join(home, 'damaged.jukung');
  writeFileSync(damaged, readFileSync(join(backups, file)));
  truncateSync(damaged, statSync(damaged).size - 40);
  const cut = await script('restore', [damaged, '--replace']);
  expect([cut.code, cut.output]).toEqual([1, expect.stringContaining('damaged')]);
  const note = { pid: process.pid, birth: processBirth(process.pid), port: 1 };
  writeFileSync(join(dataDir, 'server.json'), JSON.stringify(note));
  const inUse = await script('restore', [join(backups, file), '--replace']);
  expect([inUse.code, inUse.output]).toEqual([1, expect.stringContaining('Jukung is running')]);
  rmSync(join(dataDir, 'server.json'));

  const other = mkdtempSync(join(home, 'data-'));
  chmodSync(other, 0o755);
  const restored = await script('restore', [join(backups, file)], other);
  expect(restored.output).toContain('Restored.');
  const names = await within(other, async (db) => {
    expect(await readEpoch(db)).not.toBe(epoch);
    return db.selectFrom('person').select('name').execute();
  });
  expect(names).toEqual([{ name: words }]);
  for (const name of ['session', 'pin-pepper', 'outcome-seal']) {
    const [theirs, ours] = [other, dataDir].map((d) =>
      readFileSync(join(d, 'secrets', name), 'utf8'),
    );
    expect(theirs).toBe(ours);
    expect(statSync(join(other, 'secrets', name)).mode & 0o777).toBe(0o600);
  }

  // Somebody is forgotten afterwards: the older backup does not bring them back.
  const unsure = await script('erase-person', [personId]);
  expect([unsure.code, unsure.output]).toEqual([1, expect.stringContaining('--yes')]);
  const erased = await script('erase-person', [personId, '--yes']);
  expect(erased.output).toContain('Forgotten');
  appendFileSync(join(backups, 'erasures.jsonl'), '{"personId":"cut sho');
  const again = await script('restore', [join(backups, file), '--replace']);
  expect(again.output).toContain('1 erased people were erased again');
  const left = await within(dataDir, (db) => db.selectFrom('person').select('name').execute());
  expect(left).toEqual([{ name: '' }]);
});
