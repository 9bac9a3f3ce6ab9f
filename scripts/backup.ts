/**
 * Makes a backup, beside a running server or without one.
 *
 *   npm run backup                           into the folder of backups
 *   npm run backup -- /mnt/usb/jukung        into another folder
 *   npm run backup -- /mnt/usb/today.jukung  into this very file
 *   npm run backup -- --keep 14              and lets go of all but the 14 latest files of the folder
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { erasureLogIn, noteErasure, readErasures } from '#db/backup/erasure-log';
import { writeBackup } from '#db/backup/write-backup';
import { StartFailure } from '#db/embedded/start-failure';

import { backupsDirOf, openDatabaseOf, openInstallation, runCommand, say } from './installation';

const ENDING = '.jukung';

runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: { keep: { type: 'string' } },
    allowPositionals: true,
  });
  const keep = values.keep === undefined ? Infinity : Number(values.keep);
  if (!(keep >= 1)) throw new StartFailure('--keep needs a number of files, at least 1.');
  const path = pathOf(positionals[0]);
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (existsSync(path)) throw new StartFailure(`${path} is there already; nothing was changed.`);
  const installation = openInstallation();
  const database = await openDatabaseOf(installation);
  try {
    const { dataDir, secrets } = installation;
    const plan = { url: database.url, secrets, dataDir, path, poolDir: join(folder, 'photos') };
    const made = await writeBackup(plan);
    carryErasures(folder);
    say(
      `\n${path}\n${made.rows} rows of ${made.tables} tables, ${made.photos} photo files ` +
        `(${made.newPhotos} new) in photos/ beside it. Holds keys and personal data: keep it safe.\n`,
    );
    for (const old of filesIn(folder).slice(0, -keep)) {
      rmSync(join(folder, old));
      say(`Let go of ${old}`);
    }
  } finally {
    await database.close();
  }
  process.exit(0);
});

function pathOf(wish: string | undefined): string {
  const place = wish === undefined ? backupsDirOf(process.env) : resolve(wish);
  if (place.endsWith(ENDING)) return place;
  const moment = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  return join(place, `jukung-${moment.slice(0, 8)}-${moment.slice(8)}${ENDING}`);
}

/** Files we named ourselves, oldest first. */
function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /^jukung-\d{8}-\d{6}\.jukung$/.test(name))
    .sort();
}

/** The log travels with every backup, wherever that goes. */
function carryErasures(folder: string): void {
  const [ours, theirs] = [erasureLogIn(backupsDirOf(process.env)), erasureLogIn(folder)];
  if (resolve(ours) === resolve(theirs) || !existsSync(ours)) return;
  if (!existsSync(theirs)) return copyFileSync(ours, theirs);
  const known = new Set(readErasures(theirs).map(({ personId }) => personId));
  for (const erasure of readErasures(ours)) {
    if (!known.has(erasure.personId)) noteErasure(theirs, erasure);
  }
}
