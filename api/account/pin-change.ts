/** A new PIN: by its owner, or with the one-time code somebody in office gave face to face. */
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { sql } from 'kysely';

import { toE164 } from '#domain/phone-number';
import { isId } from '#sync/field';

import { clientAddress } from '../client-address';
import type { ApiEnv, ApiPorts } from '../ports';
import { Problem } from '../problem';
import { readFields } from '../read-body';
import { factsOf, mayLookAfter, mayReset } from '../people/looking-after';
import { assertRoom } from './enter';
import { pinFault } from './pin';
import { note } from './security-log';
import { authFor } from './sessions';
import { assertOwnDevice, enter, userOf } from './sign-in';
import type { TryKey } from './tries';

const CODE_LIFE_MS = 24 * 60 * 60 * 1000;
/** Eight digits and five tries: one chance in twenty million. */
const CODE_DIGITS = 8;
const CODE_TRIES = 5;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The owner, signed in, knowing the old one. */
export async function changePin(c: Context<ApiEnv>, ports: ApiPorts): Promise<Response> {
  const { pin, newPin } = await readFields(c.req.raw);
  const device = c.get('device');
  if (typeof pin !== 'string' || typeof newPin !== 'string')
    throw new Problem('request.wrong_shape');
  const fault = pinFault(newPin);
  if (fault) throw new Problem(fault);
  const keys: TryKey[] = [['known', `${device.id}.change`]];
  await ports.tries.take(keys);
  const context = await authFor(ports, c.req.raw).$context;
  const userId = await userIdOf(ports, device.personId);
  const credential = await context.internalAdapter.findCredentialAccount(userId);
  const hash = credential?.password ?? '';
  if (!(await context.password.verify({ hash, password: pin }))) throw new Problem('account.wrong');
  await ports.tries.giveBack(keys);
  await context.internalAdapter.updatePassword(userId, await context.password.hash(newPin));
  await endSessions(ports, userId, device.id);
  const event = { personId: device.personId, kind: 'pin_changed', deviceId: device.id } as const;
  await note(ports.db, ports.nowMs(), event);
  return c.json({ changed: true });
}

/** A facilitator of the person's village or the Dinas makes the code and tells it, face to face. */
export async function makeResetCode(c: Context<ApiEnv>, ports: ApiPorts): Promise<Response> {
  const { personId } = await readFields(c.req.raw);
  if (!isId(personId)) throw new Problem('request.wrong_shape');
  const { db, seal, nowMs } = ports;
  const by = c.get('device').personId;
  const [actor, subject] = await Promise.all([factsOf(ports, by), factsOf(ports, personId)]);
  if (!mayLookAfter(actor, subject)) throw new Problem('account.may_not_reset');
  if (!subject.hasAccount) throw new Problem('person.unknown');
  if (!mayReset(actor, subject)) throw new Problem('account.may_not_reset');
  const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
  const fresh = {
    code_hash: sealed(seal, personId, code),
    made_by: by,
    expires_ms: nowMs() + CODE_LIFE_MS,
    tries_left: CODE_TRIES,
  };
  await db
    .insertInto('reset_code')
    .values({ person_id: personId, ...fresh })
    .onConflict((older) => older.column('person_id').doUpdateSet(fresh))
    .execute();
  await note(db, nowMs(), { personId, kind: 'reset_code_made', byPerson: by });
  c.header('Cache-Control', 'no-store');
  return c.json({ code, expiresMs: fresh.expires_ms });
}

/** On the person's own phone: the code opens once, sets the new PIN, and signs every other phone out. */
export async function resetPin(c: Context<ApiEnv>, ports: ApiPorts): Promise<Response> {
  const { phone: typed, code, newPin } = await readFields(c.req.raw);
  if (typeof typed !== 'string' || typeof code !== 'string' || typeof newPin !== 'string') {
    throw new Problem('request.wrong_shape');
  }
  const phone = toE164(typed);
  if (!phone) throw new Problem('phone.unreadable');
  const fault = pinFault(newPin);
  if (fault) throw new Problem(fault);
  const device = c.get('device');
  const keys: TryKey[] = [
    ['resetCode', phone],
    ['device', device.id],
    ['address', clientAddress(c, ports.originRule)],
  ];
  await ports.tries.take(keys);
  const user = await userOf(ports, phone);
  await assertOwnDevice(ports, device, user?.id);
  // Before the code is spent: a phone without room for one more must not cost the person their code.
  await assertRoom(authFor(ports, c.req.raw), c.req.raw, user?.id ?? '');
  // An unknown number takes the same way to the same answer.
  const personId = (user && (await personIdOf(ports, user.id))) ?? NOBODY;
  const used = await useCode(ports, personId, code.replace(/\D/g, ''));
  if (!user || !used) throw new Problem('account.code_wrong');

  const context = await authFor(ports, c.req.raw).$context;
  await context.internalAdapter.updatePassword(user.id, await context.password.hash(newPin));
  await endSessions(ports, user.id, null);
  await note(ports.db, ports.nowMs(), { personId, kind: 'reset_used', deviceId: device.id });
  // Whoever guessed at this account meanwhile starts from nothing against a new PIN.
  return enter(c, ports, { phone, pin: newPin, keys: [...keys, ['account', phone]] });
}

/** True once: a right code is gone with its use, a wrong one costs one of its tries. */
async function useCode(ports: ApiPorts, personId: string, code: string): Promise<boolean> {
  return ports.db.transaction().execute(async (tx) => {
    const standing = await tx
      .selectFrom('reset_code')
      .selectAll()
      .where('person_id', '=', personId)
      .forUpdate()
      .executeTakeFirst();
    if (!standing || standing.tries_left === 0 || standing.expires_ms <= ports.nowMs())
      return false;
    const given = Buffer.from(sealed(ports.seal, personId, code));
    if (timingSafeEqual(given, Buffer.from(standing.code_hash))) {
      await tx.deleteFrom('reset_code').where('person_id', '=', personId).execute();
      return true;
    }
    await tx
      .updateTable('reset_code')
      .set({ tries_left: standing.tries_left - 1 })
      .where('person_id', '=', personId)
      .execute();
    return false;
  });
}

/** Signs a person out everywhere but on one phone, which may be none. */
async function endSessions({ db }: ApiPorts, userId: string, butDevice: string | null) {
  await sql`
    delete from auth_session
    where user_id = ${userId} and device_id is distinct from ${butDevice}`.execute(db);
  // They know the way in no longer: whoever has such a phone starts like a stranger.
  await sql`
    delete from known_device
    where user_id = ${userId} and device_id is distinct from ${butDevice}::uuid`.execute(db);
}

async function userIdOf({ db }: ApiPorts, personId: string): Promise<string> {
  const account = db.selectFrom('account').select('user_id').where('person_id', '=', personId);
  return (await account.executeTakeFirstOrThrow()).user_id;
}

async function personIdOf({ db }: ApiPorts, userId: string): Promise<string | undefined> {
  const account = db.selectFrom('account').select('person_id').where('user_id', '=', userId);
  return (await account.executeTakeFirst())?.person_id;
}

const sealed = (seal: Buffer, personId: string, code: string): string =>
  createHmac('sha256', seal).update(`reset.${personId}.${code}`).digest('hex');
