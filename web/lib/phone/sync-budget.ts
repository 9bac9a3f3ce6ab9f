/**
 * What one sync may bring by itself where bytes cost money or patience. Own work, its answers and one's own
 * rows always travel; of the market as much comes as EDGE brings in five seconds, the newest first, and the
 * rest with the next syncs. Counted in rows, for that is what a phone can ask for.
 */
import type { ScopeChanges } from '#sync/wire';
import { connection, isDear } from './connection';

/**
 * 62 KB of rows at 62 bytes: what EDGE carries in the five seconds after connecting (240 kbit/s, 840 ms
 * there and back, TCP's slow start), at a row's mean size in a snapshot (`npm run bench`: 129,756 bytes,
 * 2,100 rows).
 */
export const DEAR_ROWS = 1_000;

/** Rows one sync may bring on the connection of this moment. */
export const mostRows = (dear = isDear(connection())): number => (dear ? DEAR_ROWS : Infinity);

/** Rows that came or went with these changes. */
export const rowsIn = (changes: readonly ScopeChanges[]): number =>
  changes.flatMap(({ tables, gone }) => [...gone, ...tables.flatMap(({ ids }) => ids)]).length;
