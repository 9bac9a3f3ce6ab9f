/**
 * The moment a person and a phone come together: a session is made for this device, what a guest
 * drafted on it becomes the person's, and the phone is remembered as one that knows the way in.
 */
import { sql } from 'kysely';

import { adoptGuest, OtherPerson } from '#db/adopt-guest';

import type { DeviceIdentity } from '../device/authenticate';
import type { ApiPorts } from '../ports';
import { Problem } from '../problem';
import { type Auth, DEVICE_HEADER, PEOPLE_PER_PHONE } from './auth';
import { cookiesOf, sessionsOf } from './sessions';

/** Cookies of one session, ready for the answer. */
type Cookies = readonly string[];

/** What better-auth is told of the request: the cookies that still mean something, and the device. */
export async function headersFor(
  auth: Auth,
  request: Request,
  device: DeviceIdentity,
): Promise<{ headers: Headers; staleCookies: Cookies }> {
  const { name, attributes } = (await auth.$context).authCookies.sessionToken;
  const sessions = await sessionsOf(auth, request);
  const live = new Set(
    sessions.map(({ session }) => `${name}_multi-${session.token.toLowerCase()}`),
  );
  const ours = [...cookiesOf(request)].filter(([cookie]) => cookie.startsWith(`${name}_multi-`));
  const secure = attributes.secure ? '; Secure' : '';
  const staleCookies = ours
    .filter(([cookie]) => !live.has(cookie))
    .map(([cookie]) => `${cookie}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${secure}`);
  const kept = ours.filter(([cookie]) => live.has(cookie));
  const headers = new Headers({ [DEVICE_HEADER]: device.id });
  if (kept.length > 0) headers.set('cookie', kept.map(([k, v]) => `${k}=${v}`).join('; '));
  return { headers, staleCookies };
}

/**
 * The Set-Cookie lines that carry the new session. better-auth also names one session "the" active
 * one; on a shared phone nobody is, so that cookie is not passed on.
 */
export const sessionCookies = (answer: Response): Cookies =>
  answer.headers.getSetCookie().filter((line) => /^[^=]*_multi-/.test(line));

/**
 * Whether one more person fits on this phone; somebody who is on it already always does.
 *
 * @throws Problem account.too_many_here
 */
export async function assertRoom(auth: Auth, request: Request, userId: string): Promise<void> {
  const sessions = await sessionsOf(auth, request);
  const others = sessions.filter(({ session }) => session.userId !== userId);
  if (others.length >= PEOPLE_PER_PHONE) throw new Problem('account.too_many_here');
}

/**
 * Gives the device to the person who signed in.
 *
 * @returns true when drafts of a guest on this device are now the person's
 * @throws Problem device.other_person when it was given to somebody else a moment before: the session
 *   that was made meanwhile is ended again
 */
export async function joinPerson(
  ports: ApiPorts,
  device: DeviceIdentity,
  personId: string,
  userId: string,
): Promise<boolean> {
  const { db } = ports;
  const isGuest = device.personId !== personId;
  if (isGuest) {
    try {
      await adoptGuest(db, { deviceId: device.id, guestId: device.personId, personId });
    } catch (failure) {
      if (!(failure instanceof OtherPerson)) throw failure;
      throw await tooLate(ports, device, userId);
    }
  }
  await db
    .insertInto('known_device')
    .values({ device_id: device.id, user_id: userId })
    .onConflict((known) => known.doNothing())
    .execute();
  return isGuest;
}

/** Somebody else came first: the session that was just made on this device is ended again. */
export async function tooLate(
  { db }: ApiPorts,
  device: DeviceIdentity,
  userId: string,
): Promise<Problem> {
  await db
    .deleteFrom('auth_session')
    .where('device_id', '=', device.id)
    .where('user_id', '=', userId)
    .execute();
  return new Problem('device.other_person');
}

/** The person an account belongs to. A sign-up that was cut off before saying so is finished here. */
export async function personOfUser(ports: ApiPorts, userId: string): Promise<string> {
  const { rows } = await sql<{ person_id: string }>`
    with mended as (
      insert into account (person_id, user_id)
      select split_part(email, '@', 1)::uuid, id from auth_user
      where id = ${userId} and not exists (select from account where user_id = ${userId})
      on conflict do nothing
      returning person_id)
    select person_id from account where user_id = ${userId}
    union all select person_id from mended`.execute(ports.db);
  const personId = rows[0]?.person_id;
  if (!personId) throw new Error('a user without a person');
  return personId;
}

/** The address better-auth wants: tells whose account it is, and can't receive anything. */
export const addressOf = (personId: string): string => `${personId}@jukung.invalid`;
