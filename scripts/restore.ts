/**
 * Puts a backup back. The server must be stopped.
 *
 *   npm run restore -- data-backups/jukung-20261122-021700.jukung
 *   npm run restore -- FILE --replace      throws away what the database holds now
 *
 *   file whole? ─▶ empty? ─▶ all tables in one transaction ─▶ up to date ─▶ photos ─▶ erasures again
 */
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { erasureLogIn } from '#db/backup/erasure-log';
import { readBackup } from '#db/backup/read-backup';
import { replaceSecrets } from '#db/embedded/secrets';
import { StartFailure } from '#db/embedded/start-failure';

import { backupsDirOf, openDatabaseOf, openInstallation, runCommand, say } from './installation';
import { runningServer } from './own-server';

const SHOWN = 10;

runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: { replace: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [wish] = positionals;
  if (wish === undefined) throw new StartFailure('Name the file: npm run restore -- FILE');
  const path = resolve(wish);
  const installation = openInstallation();
  const { dataDir } = installation;
  const running = runningServer(dataDir);
  if (running)
    throw new StartFailure(`Jukung is running (process ${running}). Stop it, then restore.`);
  const database = await openDatabaseOf(installation);
  try {
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
    const { header, rows, photos } = await readBackup({
      url: database.url,
      path,
      replace: values.replace ?? false,
      takeSecrets: (secrets) => replaceSecrets(dataDir, secrets, stamp),
    });
    say(`${rows} rows of ${header.madeAt} are back.`);
    const { migrate } = await import('#db/migrate');
    await migrate(database.url);
    const place = { databaseUrl: database.url, dataDir };
    const { restorePhotos } = await import('#api/admin/photos-back');
    const back = await restorePhotos(place, join(dirname(path), 'photos'), photos);
    say(`${back.restored} of ${photos.length} photo files are back.`);
    for (const missing of back.missing.slice(0, SHOWN)) say(`  missing or damaged: ${missing}`);
    if (back.missing.length > SHOWN) say(`  and ${back.missing.length - SHOWN} more`);
    if (back.missing.length > 0) say('Phones that still hold them are asked to send them again.');
    const logs = [erasureLogIn(dirname(path)), erasureLogIn(backupsDirOf(process.env))];
    const { replayErasures } = await import('#api/admin/erase');
    const again = await replayErasures({ ...place, logs });
    if (again > 0) say(`${again} erased people were erased again.`);
    say('\nRestored. Start the server: phones will bring what came after the backup.\n');
  } finally {
    await database.close();
  }
  process.exit(0);
});
