import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { StartFailure } from '#db/embedded/start-failure';

import { chromiumOrInstall, type Machine } from './chromium';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'jukung-chromium-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that says its version, or ends with this code instead. */
function program(name: string, code: number): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n[ "$1" = --version ] && exit ${code}\nexit 9\n`);
  chmodSync(path, 0o755);
  return path;
}

const bare: Machine = { wished: '', places: [], mayInstall: false, attempt: () => false };

test('the first that starts is taken; one without its libraries, or that is no program, is not', () => {
  const lame = program('lame', 127);
  const text = join(folder, 'text');
  writeFileSync(text, 'no program');
  chmodSync(text, 0o755);
  const plain = join(folder, 'plain');
  writeFileSync(plain, '#!/bin/sh\nexit 0\n', { mode: 0o644 });
  const good = program('good', 0);
  const places = [join(folder, 'nothing'), lame, text, plain, good, program('other', 0)];
  expect(chromiumOrInstall(() => undefined, { ...bare, places })).toBe(good);
  expect(() => chromiumOrInstall(() => undefined, { ...bare, wished: lame, places })).toThrow(
    `CHROMIUM_PATH names ${lame}, and no program that starts is there.`,
  );
});

test('what is installed is taken: from the system when we may, else by download', () => {
  const attempts: string[] = [];
  const path = join(folder, 'installed');
  const machineWith = (command: string, mayInstall: boolean): Machine => ({
    ...bare,
    places: [path],
    mayInstall,
    attempt: (words) => {
      attempts.push(words.slice(0, 2).join(' '));
      if (words.join(' ').startsWith(command)) program('installed', 0);
      return true;
    },
  });
  expect(chromiumOrInstall(() => undefined, machineWith('apt-get install', true))).toBe(path);
  expect(attempts).toEqual(['apt-get update', 'apt-get install']);
  rmSync(path);
  attempts.length = 0;
  expect(chromiumOrInstall(() => undefined, machineWith('npx playwright', false))).toBe(path);
  expect(attempts).toEqual(['npx playwright']);
});

test('where none can be had it says what was tried and what to do', () => {
  const said: string[] = [];
  // Downloaded, but the system lacks what it needs.
  const machine: Machine = {
    ...bare,
    places: [program('downloaded', 127)],
    mayInstall: true,
    attempt: ([name]) => name === 'npx',
  };
  const hopeless = () => chromiumOrInstall((line) => said.push(line), machine);
  expect(hopeless).toThrow(StartFailure);
  expect(hopeless).toThrow(
    [
      'The browser tests need a Chromium and none could be installed. Tried:',
      '  apt-get update (did not work)',
      '  apt-get install -y --no-install-recommends chromium (did not work)',
      '  npx playwright install chromium (done, and still no Chromium starts)',
      'Do one of these, then run the tests again:',
      '  sudo apt-get install chromium',
      '  npx playwright install --with-deps chromium',
      '  CHROMIUM_PATH=/path/to/chromium npm test',
    ].join('\n'),
  );
  expect(said[0]).toBe('No Chromium yet. Trying: apt-get update');
});
