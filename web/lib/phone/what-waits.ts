/**
 * What waits on this phone, counted once for everybody who speaks of it: the bar, the number on Kiriman
 * and the list there say the same, a picture being a consignment like any other.
 */
import type { OutboxRow } from './views';

const waits = ({ state }: Pick<OutboxRow, 'state'>): boolean =>
  state === 'waiting' || state === 'sending';

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
    needsYou: rows.filter(({ state }) => state === 'needs-you'),
  };
}
