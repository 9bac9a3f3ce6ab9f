/** What people in office need to help others: find somebody, see their phones, see who is far behind. */
import { Hono } from 'hono';
import { sql } from 'kysely';

import { toE164 } from '#domain/phone-number';
import { facilitates, isDinas } from '#domain/rights';
import { isId } from '#sync/field';

import { devicesOf, revokeDevice } from '../account/devices';
import { phoneOf } from '../account/routes';
import { signedInOnly } from '../account/sessions';
import { userOf } from '../account/sign-in';
import { deviceOnly } from '../device/authenticate';
import type { ApiEnv, ApiPorts } from '../ports';
import { Problem } from '../problem';
import { readFields } from '../read-body';
import { factsOf, looksAfterAnybody, mayLookAfter } from './looking-after';
import { behindIn, putAside } from './behind';

export function peopleRoutes(ports: ApiPorts) {
  const { db, tries } = ports;
  return new Hono<ApiEnv>()
    .use(deviceOnly(ports), signedInOnly(ports))
    .get('/find', async (c) => {
      const actor = await factsOf(ports, c.get('device').personId);
      const owner = await ownsShop(ports, actor.personId);
      if (!looksAfterAnybody(actor) && !owner) throw new Problem('people.may_not_look');
      const phone = toE164(c.req.query('phone') ?? '');
      if (!phone) throw new Problem('phone.unreadable');
      // Counted always: whole numbers only, and not many, so that nobody reads out the village.
      await tries.take([['lookUp', actor.personId]]);
      const user = await userOf(ports, phone);
      const account = await db
        .selectFrom('account')
        .select('person_id')
        .where('user_id', '=', user?.id ?? '')
        .executeTakeFirst();
      if (!account) throw new Problem('person.unknown');
      const { personId, name, village, phoneVerified } = await factsOf(ports, account.person_id);
      return c.json({ personId, name, village, phoneVerified });
    })
    .get('/behind', async (c) => {
      const actor = await factsOf(ports, c.get('device').personId);
      const village = c.req.query('village') ?? '';
      if (!isDinas(actor) && !facilitates(actor, village)) throw new Problem('people.may_not_look');
      return c.json({ phones: await behindIn(db, village) });
    })
    .get('/quarantine', async (c) => {
      const actor = await factsOf(ports, c.get('device').personId);
      if (!isDinas(actor)) throw new Problem('people.may_not_look');
      return c.json({ entries: await putAside(db) });
    })
    .get('/:id', async (c) => {
      const { subject } = await lookedAfter(ports, c.get('device').personId, c.req.param('id'));
      const { personId, name, village, phoneVerified } = subject;
      const grants = await db
        .selectFrom('right_grant')
        .select([
          'id',
          'role',
          'village',
          sql<string>`coalesce(shop_id::text, '')`.as('shopId'),
          'status',
        ])
        .where('person_id', '=', personId)
        .orderBy('id')
        .execute();
      const phone = await phoneOf(ports, personId);
      const devices = await devicesOf(db, personId, c.get('device').id);
      return c.json({ personId, name, village, phone, phoneVerified, grants, devices });
    })
    .post('/:id/devices/:deviceId/revoke', async (c) => {
      await readFields(c.req.raw);
      const byPerson = c.get('device').personId;
      const { actor, subject } = await lookedAfter(ports, byPerson, c.req.param('id'));
      if (!isDinas(actor)) throw new Problem('people.may_not_look');
      const deviceId = c.req.param('deviceId');
      if (!isId(deviceId)) throw new Problem('device.unknown_here');
      await revokeDevice(ports, { personId: subject.personId, deviceId, byPerson });
      return c.json({ revoked: true });
    });
}

/** @throws Problem people.may_not_look, person.unknown (which only the Dinas is told) */
async function lookedAfter(ports: ApiPorts, actorId: string, subjectId: string) {
  if (!isId(subjectId)) throw new Problem('person.unknown');
  const [actor, subject] = await Promise.all([factsOf(ports, actorId), factsOf(ports, subjectId)]);
  if (!mayLookAfter(actor, subject)) throw new Problem('people.may_not_look');
  if (!subject.known) throw new Problem('person.unknown');
  return { actor, subject };
}

async function ownsShop({ db }: ApiPorts, personId: string): Promise<boolean> {
  const shop = db.selectFrom('shop').select('id').where('owner_id', '=', personId);
  return (await shop.executeTakeFirst()) !== undefined;
}
