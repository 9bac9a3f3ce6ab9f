/**
 * `npm run fuzz`: spoils everything that comes from outside, for as long as one likes.
 *
 *   npm run fuzz                              200 seeds of every fuzz test
 *   npm run fuzz -- --seeds 5000 --from 1     others, and more of them
 *   npm run fuzz -- --seeds 1 --from 77 api/every-endpoint      the case a failure has printed
 *
 * A share of the seeds is part of `npm test`.
 */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

import { StartFailure } from '#db/embedded/start-failure';

import { installedProgram, projectDir, runCommand, writeTypeSettings } from './installation';

runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seeds: { type: 'string', default: '200' },
      from: { type: 'string', default: '1' },
    },
  });
  const whole = (word: string) => /^[1-9][0-9]{0,9}$/.test(word);
  if (!whole(values.seeds) || !whole(values.from)) {
    throw new StartFailure('--seeds and --from are whole numbers, at least 1.');
  }
  writeTypeSettings();
  const words = positionals.length > 0 ? positionals : ['.fuzz.'];
  process.exit(await vitest(words, { FUZZ_SEEDS: values.seeds, FUZZ_FROM: values.from }));
});

/** Without a limit of time: whoever asks for a million seeds has it. */
function vitest(words: readonly string[], seeds: Record<string, string>): Promise<number> {
  const all = [
    ...[installedProgram('vitest/vitest.mjs'), 'run', '--project', 'pure', '--project', 'pg'],
    ...['--testTimeout', '0', ...words],
  ];
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...seeds };
    const child = spawn(process.execPath, all, { cwd: projectDir, stdio: 'inherit', env });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
