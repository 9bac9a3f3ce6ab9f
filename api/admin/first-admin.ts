/** The first person of the Dinas, made at the terminal: every later one is let in by one who is in. */
import { randomInt } from 'node:crypto';

import { connect } from '#db/connect';
import type { Secrets } from '#db/embedded/secrets';
import { StartFailure } from '#db/embedded/start-failure';
import { newId } from '#db/new-id';
import { pgServerStore } from '#db/server-store';
import { grant } from '#domain/grant';
import { person } from '#domain/person';

import { createAccount, openHouseAuth } from '../account/create-account';
import { pinFault } from '../account/pin';
import { openLog } from '../log';
import { bear } from '../server-says';

export interface FirstAdmin {
  readonly databaseUrl: string;
  readonly secrets: Secrets;
  /** E.164. */
  readonly phone: string;
  readonly name: string;
}

/**
 * @returns the PIN, told once
 * @throws StartFailure when somebody of the Dinas is in already, or the number has an account
 */
export async function createFirstAdmin(options: FirstAdmin): Promise<{ pin: string }> {
  const { databaseUrl, secrets, phone, name } = options;
  const db = connect(databaseUrl, { max: 3 });
  try {
    const standing = await db
      .selectFrom('right_grant as g')
      .innerJoin('account as a', 'a.person_id', 'g.person_id')
      .select('g.id')
      .where('g.role', '=', 'dinas')
      .where('g.status', '=', 'active')
      .executeTakeFirst();
    if (standing) {
      throw new StartFailure(
        'Somebody of the Dinas is in already; they let others in, in the app.',
      );
    }
    const personId = newId();
    const pin = freshPin();
    const auth = openHouseAuth(db, secrets, openLog('error'));
    if (!(await createAccount(db, auth, { personId, phone, pin }))) {
      throw new StartFailure('This number has an account already; choose another one.');
    }
    const store = pgServerStore(db);
    const said = { by: personId };
    await bear(store, Date.now(), {
      entity: person,
      id: personId,
      set: { name, village: '' },
      ...said,
    });
    const right = { personId, role: 'dinas', village: '', shopId: '', givenBy: personId };
    const set = { ...right, status: 'active' };
    await bear(store, Date.now(), { entity: grant, id: newId(), set, ...said });
    return { pin };
  } finally {
    await db.destroy();
  }
}

/** Six digits by chance, none that a guesser tries first. */
function freshPin(): string {
  for (;;) {
    const pin = String(randomInt(1_000_000)).padStart(6, '0');
    if (pinFault(pin) === null) return pin;
  }
}
