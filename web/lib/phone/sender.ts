/**
 * Who carries one person's work to the others. Its code is a third of all there is and comes when the page
 * can be used: until then it takes wishes, and what is tapped is kept without it.
 */
import type { Registered } from './device';
import { pageAtRest } from './rest';
import type { Nudge } from './sync-loop';

export interface Sender {
  /** Something happened that makes trying worth while. */
  nudge(reason: Nudge): void;
  /** Registers this device if it is not known yet. */
  register(): Promise<Registered | null>;
  /** Header value of this device, or null. */
  device(): Promise<string | null>;
  /** A sign-in has been taken in: from now on this is who the device speaks for. */
  personIs(personId: string): void;
  /** Ends sending and waits for what is under way. */
  end(): Promise<void>;
}

const AGAIN_MS = 5_000;

/**
 * A sender that arrives when the page rests, or sooner if somebody waits for an answer of it. Fetched again
 * and again until the signal allows it.
 *
 * @param load its code
 * @param start makes it of that; not called any more once this has ended
 */
export function senderToCome<M>(load: () => Promise<M>, start: (code: M) => Sender): Sender {
  let ended = false;
  let begun: Sender | null = null;
  let hurry = (): void => undefined;
  const hurried = new Promise<void>((go) => {
    hurry = go;
  });
  const arriving = async (): Promise<Sender | null> => {
    await Promise.race([pageAtRest(), hurried]);
    while (!ended) {
      const code = await load().catch(() => null);
      if (code && !ended) return (begun = start(code));
      if (!ended) await new Promise((again) => setTimeout(again, AGAIN_MS));
    }
    return null;
  };
  const arrived = arriving();
  const soon = () => {
    hurry();
    return arrived;
  };
  return {
    nudge: (reason) => void arrived.then((sender) => sender?.nudge(reason)),
    register: async () => {
      const sender = await soon();
      return sender
        ? sender.register()
        : { ok: false, answer: { kind: 'no-signal', why: 'stopped' } };
    },
    device: async () => (await soon())?.device() ?? null,
    personIs: (personId) => void arrived.then((sender) => sender?.personIs(personId)),
    end: async () => {
      ended = true;
      await begun?.end();
    },
  };
}
