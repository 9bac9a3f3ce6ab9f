/** An account made by the house itself: the first admin, the people of the sample market. */
import type { Db } from '#db/connect';
import type { Secrets } from '#db/embedded/secrets';

import type { Logger } from '../log';
import { type Auth, openAuth } from './auth';
import { addressOf } from './enter';

interface NewAccount {
  readonly personId: string;
  /** E.164. */
  readonly phone: string;
  /** Six digits. */
  readonly pin: string;
}

/** better-auth outside any request. */
export const openHouseAuth = (db: Db, secrets: Secrets, log: Logger): Auth =>
  openAuth({
    db,
    sessionSecret: secrets.secret('session'),
    pepper: secrets.secret('pin-pepper'),
    secure: false,
    log,
  });

/** @returns false when the number or the person has an account already; nothing is changed then */
export async function createAccount(db: Db, auth: Auth, account: NewAccount): Promise<boolean> {
  const { personId, phone, pin } = account;
  const body = { email: addressOf(personId), name: '', password: pin, username: phone };
  await auth.api.signUpEmail({ body, asResponse: true });
  const user = await db
    .selectFrom('auth_user')
    .select('id')
    .where('username', '=', phone)
    .where('email', '=', body.email)
    .executeTakeFirst();
  if (!user) return false;
  // Also for a user whom an earlier start made and then died before saying whose it is.
  const linked = await db
    .insertInto('account')
    .values({ person_id: personId, user_id: user.id })
    .onConflict((standing) => standing.doNothing())
    .executeTakeFirst();
  if (!linked.numInsertedOrUpdatedRows) return false;
  // Signing up signs in; nobody holds that session, so nobody shall.
  await db.deleteFrom('auth_session').where('user_id', '=', user.id).execute();
  return true;
}
