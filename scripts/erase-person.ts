/**
 * Forgets a person: their name, number, account, shops and pictures. Can't be taken back, not even by a
 * restore.
 *
 *   npm run erase-person -- 01990000-0000-7000-8000-00000000e001 --yes
 */
import { parseArgs } from 'node:util';

import { erasureLogIn } from '#db/backup/erasure-log';
import { StartFailure } from '#db/embedded/start-failure';
import { isId } from '#sync/field';

import { backupsDirOf, openDatabaseOf, openInstallation, runCommand, say } from './installation';

runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: { yes: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [personId] = positionals;
  if (!isId(personId)) {
    throw new StartFailure('Name the person by id: npm run erase-person -- ID --yes');
  }
  if (!values.yes) {
    throw new StartFailure('This can never be taken back. If you mean it, add --yes');
  }
  const installation = openInstallation();
  const database = await openDatabaseOf(installation);
  try {
    const { migrate } = await import('#db/migrate');
    await migrate(database.url);
    const { eraseForGood } = await import('#api/admin/erase');
    const { dataDir } = installation;
    const place = { databaseUrl: database.url, dataDir };
    const log = erasureLogIn(backupsDirOf(process.env));
    const erased = await eraseForGood(place, log, personId);
    if (!erased) throw new StartFailure('Nobody here has this id.');
    say(`\nForgotten: ${erased.rows.length} rows, ${erased.photoHashes.length} pictures.`);
    say(`Noted in ${log}, so that no restore brings them back.\n`);
  } finally {
    await database.close();
  }
  process.exit(0);
});
