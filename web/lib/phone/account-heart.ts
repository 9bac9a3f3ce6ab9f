/** The device side of joining an account: who is asking, and who the device speaks for afterwards. */
import type { Answer } from './air';
import { becomePerson } from './device';
import { heart } from './heart';
import { askWeighed } from './meter/tell-bytes';
import { changeProfile } from './profiles';
import type { Sender } from './sender';

/** Asks with this device's credential; registers the device first if nobody knows it yet. */
export async function askAsDevice(
  path: string,
  body?: unknown,
): Promise<Answer | 'phone.insecure'> {
  return askAs((await heart()).sender, path, body);
}

async function askAs(
  sender: Sender,
  path: string,
  body: unknown,
): Promise<Answer | 'phone.insecure'> {
  const known = await sender.device();
  if (known) {
    const answer = await askWeighed(path, { body, device: known });
    if (answer.kind !== 'refused' || answer.code !== 'device.unknown') return answer;
  }
  const registered = await sender.register();
  if (!registered) return 'phone.insecure';
  if (!registered.ok) return registered.answer;
  return askWeighed(path, { body, device: registered.device });
}

/** Sign-up, sign-in and reset: the person behind the device may be another one afterwards. */
export async function enterAs(path: string, body: unknown): Promise<Answer | 'phone.insecure'> {
  const { people, open, sender } = await heart();
  const answer = await askAs(sender, path, body);
  if (answer === 'phone.insecure' || answer.kind !== 'good') return answer;
  // Somebody else took the phone over meanwhile: nothing of theirs may change. Whose the device is now,
  // the one who signed in hears with the next answer of the server.
  if ((await heart()).open !== open) return answer;
  const { personId, name } = answer.body as { personId: string; name: string };
  const profile = await people.profiles.get(open.profileId);
  const { actor } = await open.store.write((tx) => tx.state());
  if (personId !== actor.personId) await becomePerson(open.store, actor.personId, personId);
  await open.store.write(async (tx) => {
    const state = await tx.state();
    await tx.saveState({ ...state, actor: { ...state.actor, hasAccount: true }, session: 'live' });
  });
  if (profile) await changeProfile(people, open.profileId, { personId, name });
  sender.personIs(personId);
  sender.nudge('signed-in');
  return answer;
}

/** The session has changed: let the loop find out what that means. */
export async function nudge(): Promise<void> {
  const { open, sender } = await heart();
  await open.store.write(async (tx) => {
    const state = await tx.state();
    if (state.session === 'live') await tx.saveState({ ...state, session: 'expired' });
  });
  sender.nudge('signed-in');
}
