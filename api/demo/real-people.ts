/** Keeps the sample village, whose PINs stand in the open, out of an installation that people live in. */
import { sql } from 'kysely';

import { connect } from '#db/connect';
import { demoMarket } from '#db/demo/village-market';
import { StartFailure } from '#db/embedded/start-failure';

/**
 * Looks and changes nothing; the tables may be missing yet. Where the sample village is in already, people
 * who made an account of their own beside it are no reason to stop.
 *
 * @throws StartFailure when somebody has an account here and nobody ever asked for the sample village
 */
export async function refuseBesideRealPeople(databaseUrl: string): Promise<void> {
  const db = connect(databaseUrl, { max: 1 });
  try {
    const tables = await sql<{ there: boolean }>`
      select to_regclass('account') is not null and to_regclass('shop') is not null as there`.execute(
      db,
    );
    if (!tables.rows[0]?.there) return;
    const samples = demoMarket().people.map(({ id }) => id);
    const real = await db
      .selectFrom('account')
      .select('person_id')
      .where('person_id', 'not in', samples)
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('shop').select('id').where('sample', '=', true))),
      )
      .limit(1)
      .executeTakeFirst();
    if (!real) return;
  } finally {
    await db.destroy();
  }
  throw new StartFailure(
    'Real people have accounts in this data folder, and sample people do not belong among them.\n' +
      'For a real installation: npm start\n' +
      'To put them there all the same: npm run demo -- --force-demo',
  );
}
