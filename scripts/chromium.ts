/**
 * Where is a Chromium? The system's, or Playwright's own download: whichever can be had.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

import { chromium } from 'playwright';

import { StartFailure } from '#db/embedded/start-failure';

/** Long enough for a cold start of a snap on a slow disk. */
const START_MS = 60_000;

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** What the search may look at and do; tests hand in another machine. */
export interface Machine {
  /** Text of `CHROMIUM_PATH`; empty or undefined: none is wished for. */
  readonly wished: string | undefined;
  /** Where a Chromium may lie, the best first. */
  readonly places: readonly string[];
  /** Whether packages of the system may be installed. */
  readonly mayInstall: boolean;
  /** Runs a command in sight of the person at the terminal; true when it ended well. */
  attempt(words: readonly string[]): boolean;
}

const thisMachine = (): Machine => ({
  wished: process.env['CHROMIUM_PATH'],
  places: [...systemPaths, chromium.executablePath()],
  mayInstall: process.getuid?.() === 0 && existsSync('/usr/bin/apt-get'),
  attempt([program = '', ...rest]) {
    const run = spawnSync(program, rest, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    return run.status === 0;
  },
});

/** The path of a Chromium that starts, undefined when there is none. A wished one goes first. */
function findChromium({ wished, places }: Machine): string | undefined {
  if (!wished) return places.find(starts);
  if (starts(wished)) return wished;
  throw new StartFailure(`CHROMIUM_PATH names ${wished}, and no program that starts is there.`);
}

/**
 * Finds a Chromium or installs one: from the system's packages when we may, else Playwright's own.
 *
 * @throws StartFailure that says what to do when neither can be had
 */
export function chromiumOrInstall(say: (line: string) => void, machine = thisMachine()): string {
  const found = findChromium(machine);
  if (found) return found;
  const tried: string[] = [];
  const attempt = (words: string[]): string | undefined => {
    const line = words.join(' ');
    say(`No Chromium yet. Trying: ${line}`);
    const ended = machine.attempt(words) ? 'done, and still no Chromium starts' : 'did not work';
    tried.push(`${line} (${ended})`);
    return findChromium(machine);
  };

  if (machine.mayInstall) {
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

/** One whose libraries are missing lies there too: only a program that says its version is one. */
function starts(path: string): boolean {
  if (!existsSync(path)) return false;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: START_MS }).status === 0;
}
