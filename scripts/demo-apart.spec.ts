/**
 * Sample people exist only when asked for. Run in a copy of the project, since the folders that are meant
 * when no setting names any lie inside it.
 */
import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { demoMarket } from '#db/demo/village-market';
import { showPhone } from '#domain/phone-number';

import { buildPages } from './build';
import { projectDir } from './installation';
import {
  endDatabaseOf,
  freePort,
  healthAt,
  kill9,
  queryIn,
  type Run,
  runScript,
  untilOpen,
} from './testing/start-command';

let copy: string;
let port: number;
let runs: Run[];

beforeEach(async () => {
  await buildPages();
  copy = mkdtempSync(join(tmpdir(), 'jukung-copy-'));
  chmodSync(copy, 0o755);
  const states = ['data', 'data-demo', 'data-backups', 'data-demo-backups'];
  const left = new Set(['node_modules', '.git', 'test-results', ...states]);
  cpSync(projectDir, copy, { recursive: true, filter: (path) => !left.has(basename(path)) });
  symlinkSync(join(projectDir, 'node_modules'), join(copy, 'node_modules'));
  port = await freePort();
  runs = [];
}, 120_000);

afterEach(async () => {
  for (const { child, exitCode } of runs) {
    child.kill('SIGTERM');
    await exitCode;
  }
  await endDatabaseOf(join(copy, 'data'));
  await endDatabaseOf(join(copy, 'data-demo'));
  rmSync(copy, { recursive: true, force: true });
});

function run(script: string, words: string[] = [], settings: Record<string, string> = {}): Run {
  const made = runScript({
    script,
    words,
    settings: { PORT: String(port), ...settings },
    cwd: copy,
  });
  runs.push(made);
  return made;
}

const accounts = (folder: string) =>
  queryIn(join(copy, folder), 'SELECT count(*)::int AS n FROM account');

it('a real start after the sample village takes its place and knows nobody of it', async () => {
  const demo = run('start', ['--demo']);
  await untilOpen(demo, port);
  const people = demoMarket().people.flatMap(({ name, phone, pin }) =>
    pin === null ? [] : [{ name, phone, pin }],
  );
  for (const { name, phone, pin } of people) {
    const line = demo.output.split('\n').find((row) => row.includes(name));
    expect(line).toContain(showPhone(phone));
    expect(line).toMatch(new RegExp(` ${pin}$`));
  }
  expect(await accounts('data-demo')).toEqual([{ n: people.length }]);
  expect(existsSync(join(copy, 'data'))).toBe(false);

  const real = run('start');
  expect(await demo.exitCode).toBe(0);
  await untilOpen(real, port);
  expect(await accounts('data')).toEqual([{ n: 0 }]);
  const admin = run('make-admin', ['0812-3456-7890', 'Ibu Noor']);
  expect(await admin.exitCode).toBe(0);
  expect(admin.output).toContain('Ibu Noor can sign in');
  expect(await accounts('data')).toEqual([{ n: 1 }]);

  // Into this very folder the sample village is not let, and nobody is sent home for asking.
  const refused = run('start', ['--demo'], { JUKUNG_DATA: 'data' });
  expect(await refused.exitCode).toBe(1);
  expect(refused.output).toContain('Real people have accounts or shops here');
  expect(real.child.exitCode).toBeNull();
  expect(await healthAt(port)).toBe(200);
  expect(await accounts('data')).toEqual([{ n: 1 }]);

  expect(real.output).not.toContain('NOT FOR REAL PEOPLE');

  // Nor does the sample village in its own folder end the real one: it names the way out.
  const beside = run('start', ['--demo']);
  expect(await beside.exitCode).toBe(1);
  expect(beside.output).toContain(`PORT=${port + 1} npm run demo`);
  expect(real.child.exitCode).toBeNull();
  expect(await healthAt(port)).toBe(200);

  // Where nobody listens any more it comes back as it was left; a real start on its folder warns of it.
  await kill9(real);
  const again = run('start', ['--demo']);
  await untilOpen(again, port);
  expect(await accounts('data-demo')).toEqual([{ n: people.length }]);
  const open = run('start', [], { JUKUNG_DATA: 'data-demo' });
  expect(await again.exitCode).toBe(0);
  await untilOpen(open, port);
  expect(open.output).toContain('NOT FOR REAL PEOPLE');
}, 600_000);
