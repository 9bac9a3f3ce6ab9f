/** What a person can do about a consignment that can't stand: try once more, or let it go. */
import type { Done } from './act';
import type { OutboxRow } from './views';

/** Says it again, over what the phone holds now. */
export async function tryAgain(row: OutboxRow): Promise<Done> {
  const { tryAgainNow } = await import('./outbox-heart');
  return tryAgainNow(row);
}

/** The person has read why and lets it go. It stays findable among the sent ones. */
export async function giveUp(row: OutboxRow): Promise<Done> {
  const { giveUpNow } = await import('./outbox-heart');
  return giveUpNow(row);
}

/** Tries to send at once, whatever the timer says. */
export async function sendNow(): Promise<void> {
  const { heart } = await import('./heart');
  const { sender } = await heart();
  sender.nudge('asked');
}
