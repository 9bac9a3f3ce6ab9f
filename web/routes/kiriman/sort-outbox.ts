/** The outbox as its page lays it out. */
import type { OutboxRow } from '$lib/phone/views';
import { needsPerson, waits } from '$lib/phone/what-waits';

export interface OutboxParts {
  /** Being sent first, then what waits: changes before pictures, as they travel. */
  readonly waiting: readonly OutboxRow[];
  /** Answered, and kept until the rows that say so have come too. */
  readonly arrived: readonly OutboxRow[];
  readonly needsYou: readonly OutboxRow[];
}

/** @param rows of the outbox, oldest first */
export function sortOutbox(rows: readonly OutboxRow[]): OutboxParts {
  const rank = (row: OutboxRow) =>
    (row.kind === 'photo' ? 2 : 0) + (row.state === 'sending' ? 0 : 1);
  return {
    waiting: rows.filter(waits).sort((a, b) => rank(a) - rank(b)),
    arrived: rows.filter(({ state }) => state === 'arrived'),
    needsYou: rows.filter(needsPerson),
  };
}
