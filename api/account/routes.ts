/** Everything a person does about their own account. */
import { Hono } from 'hono';

import { isId } from '#sync/field';

import { deviceOnly } from '../device/authenticate';
import { factsOf } from '../people/looking-after';
import type { ApiEnv, ApiPorts } from '../ports';
import { Problem } from '../problem';
import { readFields } from '../read-body';
import { devicesOf, revokeDevice } from './devices';
import { changePin, makeResetCode, resetPin } from './pin-change';
import { securityLogOf } from './security-log';
import { signedInOnly, standingOf } from './sessions';
import { signIn } from './sign-in';
import { signOut } from './sign-out';
import { signUp } from './sign-up';

export function accountRoutes(ports: ApiPorts) {
  const signedIn = signedInOnly(ports);
  return new Hono<ApiEnv>()
    .use(deviceOnly(ports))
    .get('/', async (c) => {
      const device = c.get('device');
      const { personId } = device;
      const { state } = await standingOf(ports, c.req.raw, device);
      const facts = await factsOf(ports, personId);
      // Security: a phone whose session ended keeps what it holds and learns nothing new.
      const open = state !== 'expired';
      return c.json({
        personId,
        name: open ? facts.name : '',
        village: open ? facts.village : '',
        phone: state === 'live' ? await phoneOf(ports, personId) : '',
        hasAccount: facts.hasAccount,
        session: state,
      });
    })
    .post('/sign-up', (c) => signUp(c, ports))
    .post('/sign-in', (c) => signIn(c, ports))
    .post('/sign-out', (c) => signOut(c, ports))
    .post('/reset', (c) => resetPin(c, ports))
    .post('/reset-code', signedIn, (c) => makeResetCode(c, ports))
    .post('/change-pin', signedIn, (c) => changePin(c, ports))
    .get('/security-log', signedIn, async (c) =>
      c.json({ events: await securityLogOf(ports.db, c.get('device').personId) }),
    )
    .get('/devices', signedIn, async (c) => {
      const { id, personId } = c.get('device');
      return c.json({ devices: await devicesOf(ports.db, personId, id) });
    })
    .post('/devices/:id/revoke', signedIn, async (c) => {
      await readFields(c.req.raw);
      const { personId } = c.get('device');
      const deviceId = c.req.param('id');
      if (!isId(deviceId)) throw new Problem('device.unknown_here');
      await revokeDevice(ports, { personId, deviceId, byPerson: personId });
      return c.json({ revoked: true });
    });
}

/** The number a person signs in with, E.164; empty without an account. */
export async function phoneOf({ db }: ApiPorts, personId: string): Promise<string> {
  const user = await db
    .selectFrom('account as a')
    .innerJoin('auth_user as u', 'u.id', 'a.user_id')
    .select('u.username')
    .where('a.person_id', '=', personId)
    .executeTakeFirst();
  return user?.username ?? '';
}
