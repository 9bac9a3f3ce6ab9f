/**
 * Joining an account to the person who is already here. Signing in needs a signal once; after that the
 * app opens and works without one for weeks.
 */
import type { Answer } from './air';
import { whileBusy } from './calm';

export type Refused = {
  readonly ok: false;
  /** A code of docs/api.md, or `phone.no_signal`, `phone.insecure`, `phone.busy`. */
  readonly code: string;
  /** How long to wait before the next try, where the other side said so. ms. */
  readonly retryAfterMs?: number;
};
/** `adopted`: drafts made here before signing in now belong to the account. */
export type SignedIn =
  { readonly ok: true; readonly name: string; readonly adopted: boolean } | Refused;
export type CallResult<T> = { readonly ok: true; readonly answer: T } | Refused;

export const signUp = (said: {
  phone: string;
  pin: string;
  name: string;
  village: string;
}): Promise<SignedIn> => enter('/api/account/sign-up', said);

export const signIn = (said: { phone: string; pin: string }): Promise<SignedIn> =>
  enter('/api/account/sign-in', said);

/** With the one-time code a facilitator or the Dinas has given face to face. */
export const resetPin = (said: {
  phone: string;
  code: string;
  newPin: string;
}): Promise<SignedIn> => enter('/api/account/reset', said);

/** Ends this person's session on this phone. What was drafted and what waits stays here, safe. */
export async function signOut(): Promise<CallResult<{ signedOut: true }>> {
  const result = await accountCall<{ signedOut: true }>('/api/account/sign-out', {});
  if (!result.ok) return result;
  await (await accountHeart())?.nudge();
  return result;
}

/** Any other route of docs/api.md that needs this device (and, where it says so, the session). */
export async function accountCall<T>(path: string, body?: unknown): Promise<CallResult<T>> {
  const far = await accountHeart();
  return far
    ? readAnswer<T>(await far.askAsDevice(path, body))
    : { ok: false, code: 'phone.no_signal' };
}

/** Null when this part of the app has never arrived here and there is no signal to fetch it. */
const accountHeart = () => import('./account-heart').catch(() => null);

async function enter(path: string, body: Readonly<Record<string, string>>): Promise<SignedIn> {
  const far = await accountHeart();
  if (!far) return { ok: false, code: 'phone.no_signal' };
  const result = readAnswer<{ name: string; adopted?: boolean }>(
    await whileBusy(() => far.enterAs(path, body)),
  );
  if (!result.ok) return result;
  return { ok: true, name: result.answer.name, adopted: result.answer.adopted === true };
}

function readAnswer<T>(answer: Answer | 'phone.insecure'): CallResult<T> {
  if (answer === 'phone.insecure') return { ok: false, code: 'phone.insecure' };
  switch (answer.kind) {
    case 'good':
      return { ok: true, answer: answer.body as T };
    case 'refused':
      return { ok: false, code: answer.code || 'phone.busy' };
    case 'busy':
      return { ok: false, code: answer.code || 'phone.busy', retryAfterMs: answer.retryAfterMs };
    case 'no-signal':
      return { ok: false, code: 'phone.no_signal' };
  }
}
