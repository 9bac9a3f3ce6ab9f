/** One person leaves this phone; the others on it stay. */
import type { Context } from 'hono';

import type { ApiEnv, ApiPorts } from '../ports';
import { readFields } from '../read-body';
import { authFor, cookiesOf, sessionsOf } from './sessions';

/** Ends every session made for this device, also one whose cookie the browser has lost. */
export async function signOut(c: Context<ApiEnv>, ports: ApiPorts): Promise<Response> {
  await readFields(c.req.raw);
  const device = c.get('device');
  const auth = authFor(ports, c.req.raw);
  const { name, attributes } = (await auth.$context).authCookies.sessionToken;
  const others = (await sessionsOf(auth, c.req.raw))
    .filter(({ session }) => session.deviceId !== device.id)
    .map(({ session }) => `${name}_multi-${session.token.toLowerCase()}`);
  await ports.db.deleteFrom('auth_session').where('device_id', '=', device.id).execute();
  const secure = attributes.secure ? '; Secure' : '';
  for (const cookie of cookiesOf(c.req.raw).keys()) {
    if (!cookie.startsWith(`${name}_multi-`) || others.includes(cookie)) continue;
    const ended = `${cookie}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${secure}`;
    c.header('Set-Cookie', ended, { append: true });
  }
  return c.json({ signedOut: true });
}
