/** A phone's storage in plain maps: a write that throws leaves no trace, as on a real phone. */
import type { PhoneRow, PhoneState, PhoneStore, PhoneTx, Queued } from '../phone/store';
import type { RowName } from '../row';
import { rowFromTable } from '../phone/settle';
import type { ScopeChanges } from '../wire';

/** The phone died: battery, killed tab, or a swipe. What was not committed is gone. */
export class PhoneCrash extends Error {}

interface Kept {
  state: PhoneState;
  rows: Map<RowName, PhoneRow>;
  queue: Map<string, Queued>;
  sent: Map<string, Queued>;
}

interface PublicRow {
  readonly position: number;
  readonly values: Record<string, unknown>;
}

export interface PublicImage {
  readonly rows: ReadonlyMap<RowName, PublicRow>;
  readonly cursors: ReadonlyMap<string, string>;
}

export interface PhoneImage {
  readonly kept: Kept;
  readonly shared: PublicImage;
}

export class MemoryPhoneStore implements PhoneStore {
  private kept: Kept;
  private tail: Promise<unknown> = Promise.resolve();
  readonly publicRows = new Map<RowName, PublicRow>();
  private readonly publicCursors = new Map<string, string>();

  /** @param beforeStep may throw at any step of any transaction: then nothing of it stands */
  constructor(
    state: PhoneState,
    private readonly beforeStep: () => void = () => undefined,
  ) {
    this.kept = { state, rows: new Map(), queue: new Map(), sent: new Map() };
  }

  write<T>(work: (tx: PhoneTx) => Promise<T>): Promise<T> {
    const run = this.tail.then(async () => {
      const draft: Kept = {
        state: this.kept.state,
        rows: new Map(this.kept.rows),
        queue: new Map(this.kept.queue),
        sent: new Map(this.kept.sent),
      };
      const result = await work(new MemoryPhoneTx(draft, this.beforeStep));
      this.beforeStep();
      this.kept = draft;
      return result;
    });
    this.tail = run.catch(() => undefined);
    return run;
  }

  publicCursor(scope: string): Promise<string> {
    return Promise.resolve(this.publicCursors.get(scope) ?? '');
  }

  applyPublic(changes: ScopeChanges): Promise<void> {
    this.beforeStep();
    if (changes.fresh) {
      for (const [name, row] of this.publicRows) this.publicRows.set(name, { ...row, position: 0 });
    }
    for (const table of changes.tables) {
      for (let index = 0; index < table.ids.length; index += 1) {
        const { name, position, base } = rowFromTable(table, index);
        const held = this.publicRows.get(name);
        if (held && held.position > position) continue;
        this.publicRows.set(name, { position, values: base.values as Record<string, unknown> });
      }
    }
    for (const name of changes.gone) this.publicRows.delete(name);
    if (changes.complete) {
      for (const [name, row] of this.publicRows)
        if (row.position === 0) this.publicRows.delete(name);
    }
    this.publicCursors.set(changes.scope, changes.cursor);
    return Promise.resolve();
  }

  /** How everything on this phone is now, as a backup of the whole phone would hold it. */
  image(): PhoneImage {
    return { kept: this.kept, shared: this.publicImage() };
  }

  /** The phone is as it was when the image was taken, of this phone or of another. */
  restore({ kept, shared }: PhoneImage): void {
    this.kept = kept;
    this.restorePublic(shared);
  }

  /** The public copy alone: it is written without waiting for the disk and may fall behind. */
  publicImage(): PublicImage {
    return { rows: new Map(this.publicRows), cursors: new Map(this.publicCursors) };
  }

  restorePublic({ rows, cursors }: PublicImage): void {
    this.publicRows.clear();
    this.publicCursors.clear();
    for (const [name, row] of rows) this.publicRows.set(name, row);
    for (const [scope, cursor] of cursors) this.publicCursors.set(scope, cursor);
  }

  /** The whole phone a second time, as copying its storage to another one makes it. */
  clone(): MemoryPhoneStore {
    const { state, rows, queue, sent } = this.kept;
    const twin = new MemoryPhoneStore(state);
    twin.kept = { state, rows: new Map(rows), queue: new Map(queue), sent: new Map(sent) };
    for (const [name, row] of this.publicRows) twin.publicRows.set(name, row);
    for (const [scope, cursor] of this.publicCursors) twin.publicCursors.set(scope, cursor);
    return twin;
  }

  /** Everything, for the judge of a simulation. */
  inspect(): { state: PhoneState; rows: PhoneRow[]; queue: Queued[]; sent: Queued[] } {
    return {
      state: this.kept.state,
      rows: [...this.kept.rows.values()],
      queue: inOrder(this.kept.queue.values()),
      sent: inOrder(this.kept.sent.values()),
    };
  }
}

class MemoryPhoneTx implements PhoneTx {
  constructor(
    private readonly kept: Kept,
    private readonly beforeStep: () => void,
  ) {}

  async state(): Promise<PhoneState> {
    return this.step(this.kept.state);
  }
  async saveState(state: PhoneState): Promise<void> {
    return this.step(void (this.kept.state = state));
  }
  async row(name: RowName): Promise<PhoneRow | undefined> {
    return this.step(this.kept.rows.get(name));
  }
  async saveRow(row: PhoneRow): Promise<void> {
    return this.step(void this.kept.rows.set(row.name, row));
  }
  async dropRow(name: RowName): Promise<void> {
    return this.step(void this.kept.rows.delete(name));
  }
  async rowsInScope(scope: string): Promise<PhoneRow[]> {
    return this.step([...this.kept.rows.values()].filter((row) => row.scopes.includes(scope)));
  }
  async scopes(): Promise<string[]> {
    return this.step([...new Set([...this.kept.rows.values()].flatMap((row) => row.scopes))]);
  }
  async queue(): Promise<Queued[]> {
    return this.step(inOrder(this.kept.queue.values()));
  }
  async putQueued(queued: Queued): Promise<void> {
    return this.step(void this.kept.queue.set(keyOf(queued), queued));
  }
  async dropQueued(deviceEpoch: number, seq: number): Promise<void> {
    return this.step(void this.kept.queue.delete(keyOf({ deviceEpoch, seq })));
  }
  async keepSent(queued: Queued): Promise<void> {
    return this.step(void this.kept.sent.set(queued.entry.stamp, queued));
  }
  async sentAfter(stamp: string, limit: number): Promise<Queued[]> {
    const later = [...this.kept.sent.keys()].filter((key) => key > stamp).sort();
    return this.step(later.slice(0, limit).map((key) => this.kept.sent.get(key) as Queued));
  }
  async dropSent(stamp: string): Promise<void> {
    return this.step(void this.kept.sent.delete(stamp));
  }

  private step<T>(value: T): Promise<T> {
    this.beforeStep();
    return Promise.resolve(value);
  }
}

const keyOf = ({ deviceEpoch, seq }: { deviceEpoch: number; seq: number }): string =>
  `${deviceEpoch}/${seq}`;

const inOrder = (queue: Iterable<Queued>): Queued[] =>
  [...queue].sort((a, b) => a.deviceEpoch - b.deviceEpoch || a.seq - b.seq);
