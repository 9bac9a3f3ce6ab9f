/**
 * How far each phone had read, and when it was told so. A disk that is set back brings its counters along, and
 * whoever stands further than they do shows it. The rings can't turn counters back (PostgreSQL's transactions
 * only go on), so it is written down here which cursors were given out after the moment that came back.
 */
import type { History } from './history';

export class Cursors {
  /** History's age when each was first told to a phone. */
  private readonly told = new Map<string, number>();
  /** The same when a snapshot was made: its cursor is as old, whenever it is told. */
  private readonly made = new Map<string, number>();
  private readonly ahead = new Set<string>();

  /** @param cursor as the store writes it */
  tell(deviceId: string, scope: string, cursor: string, { age }: History): void {
    const key = `${deviceId} ${scope} ${cursor}`;
    if (this.told.has(key)) return;
    this.told.set(key, Math.min(age, this.made.get(cursor) ?? age));
  }

  snapshotMade(cursor: string, { age }: History): void {
    this.made.set(cursor, age);
  }

  /** @param age of the history at the moment that has come back */
  setBackTo(age: number): void {
    for (const [key, when] of this.told) if (when > age) this.ahead.add(key);
  }

  isAhead(deviceId: string, scope: string, cursor: string): boolean {
    return this.ahead.has(`${deviceId} ${scope} ${cursor}`);
  }

  /** Those of an earlier epoch mean nothing any more. */
  epochBegins(): void {
    this.told.clear();
    this.ahead.clear();
  }
}
