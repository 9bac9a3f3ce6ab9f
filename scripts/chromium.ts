/**
 * Where is a Chromium? The system's, or Playwright's own download: whichever can be had.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';

import { chromium } from 'playwright';

import { StartFailure } from '#db/embedded/start-failure';

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The path of an installed Chromium, undefined when there is none. `CHROMIUM_PATH` goes first. */
export function findChromium(): string | undefined {
  const wished = process.env['CHROMIUM_PATH'];
  if (wished) {
    if (canRun(wished)) return wished;
    throw new StartFailure(`CHROMIUM_PATH names ${wished}, and no program is there.`);
  }
  return [...systemPaths, chromium.executablePath()].find(canRun);
}

/**
 * Finds a Chromium or installs one: from the system's packages when we may, else Playwright's own.
 *
 * @throws StartFailure that says what to do when neither can be had
 */
export function chromiumOrInstall(say: (line: string) => void): string {
  const found = findChromium();
  if (found) return found;
  const tried: string[] = [];
  const attempt = (words: string[]): string | undefined => {
    const line = words.join(' ');
    say(`No Chromium yet. Trying: ${line}`);
    const [program = '', ...rest] = words;
    const run = spawnSync(program, rest, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (run.status !== 0) tried.push(line);
    return findChromium();
  };

  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    attempt(['apt-get', 'update']);
    const installed = attempt(['apt-get', 'install', '-y', '--no-install-recommends', 'chromium']);
    if (installed) return installed;
  }
  const downloaded = attempt(['npx', 'playwright', 'install', 'chromium']);
  if (downloaded) return downloaded;
  throw new StartFailure(
    [
      'The browser tests need a Chromium and none could be installed. Tried:',
      ...tried.map((line) => `  ${line}`),
      'Do one of these, then run the tests again:',
      '  sudo apt-get install chromium',
      '  npx playwright install --with-deps chromium',
      '  CHROMIUM_PATH=/path/to/chromium npm test',
    ].join('\n'),
  );
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
