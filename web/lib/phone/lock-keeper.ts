/** Behind the local lock: the hash of the PIN, the count of wrong tries, whose turn it becomes. */
import type { LocalPin, PeopleDb, Profile } from './db/people-db';
import { surviving } from './db/survive';
import { heart, takeTurn } from './heart';
import type { LockResult } from './lock';
import { unlockScreens } from './lock-watch';
import { phone } from './phone.svelte';
import {
  afterRightTry,
  afterWrongTry,
  hashPin,
  hexOf,
  isPin,
  PIN_ITERATIONS,
  waitLeftMs,
} from './pin-hash';
import { changeProfile } from './profiles';

export async function setPin(pin: string | null, autoLockMs: number): Promise<LockResult> {
  const { people } = await heart();
  if (phone.state === 'locked') return { ok: false, code: 'phone.locked' };
  if (pin === null) {
    await changeProfile(people, phone.profileId, { pin: null });
    return { ok: true };
  }
  if (!isPin(pin)) return { ok: false, code: 'pin.unfit' };
  const subtle = subtleOrNull();
  if (!subtle) return { ok: false, code: 'phone.insecure' };
  const saltHex = hexOf(crypto.getRandomValues(new Uint8Array(16)));
  const hashHex = await hashPin(pin, saltHex, PIN_ITERATIONS, subtle);
  const kept: LocalPin = {
    saltHex,
    hashHex,
    iterations: PIN_ITERATIONS,
    wrongTries: 0,
    waitUntilMs: 0,
    autoLockMs,
  };
  await changeProfile(people, phone.profileId, { pin: kept });
  return { ok: true };
}

export async function openWithPin(profileId: string, pin: string): Promise<LockResult> {
  const { people } = await heart();
  const profile = await surviving(() => people.profiles.get(profileId));
  if (!profile) return { ok: false, code: 'lock.wrong' };
  if (profile.pin) {
    const tried = await tryPin(people, profile, profile.pin, pin);
    if (!tried.ok) return tried;
  }
  if (profileId !== phone.profileId) await takeTurn(profileId);
  unlockScreens(profileId);
  return { ok: true };
}

async function tryPin(
  people: PeopleDb,
  profile: Profile,
  kept: LocalPin,
  pin: string,
): Promise<LockResult> {
  const waitMs = waitLeftMs(kept, Date.now());
  if (waitMs > 0) return { ok: false, code: 'lock.wait', waitMs };
  const subtle = subtleOrNull();
  if (!subtle) return { ok: false, code: 'phone.insecure' };
  // Security: counted before it is checked, so that ending the app in between wins no free try.
  const counted = afterWrongTry(kept, Date.now());
  await changeProfile(people, profile.profileId, { pin: counted });
  if ((await hashPin(pin, kept.saltHex, kept.iterations, subtle)) !== kept.hashHex) {
    return { ok: false, code: 'lock.wrong' };
  }
  await changeProfile(people, profile.profileId, { pin: afterRightTry(kept) });
  return { ok: true };
}

const subtleOrNull = (): SubtleCrypto | null =>
  (globalThis.crypto?.subtle as SubtleCrypto | undefined) ?? null;
