/** The local lock as screens use it: set it, open it, turn it. */
import { phone } from './phone.svelte';

export type LockResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: 'lock.wrong' }
  | { readonly ok: false; readonly code: 'lock.wait'; readonly waitMs: number }
  | {
      readonly ok: false;
      readonly code:
        'pin.unfit' | 'phone.insecure' | 'phone.full' | 'phone.locked' | 'phone.broken';
    };

/** Two minutes for those who carry other people's business; others lock when they leave. */
const DUTY_AUTO_LOCK_MS = 120_000;

/**
 * Sets, changes or (with null) takes away the local PIN of the person whose turn it is.
 *
 * @param autoLockMs locks after this long without a touch; 0: when the app is closed or left to another
 */
export async function setLocalPin(
  pin: string | null,
  autoLockMs = defaultAutoLock(),
): Promise<LockResult> {
  const { setPin } = await import('./lock-keeper');
  return setPin(pin, autoLockMs);
}

/** Opens the screens of a person; switches to them first if somebody else is at the helm. */
export async function unlock(profileId: string, pin: string): Promise<LockResult> {
  const { openWithPin } = await import('./lock-keeper');
  return openWithPin(profileId, pin);
}

/** Hides this person's screens at once, in every tab. Nothing happens without a PIN. */
export async function lockNow(): Promise<void> {
  const hasPin = phone.people.some(
    ({ profileId, hasPin }) => profileId === phone.profileId && hasPin,
  );
  if (!hasPin) return;
  const { lockEverywhere } = await import('./heart');
  lockEverywhere();
}

const defaultAutoLock = (): number =>
  phone.me?.role === 'pendamping' || phone.me?.role === 'dinas' ? DUTY_AUTO_LOCK_MS : 0;
