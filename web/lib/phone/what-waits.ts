/**
 * What waits on this phone, counted once for everybody who speaks of it: the bar, the number on Kiriman
 * and the list there say the same, a picture being a consignment like any other.
 */
import type { OutboxRow } from './views';

/** Not answered yet, and nobody is needed for it. */
export const waits = ({ state }: Pick<OutboxRow, 'state'>): boolean =>
  state === 'waiting' || state === 'sending';

/** A person has to look at it. */
export const needsPerson = ({ state }: Pick<OutboxRow, 'state'>): boolean => state === 'needs-you';
