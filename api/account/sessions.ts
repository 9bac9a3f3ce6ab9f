/**
 * Is this person signed in on this phone? Cookies of several people arrive together; the one that
 * counts belongs to the device's person and was made for this very device.
 */
import { createMiddleware } from 'hono/factory';

import type { DeviceIdentity } from '../device/authenticate';
import type { ApiEnv, ApiPorts } from '../ports';
import { Problem } from '../problem';
import { isSecure } from '../same-origin';
import { type Auth, ROLL_AFTER_MS, SESSION_SECONDS } from './auth';

export type SessionState = 'none' | 'live' | 'expired';

interface Standing {
  /** `none`: a guest, nobody to be signed in. `expired`: an account without a session here. */
  readonly state: SessionState;
  /** The user of the sign-in library; empty for guests. */
  readonly userId: string;
  /** Set-Cookie lines the answer has to carry: a session that is used lives on. */
  readonly setCookies: readonly string[];
}

export const authFor = (ports: ApiPorts, request: Request): Auth =>
  isSecure(request, ports.originRule) ? ports.auth.secure : ports.auth.plain;

export async function standingOf(
  ports: ApiPorts,
  request: Request,
  device: DeviceIdentity,
): Promise<Standing> {
  const account = await ports.db
    .selectFrom('account')
    .select('user_id')
    .where('person_id', '=', device.personId)
    .executeTakeFirst();
  if (!account) return { state: 'none', userId: '', setCookies: [] };
  const userId = account.user_id;
  const auth = authFor(ports, request);
  const sessions = device.sessionToken
    ? await sessionOfToken(auth, device.sessionToken, ports.nowMs())
    : await sessionsOf(auth, request);
  const found = sessions.find(
    ({ session }) => session.userId === userId && session.deviceId === device.id,
  );
  if (!found) return { state: 'expired', userId, setCookies: [] };
  const setCookies = await roll(ports, auth, request, found.session);
  return { state: 'live', userId, setCookies };
}

/** Every live session among the request's cookies, one for each person. */
export async function sessionsOf(auth: Auth, request: Request) {
  const cookie = request.headers.get('cookie');
  if (!cookie) return [];
  const sessions = await auth.api.listDeviceSessions({ headers: new Headers({ cookie }) });
  // The field is declared in auth.ts; the library's types do not carry it through the plugin.
  return sessions.map(({ session }) => ({
    session: session as typeof session & { deviceId?: string },
  }));
}

/**
 * The session of a client that keeps no cookies (Node, never a browser: there the token lies in a cookie
 * that no script can read). It shows the token without the cookie's seal.
 *
 * Security: the seal keeps tokens read from a stolen database from being of use; here the device's own
 * credential does, of which the database holds only the hash, and without which we are never asked.
 */
async function sessionOfToken(auth: Auth, token: string, nowMs: number) {
  const { internalAdapter } = await auth.$context;
  const found = await internalAdapter.findSession(token);
  if (!found || found.session.expiresAt.getTime() < nowMs) return [];
  return [{ session: found.session as typeof found.session & { deviceId?: string } }];
}

/** A session that was used today lasts from today. The signed value stays; only its time moves. */
async function roll(
  ports: ApiPorts,
  auth: Auth,
  request: Request,
  session: { token: string; updatedAt: Date },
): Promise<string[]> {
  if (ports.nowMs() - session.updatedAt.getTime() < ROLL_AFTER_MS) return [];
  const context = await auth.$context;
  await context.internalAdapter.updateSession(session.token, {
    expiresAt: new Date(ports.nowMs() + SESSION_SECONDS * 1000),
    updatedAt: new Date(ports.nowMs()),
  });
  const { name, attributes } = context.authCookies.sessionToken;
  const cookieName = `${name}_multi-${session.token.toLowerCase()}`;
  const value = cookiesOf(request).get(cookieName);
  if (value === undefined) return [];
  const secure = attributes.secure ? '; Secure' : '';
  return [
    `${cookieName}=${value}; Max-Age=${SESSION_SECONDS}; Path=/; HttpOnly; SameSite=Lax${secure}`,
  ];
}

/** Raw values by name, as the browser sent them. */
export function cookiesOf(request: Request): Map<string, string> {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((part) => {
    const at = part.indexOf('=');
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const;
  });
  return new Map(pairs.filter(([name]) => name !== ''));
}

/**
 * Lets guests through, and people with an account while they are signed in here: a phone whose session
 * was ended (a lost one, after a new PIN) sends and sees nothing until somebody signs in on it.
 *
 * @throws Problem session.expired
 */
export async function assertNotEnded(
  ports: ApiPorts,
  request: Request,
  device: DeviceIdentity,
): Promise<void> {
  const { state } = await standingOf(ports, request, device);
  if (state === 'expired') throw new Problem('session.expired');
}

/**
 * Lets only people through who are signed in here. Runs behind deviceOnly().
 *
 * @throws Problem session.expired, also for guests
 */
export const signedInOnly = (ports: ApiPorts) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const { state, setCookies } = await standingOf(ports, c.req.raw, c.get('device'));
    if (state !== 'live') throw new Problem('session.expired');
    await next();
    for (const line of setCookies) c.header('Set-Cookie', line, { append: true });
  });
