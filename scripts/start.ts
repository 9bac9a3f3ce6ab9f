/**
 * Starts the whole of Jukung: pages, database, server. `--demo` does it in a folder of its own, fills an
 * empty database with the sample village first and prints who can sign in.
 *
 *   port free? ─▶ pages built? ─▶ database up ─▶ tables up to date ─▶ (sample village) ─▶ open
 */
import { parseArgs } from 'node:util';

import { erasureLogIn } from '#db/backup/erasure-log';
import { instanceId } from '#db/embedded/secrets';
import { StartFailure } from '#db/embedded/start-failure';
import { showPhone } from '#domain/phone-number';

import { buildPages } from './build';
import {
  backupsDirOf,
  type Installation,
  openDatabaseOf,
  openInstallation,
  runCommand,
  say,
} from './installation';
import { leaveNote, runningServer, takePlace } from './own-server';

/** What has to be closed, in the order it was opened. */
const openThings: (() => Promise<void> | void)[] = [];
const closeLimitMs = 8_000;

runCommand(async () => {
  stopOnSignals();
  try {
    await start();
  } catch (error) {
    await closeAll();
    throw error;
  }
});

async function start(): Promise<void> {
  const { demo, forceDemo, port } = readWishes();
  if (demo && process.env['DATABASE_URL'] && !forceDemo) {
    throw new StartFailure(
      'DATABASE_URL names a PostgreSQL of your own, and sample people do not belong into real data.\n' +
        'For a real installation: npm start\n' +
        'To put them there all the same: npm run demo -- --force-demo',
    );
  }
  const village = demo ? 'sample' : 'real';
  const mustBeEmpty = demo && !forceDemo;
  const installation = openInstallation(village);
  const { dataDir, secrets } = installation;
  if (mustBeEmpty && runningServer(dataDir)) await lookBesideRunning(installation);
  await takePlace({ port, dataDir, instance: instanceId(secrets), village });
  openThings.push(leaveNote(dataDir, port));
  await buildPages();

  const database = await openDatabaseOf(installation);
  openThings.push(() => database.close());
  say(database.description);
  const { migrate } = await import('#db/migrate');
  await migrate(database.url);
  // A database put back by other means than our own restore must not bring anybody back either.
  const { replayErasures } = await import('#api/admin/erase');
  await replayErasures({
    databaseUrl: database.url,
    dataDir,
    logs: [erasureLogIn(backupsDirOf(process.env, village))],
  });

  if (mustBeEmpty) await refuseRealPeople(database.url);
  if (demo) {
    const { seedDemo } = await import('#api/demo/seed-demo');
    say('Filling the sample village …');
    const { people } = await seedDemo({ databaseUrl: database.url, dataDir, secrets });
    say(rosterOf(people));
  } else {
    const { samplePeopleIn } = await import('#api/demo/real-people');
    const samples = await samplePeopleIn(database.url);
    if (samples > 0) say(warningOf(samples));
  }

  // Loaded only now: it reads the built pages as soon as it is imported.
  const { startServer } = await import('#api/main');
  const origin = process.env['ORIGIN'] || undefined;
  const trustProxy = process.env['TRUST_PROXY'] === '1';
  const databaseUrl = database.url;
  const server = await startServer({ databaseUrl, dataDir, port, secrets, origin, trustProxy });
  openThings.push(() => server.close());
  say(`\nJukung is open: ${server.url}\n`);
}

/** Before a healthy server is sent home for a start that would be refused. */
async function lookBesideRunning(installation: Installation): Promise<void> {
  const database = await openDatabaseOf(installation);
  try {
    await refuseRealPeople(database.url);
  } finally {
    await database.close();
  }
}

async function refuseRealPeople(databaseUrl: string): Promise<void> {
  const { refuseBesideRealPeople } = await import('#api/demo/real-people');
  await refuseBesideRealPeople(databaseUrl);
}

interface Wishes {
  demo: boolean;
  forceDemo: boolean;
  port: number;
}

function readWishes(): Wishes {
  const { values } = parseArgs({
    options: { demo: { type: 'boolean' }, 'force-demo': { type: 'boolean' } },
  });
  const port = Number(process.env['PORT'] || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new StartFailure(`PORT must be a number from 1 to 65535, not "${process.env['PORT']}".`);
  }
  return { demo: values.demo ?? false, forceDemo: values['force-demo'] ?? false, port };
}

function rosterOf(
  people: readonly { role: string; name: string; phone: string; pin: string }[],
): string {
  const rows = people.map(
    ({ role, name, phone, pin }) =>
      `  ${role.padEnd(20)} ${name.padEnd(26)} ${showPhone(phone).padEnd(18)} ${pin}`,
  );
  return ['\nSample people (role, name, phone number, PIN):', ...rows].join('\n');
}

/** Security: whoever has read the sample village's PINs is anybody in it. */
function warningOf(samples: number): string {
  return [
    '',
    '!!! NOT FOR REAL PEOPLE !!!',
    `${samples} people of the sample village can sign in here, people in office among them, and their`,
    'PINs stand in the open: whatever is kept here can be read and changed by anybody.',
    'For a real installation choose a folder or a database without them (JUKUNG_DATA, DATABASE_URL).',
    '',
  ].join('\n');
}

/** Ctrl-C, a polite kill, a closed terminal: everything is put away in order, the database last. */
function stopOnSignals(): void {
  let stopping = false;
  const stop = (name: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    say(`\nStopping (${name}) …`);
    void closeAll().then(() => process.exit(0));
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
}

async function closeAll(): Promise<void> {
  for (const close of openThings.splice(0).reverse()) {
    // A phone that uploads over EDGE may hold its connection for minutes. It resumes; we do not wait.
    const limit = new Promise<void>((resolve) => setTimeout(resolve, closeLimitMs).unref());
    try {
      await Promise.race([close(), limit]);
    } catch (error) {
      console.error(error);
    }
  }
}
