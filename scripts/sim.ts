/** `npm run sim`: lives villages in trouble and judges them. See bench/sim/run.ts for what it takes. */
import { runSim } from '#bench/sim/run';

import { runCommand, writeTypeSettings } from './installation';

runCommand(async () => {
  writeTypeSettings();
  process.exit((await runSim(process.argv.slice(2))) ? 0 : 1);
});
