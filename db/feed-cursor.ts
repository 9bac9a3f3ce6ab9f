/**
 * Where a phone stands in a scope, as text the phone only carries about:
 *
 *   ''                              it holds nothing
 *   <position>                      it has everything below the position
 *   <position>:<noun>:<id>          it has everything up to this very row: the page was full
 *   <position>:<noun>:<id>:<fresh>  likewise, and it began from nothing: rows that had left the scope
 *                                   before position <fresh> need not be mentioned to it
 */
import { isId } from '#sync/field';

export interface FeedCursor {
  /** Everything before (position, noun, rowId) has been delivered, and this row itself. */
  readonly position: number;
  readonly noun: string;
  readonly rowId: string;
  /**
   * Departures below this position are left out; null on the first page of a phone that holds nothing:
   * all of them.
   */
  readonly fresh: number | null;
}

/** Sorts before every row of its position. */
const NO_ROW = { noun: '', rowId: '00000000-0000-0000-0000-000000000000' };

/** Positions stay below 2^53 for as long as anybody lives: 15 digits are a thousand years of commits. */
const TEXT = /^(\d{1,15})(?::([a-zA-Z]{1,30}):([0-9a-f-]{36})(?::(\d{1,15}))?)?$/;

/** The phone holds nothing, or nothing that counts. */
export const FROM_THE_START: FeedCursor = { position: 0, ...NO_ROW, fresh: null };

/** Null for text that nobody here wrote. */
export function readCursor(text: string): FeedCursor | null {
  if (text === '') return FROM_THE_START;
  const [, position, noun, rowId, fresh] = TEXT.exec(text) ?? [];
  if (position === undefined) return null;
  if (noun === undefined) return below(Number(position));
  if (!isId(rowId)) return null;
  return { position: Number(position), noun, rowId, fresh: Number(fresh ?? 0) };
}

/** Everything below the position has been delivered. */
export function below(position: number): FeedCursor {
  return { position, ...NO_ROW, fresh: 0 };
}

export function writeCursor({ position, noun, rowId, fresh }: FeedCursor): string {
  if (noun === '') return String(position);
  const text = `${position}:${noun}:${rowId}`;
  return fresh ? `${text}:${fresh}` : text;
}
