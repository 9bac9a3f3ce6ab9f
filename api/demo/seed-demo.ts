/** The sample village, whole: rows by the database's own seed, pictures and accounts as everybody's are made. */
import { connect } from '#db/connect';
import { seedDemo as seedRows } from '#db/demo-seed';
import type { DemoMarket, DemoPerson } from '#db/demo/demo-types';
import { demoMarket } from '#db/demo/village-market';
import type { Secrets } from '#db/embedded/secrets';

import { createAccount, openHouseAuth } from '../account/create-account';
import { openLog } from '../log';
import { storePhotoFile } from '../photo/store-photo-file';

export interface DemoOptions {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly secrets: Secrets;
}

/** Somebody one can sign in as, for the person at the terminal. */
export interface DemoSignIn {
  readonly role: string;
  readonly name: string;
  /** E.164. */
  readonly phone: string;
  readonly pin: string;
}

/** Fills the database with what is missing of the sample village; done again it changes nothing. */
export async function seedDemo(options: DemoOptions): Promise<{ people: DemoSignIn[] }> {
  const { databaseUrl, dataDir, secrets } = options;
  const market = demoMarket();
  const db = connect(databaseUrl, { max: 4 });
  try {
    const auth = openHouseAuth(db, secrets, openLog('error'));
    await seedRows(db, market, {
      storePhoto: (bytes) => storePhotoFile({ db, dataDir }, bytes),
      createAccount: async (account) => {
        if (await createAccount(db, auth, account)) return;
        // Security: somebody real has this number here; a public PIN must never open their account.
        throw new Error('a number of the sample village has an account of its own');
      },
    });
    return { people: market.people.flatMap((person) => signInOf(person, market)) };
  } finally {
    await db.destroy();
  }
}

function signInOf(person: DemoPerson, market: DemoMarket): DemoSignIn[] {
  if (person.pin === null) return [];
  const sells = market.shops.some(({ ownerId }) => ownerId === person.id);
  const role = person.grants[0]?.role ?? (sells ? 'seller' : 'buyer');
  return [{ role, name: person.name, phone: person.phone, pin: person.pin }];
}
