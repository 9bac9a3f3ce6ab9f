/** A phone introduces itself: this key is mine, this person speaks through me. */
import { Hono } from 'hono';
import { sql } from 'kysely';

import type { Db } from '#db/connect';
import { isId } from '#sync/field';

import { clientAddress } from '../client-address';
import type { ApiEnv, ApiPorts } from '../ports';
import { Problem } from '../problem';
import { readFields } from '../read-body';
import { makeCredential } from './credential';
import { labelOf } from './label';
import { isFreshNonce, makeNonce } from './nonce';
import { type DeviceKey, proofText, provesPossession, readDeviceKey, sameKey } from './proof';

interface Registration {
  readonly deviceId: string;
  readonly personId: string;
  readonly key: DeviceKey;
}

export function deviceRoutes(ports: ApiPorts) {
  const { db, seal, nowMs, tries, originRule } = ports;
  return new Hono<ApiEnv>()
    .get('/nonce', (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json(makeNonce(seal, nowMs()));
    })
    .post('/', async (c) => {
      const registration = readRegistration(await readFields(c.req.raw), seal, nowMs());
      await tries.take([['registration', clientAddress(c, originRule)]]);
      const { credential, hash } = makeCredential();
      const personId = await register(db, registration, hash);
      await db
        .insertInto('device_label')
        .values({ device_id: registration.deviceId, label: labelOf(c.req.header('user-agent')) })
        .onConflict((known) =>
          known.column('device_id').doUpdateSet((e) => ({ label: e.ref('excluded.label') })),
        )
        .execute();
      c.header('Cache-Control', 'no-store');
      return c.json({ credential, personId });
    });
}

/** @throws Problem request.wrong_shape, device.nonce_stale, device.proof_wrong */
function readRegistration(
  fields: Readonly<Record<string, unknown>>,
  seal: Buffer,
  nowMs: number,
): Registration {
  const { deviceId, personId, publicKey, nonce, proof } = fields;
  const key = readDeviceKey(publicKey);
  if (!isId(deviceId) || !isId(personId) || !key) throw new Problem('request.wrong_shape');
  if (typeof nonce !== 'string' || typeof proof !== 'string')
    throw new Problem('request.wrong_shape');
  if (!isFreshNonce(seal, nonce, nowMs)) throw new Problem('device.nonce_stale');
  if (!provesPossession(key, proofText(nonce, deviceId, personId), proof)) {
    throw new Problem('device.proof_wrong');
  }
  return { deviceId, personId, key };
}

/**
 * A new device, or a known one whose phone lost the answer. Returns the person it speaks for.
 *
 * Security: a person id is no secret, so it can be claimed only once and only while nothing stands
 * behind it. Whoever comes second proves who they are by signing in.
 */
async function register(db: Db, { deviceId, personId, key }: Registration, hash: string) {
  return db.transaction().execute(async (tx) => {
    const known = await tx
      .selectFrom('device')
      .select(['person_id', 'public_key', 'revoked_at'])
      .where('id', '=', deviceId)
      .forUpdate()
      .executeTakeFirst();
    if (known) {
      const same = known.public_key && sameKey(known.public_key as unknown as DeviceKey, key);
      if (!same) throw new Problem('device.id_taken');
      await tx
        .updateTable('device')
        .set({ credential_hash: hash })
        .where('id', '=', deviceId)
        .execute();
      return known.person_id;
    }
    // Two phones that claim one person at the same moment: the second waits and then sees the first.
    await sql`select pg_advisory_xact_lock(hashtextextended(${personId}, 0))`.execute(tx);
    if (await isSomebody(tx, personId)) throw new Problem('device.person_taken');
    const made = await tx
      .insertInto('device')
      .values({
        id: deviceId,
        node: deviceId.slice(-12),
        person_id: personId,
        public_key: { ...key },
        credential_hash: hash,
        revoked_at: null,
        last_seen_at: null,
      })
      .onConflict((taken) => taken.doNothing())
      .executeTakeFirst();
    if (!made.numInsertedOrUpdatedRows) throw new Problem('device.id_taken');
    return personId;
  });
}

async function isSomebody(db: Db, personId: string): Promise<boolean> {
  const { taken } = await db
    .selectNoFrom((e) =>
      e
        .or([
          e.exists(e.selectFrom('device').select('id').where('person_id', '=', personId)),
          e.exists(e.selectFrom('account').select('person_id').where('person_id', '=', personId)),
          e.exists(e.selectFrom('person').select('id').where('id', '=', personId)),
          e.exists(e.selectFrom('shop').select('id').where('owner_id', '=', personId)),
        ])
        .as('taken'),
    )
    .executeTakeFirstOrThrow();
  return Boolean(taken);
}
