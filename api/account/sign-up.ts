/** A person who has been a guest on this phone gets an account; everything drafted so far stays theirs. */
import type { Context } from 'hono';

import { person } from '#domain/person';
import { toE164 } from '#domain/phone-number';
import { villageByCode } from '#domain/place/villages';
import { fits, isUnprintable } from '#sync/field';

import { clientAddress } from '../client-address';
import type { DeviceIdentity } from '../device/authenticate';
import type { ApiEnv, ApiPorts } from '../ports';
import { Problem } from '../problem';
import { readFields } from '../read-body';
import { bear } from '../server-says';
import { addressOf, assertRoom, headersFor, joinPerson, sessionCookies, tooLate } from './enter';
import { pinFault } from './pin';
import { note } from './security-log';
import { userOf } from './sign-in';
import { authFor } from './sessions';
import type { TryKey } from './tries';

export async function signUp(c: Context<ApiEnv>, ports: ApiPorts): Promise<Response> {
  const { phone, pin, name, village } = readSignUp(await readFields(c.req.raw));
  const device = c.get('device');
  const { db } = ports;
  const address: TryKey = ['address', clientAddress(c, ports.originRule)];
  await ports.tries.take([['signUp', device.id], address]);
  const account = await db
    .selectFrom('account')
    .select('user_id')
    .where('person_id', '=', device.personId)
    .executeTakeFirst();
  if (account) throw new Problem('account.exists');
  const standing = await userOf(ports, phone);
  if (standing) throw new Problem('account.phone_taken');

  const auth = authFor(ports, c.req.raw);
  await assertRoom(auth, c.req.raw, '');
  const { headers, staleCookies } = await headersFor(auth, c.req.raw, device);
  const body = { email: addressOf(device.personId), name: '', password: pin, username: phone };
  const answer = await auth.api.signUpEmail({ body, headers, asResponse: true });
  const made = await userOf(ports, phone);
  // Lost a race: somebody took the number, or this device asked twice at once.
  if (!answer.ok || !made) throw new Problem(made ? 'account.phone_taken' : 'account.exists');

  await giveAccount(ports, device, made.id);
  // For a phone that has not sent its own introduction yet: whoever helps this person must find them.
  const birth = {
    entity: person,
    id: device.personId,
    set: { name, village },
    by: device.personId,
  };
  await bear(ports.store, ports.nowMs(), birth);
  await joinPerson(ports, device, device.personId, made.id);
  await ports.tries.giveBack([address]);
  const event = { personId: device.personId, kind: 'signed_up', deviceId: device.id } as const;
  await note(db, ports.nowMs(), event);
  c.header('Cache-Control', 'no-store');
  for (const line of [...staleCookies, ...sessionCookies(answer)]) {
    c.header('Set-Cookie', line, { append: true });
  }
  return c.json({ personId: device.personId, name, phone });
}

/**
 * The device is held still meanwhile: it may be signing in to another account at this very moment, and
 * then speaks for somebody else. The number keeps its account, for another phone.
 *
 * @throws Problem device.other_person
 */
async function giveAccount(ports: ApiPorts, device: DeviceIdentity, userId: string) {
  const given = await ports.db.transaction().execute(async (tx) => {
    const standing = await tx
      .selectFrom('device')
      .select('person_id')
      .where('id', '=', device.id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (standing?.person_id !== device.personId) return false;
    const account = { person_id: device.personId, user_id: userId };
    await tx.insertInto('account').values(account).execute();
    return true;
  });
  if (!given) throw await tooLate(ports, device, userId);
}

function readSignUp(fields: Readonly<Record<string, unknown>>) {
  const { phone: typed, pin, name, village } = fields;
  if (typeof typed !== 'string' || typeof pin !== 'string')
    throw new Problem('request.wrong_shape');
  if (typeof name !== 'string' || typeof village !== 'string')
    throw new Problem('request.wrong_shape');
  const phone = toE164(typed);
  if (!phone) throw new Problem('phone.unreadable');
  const fault = pinFault(pin);
  if (fault) throw new Problem(fault);
  const said = name.trim();
  if (isUnprintable(person.fields.name.shape, said)) throw new Problem('input.unprintable');
  if (said === '' || !fits(person.fields.name.shape, said))
    throw new Problem('person.name_missing');
  if (!villageByCode(village)) throw new Problem('person.village_unknown');
  return { phone, pin, name: said, village };
}
