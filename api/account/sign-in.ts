/** Number and PIN, on any phone. */
import type { Context } from 'hono';

import { toE164 } from '#domain/phone-number';

import { clientAddress } from '../client-address';
import type { DeviceIdentity } from '../device/authenticate';
import type { ApiEnv, ApiPorts } from '../ports';
import { Problem } from '../problem';
import { readFields } from '../read-body';
import { assertRoom, headersFor, joinPerson, personOfUser, sessionCookies } from './enter';
import { note } from './security-log';
import { authFor } from './sessions';
import type { TryKey } from './tries';

/** @throws Problem phone.unreadable, account.wrong, device.other_person, tries.wait … */
export async function signIn(c: Context<ApiEnv>, ports: ApiPorts): Promise<Response> {
  const { phone: typed, pin } = await readFields(c.req.raw);
  if (typeof typed !== 'string' || typeof pin !== 'string')
    throw new Problem('request.wrong_shape');
  const phone = toE164(typed);
  if (!phone) throw new Problem('phone.unreadable');
  if (!/^\d{6}$/.test(pin)) throw new Problem('pin.unfit');
  const keys = await keysFor(c, ports, phone);
  await ports.tries.take(keys);
  return enter(c, ports, { phone, pin, keys });
}

/** From here on a wrong PIN and an unknown number look the same, in words and in time. */
export async function enter(
  c: Context<ApiEnv>,
  ports: ApiPorts,
  { phone, pin, keys }: { phone: string; pin: string; keys: readonly TryKey[] },
): Promise<Response> {
  const device = c.get('device');
  const auth = authFor(ports, c.req.raw);
  const user = await userOf(ports, phone);
  await assertOwnDevice(ports, device, user?.id);
  await assertRoom(auth, c.req.raw, user?.id ?? '');

  const { headers, staleCookies } = await headersFor(auth, c.req.raw, device);
  const body = { username: phone, password: pin };
  const answer = await auth.api.signInUsername({ body, headers, asResponse: true });
  if (!answer.ok || !user) throw new Problem('account.wrong');

  await ports.tries.giveBack(keys);
  const personId = await personOfUser(ports, user.id);
  const adopted = await joinPerson(ports, device, personId, user.id);
  await note(ports.db, ports.nowMs(), { personId, kind: 'signed_in', deviceId: device.id });
  const person = await ports.db
    .selectFrom('person')
    .select('name')
    .where('id', '=', personId)
    .executeTakeFirst();
  c.header('Cache-Control', 'no-store');
  for (const line of [...staleCookies, ...sessionCookies(answer)]) {
    c.header('Set-Cookie', line, { append: true });
  }
  return c.json({ personId, name: person?.name ?? '', phone, adopted });
}

/**
 * A device speaks for one person for good. Said of this device alone, whether the number is known or
 * not: another person on this phone needs another device.
 */
export async function assertOwnDevice(
  { db }: ApiPorts,
  device: DeviceIdentity,
  userId: string | undefined,
): Promise<void> {
  const account = await db
    .selectFrom('account')
    .select('user_id')
    .where('person_id', '=', device.personId)
    .executeTakeFirst();
  if (account && account.user_id !== userId) throw new Problem('device.other_person');
}

export const userOf = ({ db }: ApiPorts, phone: string) =>
  db.selectFrom('auth_user').select('id').where('username', '=', phone).executeTakeFirst();

/** What this try counts against: its own allowance for a phone that was in before, else all ceilings. */
async function keysFor(c: Context<ApiEnv>, ports: ApiPorts, phone: string): Promise<TryKey[]> {
  const device = c.get('device');
  const known = await ports.db
    .selectFrom('known_device as k')
    .innerJoin('auth_user as u', 'u.id', 'k.user_id')
    .select('u.id')
    .where('k.device_id', '=', device.id)
    .where('u.username', '=', phone)
    .executeTakeFirst();
  if (known) return [['known', `${device.id}.${phone}`]];
  return [
    ['account', phone],
    ['device', device.id],
    ['address', clientAddress(c, ports.originRule)],
  ];
}
