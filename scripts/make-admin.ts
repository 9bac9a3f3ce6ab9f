/**
 * Makes the first person of the Dinas, once: everybody else is let in by somebody who is in already.
 *
 *   npm run make-admin -- 0812-3456-7890 "Ibu Noor"
 */
import { StartFailure } from '#db/embedded/start-failure';
import { showPhone, toE164 } from '#domain/phone-number';

import { openDatabaseOf, openInstallation, runCommand, say } from './installation';

runCommand(async () => {
  const [phoneText = '', name = 'Admin Dinas'] = process.argv.slice(2);
  const phone = toE164(phoneText);
  if (!phone) {
    throw new StartFailure(
      'Give the mobile number of the first admin: npm run make-admin -- 0812-3456-7890 "Name"',
    );
  }
  const installation = openInstallation();
  const database = await openDatabaseOf(installation);
  try {
    const { migrate } = await import('#db/migrate');
    await migrate(database.url);
    const { createFirstAdmin } = await import('#api/admin/first-admin');
    const { secrets } = installation;
    const { pin } = await createFirstAdmin({ databaseUrl: database.url, secrets, phone, name });
    say(
      `\n${name} can sign in with ${showPhone(phone)} and the PIN ${pin}. Change the PIN after signing in.\n`,
    );
  } finally {
    await database.close();
  }
  process.exit(0);
});
