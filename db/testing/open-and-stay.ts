/**
 * A tiny process for tests that kill: opens the embedded database of the folder it is given, says so in
 * one line, and stays until it is told to go (SIGTERM) or shot (SIGKILL).
 */
import { openDatabase } from '../embedded/database-url';
import { openSecrets } from '../embedded/secrets';

const dataDir = process.argv[2] ?? '';

async function main(): Promise<void> {
  const database = await openDatabase({
    dataDir,
    secrets: openSecrets(dataDir),
    externalUrl: undefined,
    say: () => undefined,
  });
  process.once('SIGTERM', () => void database.close().then(() => process.exit(0)));
  process.stdout.write(`open ${database.url}\n`);
  setInterval(() => undefined, 60_000);
}

void main();
