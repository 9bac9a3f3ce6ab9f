/** Keeps the sample village, whose PINs stand in the open, out of an installation that people live in. */
import { sql } from 'kysely';

import { connect } from '#db/connect';
import { demoMarket } from '#db/demo/village-market';
import { StartFailure } from '#db/embedded/start-failure';

/**
 * Looks and changes nothing; the tables may be missing yet. Where the sample village is in already, people
 * who made an account of their own beside it are no reason to stop.
 *
 * @throws StartFailure when somebody has an account or a shop here and nobody ever asked for the sample village
 */
export async function refuseBesideRealPeople(databaseUrl: string): Promise<void> {
  const db = connect(databaseUrl, { max: 1 });
  try {
    const tables = await sql<{ there: boolean }>`
      select to_regclass('account') is not null and to_regclass('shop') is not null as there`.execute(
      db,
    );
    if (!tables.rows[0]?.there) return;
    const shops = await db.selectFrom('shop').select('sample').distinct().execute();
    if (shops.some(({ sample }) => sample)) return;
    const account = await db
      .selectFrom('account')
      .select('person_id')
      .where('person_id', 'not in', sampleIds())
      .limit(1)
      .executeTakeFirst();
    // A guest's shop has no account behind it yet.
    if (!account && shops.length === 0) return;
  } finally {
    await db.destroy();
  }
  throw new StartFailure(
    'Real people have accounts or shops here, and sample people do not belong among them.\n' +
      'For a real installation: npm start\n' +
      'To put them there all the same: npm run demo -- --force-demo',
  );
}

/** How many people of the sample village can sign in with the PINs that everybody knows. */
export async function samplePeopleIn(databaseUrl: string): Promise<number> {
  const db = connect(databaseUrl, { max: 1 });
  try {
    const { n } = await db
      .selectFrom('account')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('person_id', 'in', sampleIds())
      .executeTakeFirstOrThrow();
    return Number(n);
  } finally {
    await db.destroy();
  }
}

const sampleIds = (): string[] => demoMarket().people.map(({ id }) => id);
