/** A phone's storage in plain maps: a write that throws leaves no trace, as on a real phone. */
import type { PhoneRow, PhoneState, PhoneStore, PhoneTx, Queued } from '../phone/store';
import type { RowName } from '../row';
import { rowsOfTable } from '../phone/settle';
import type { ScopeChanges } from '../wire';
import { LateCopy } from './late-copy';

/** The phone died: battery, killed tab, or a swipe. What was not committed is gone. */
export class PhoneCrash extends Error {}

/** What is on the disk. Never changed: a write that stands puts another in its place. */
interface Kept {
  readonly state: PhoneState;
  readonly rows: ReadonlyMap<RowName, PhoneRow>;
  readonly queue: ReadonlyMap<string, Queued>;
  readonly sent: ReadonlyMap<string, Queued>;
}

/** Everything a phone keeps, in the order in which it was made. */
export interface Inside {
  readonly state: PhoneState;
  readonly rows: readonly PhoneRow[];
  readonly queue: readonly Queued[];
  readonly sent: readonly Queued[];
}

export interface PublicRow {
  readonly position: number;
  readonly values: Record<string, unknown>;
}

interface Shared {
  readonly rows: Map<RowName, PublicRow>;
  readonly cursors: Map<string, string>;
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
  private shared: Shared = { rows: new Map(), cursors: new Map() };
  /** Somebody has an image of the public copy: what comes next is written into another one. */
  private imaged = false;
  private seen: { kept: Kept; inside: Inside } | null = null;
  /** Things written by the last transaction, whether it stood or not. */
  lastWrites = 0;

  /** @param beforeStep may throw at any step of any transaction: then nothing of it stands */
  constructor(
    state: PhoneState,
    private readonly beforeStep: () => void = () => undefined,
  ) {
    this.kept = { state, rows: new Map(), queue: new Map(), sent: new Map() };
  }

  write<T>(work: (tx: PhoneTx) => Promise<T>): Promise<T> {
    const run = this.tail.then(async () => {
      this.lastWrites = 0;
      const tx = new MemoryPhoneTx(this.kept, this.beforeStep, () => (this.lastWrites += 1));
      const result = await work(tx);
      this.beforeStep();
      this.kept = tx.done();
      return result;
    });
    this.tail = run.catch(() => undefined);
    return run;
  }

  publicCursor(scope: string): Promise<string> {
    return Promise.resolve(this.shared.cursors.get(scope) ?? '');
  }

  /** Every public row held here: another map whenever something was written after an image was taken. */
  get publicRows(): ReadonlyMap<RowName, PublicRow> {
    return this.shared.rows;
  }

  applyPublic(changes: ScopeChanges): Promise<void> {
    this.beforeStep();
    const { rows, cursors } = this.sharedToWrite();
    if (changes.fresh) {
      for (const [name, row] of rows) rows.set(name, { ...row, position: 0 });
    }
    for (const table of changes.tables) {
      for (const { name, position, base } of rowsOfTable(table)) {
        const held = rows.get(name);
        if (held && held.position > position) continue;
        rows.set(name, { position, values: base.values as Record<string, unknown> });
      }
    }
    for (const name of changes.gone) rows.delete(name);
    if (changes.complete) {
      for (const [name, row] of rows) if (row.position === 0) rows.delete(name);
    }
    cursors.set(changes.scope, changes.cursor);
    return Promise.resolve();
  }

  private sharedToWrite(): Shared {
    const { rows, cursors } = this.shared;
    if (this.imaged) this.shared = { rows: new Map(rows), cursors: new Map(cursors) };
    this.imaged = false;
    return this.shared;
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
    this.imaged = true;
    return this.shared;
  }

  restorePublic({ rows, cursors }: PublicImage): void {
    this.shared = { rows: new Map(rows), cursors: new Map(cursors) };
    this.imaged = false;
  }

  /** The whole phone a second time, as copying its storage to another one makes it. */
  clone(): MemoryPhoneStore {
    const twin = new MemoryPhoneStore(this.kept.state);
    twin.restore(this.image());
    return twin;
  }

  /** Everything, for the judge of a simulation: the same object until something is written. */
  inspect(): Inside {
    const { kept } = this;
    if (this.seen?.kept !== kept) {
      const { state, rows, queue, sent } = kept;
      const [waits, said] = [inOrder(queue.values()), inOrder(sent.values())];
      const inside = { state, rows: [...rows.values()], queue: waits, sent: said };
      this.seen = { kept, inside };
    }
    return this.seen.inside;
  }
}

class MemoryPhoneTx implements PhoneTx {
  private now: PhoneState;
  private readonly rows: LateCopy<PhoneRow>;
  private readonly queued: LateCopy<Queued>;
  private readonly sent: LateCopy<Queued>;

  constructor(
    private readonly before: Kept,
    private readonly beforeStep: () => void,
    private readonly wrote: () => void,
  ) {
    this.now = before.state;
    this.rows = new LateCopy(before.rows);
    this.queued = new LateCopy(before.queue);
    this.sent = new LateCopy(before.sent);
  }

  /** What is on the disk when this stands; the very same if nothing was written. */
  done(): Kept {
    const { before, now: state } = this;
    const [rows, queue, sent] = [this.rows.now, this.queued.now, this.sent.now];
    const same =
      state === before.state &&
      rows === before.rows &&
      queue === before.queue &&
      sent === before.sent;
    return same ? before : { state, rows, queue, sent };
  }

  async state(): Promise<PhoneState> {
    return this.step(this.now);
  }
  async saveState(state: PhoneState): Promise<void> {
    this.wrote();
    return this.step(void (this.now = state));
  }
  async row(name: RowName): Promise<PhoneRow | undefined> {
    return this.step(this.rows.now.get(name));
  }
  async saveRow(row: PhoneRow): Promise<void> {
    this.wrote();
    return this.step(void this.rows.mine.set(row.name, row));
  }
  async dropRow(name: RowName): Promise<void> {
    this.wrote();
    return this.step(void this.rows.mine.delete(name));
  }
  async rowsInScope(scope: string): Promise<PhoneRow[]> {
    return this.step([...this.rows.now.values()].filter((row) => row.scopes.includes(scope)));
  }
  async scopes(): Promise<string[]> {
    return this.step([...new Set([...this.rows.now.values()].flatMap((row) => row.scopes))]);
  }
  async queue(): Promise<Queued[]> {
    return this.step(inOrder(this.queued.now.values()));
  }
  async putQueued(queued: Queued): Promise<void> {
    this.wrote();
    return this.step(void this.queued.mine.set(keyOf(queued), queued));
  }
  async dropQueued(deviceEpoch: number, seq: number): Promise<void> {
    this.wrote();
    return this.step(void this.queued.mine.delete(keyOf({ deviceEpoch, seq })));
  }
  async keepSent(queued: Queued): Promise<void> {
    this.wrote();
    return this.step(void this.sent.mine.set(queued.entry.stamp, queued));
  }
  async sentAfter(stamp: string, limit: number): Promise<Queued[]> {
    const later = [...this.sent.now.keys()].filter((key) => key > stamp).sort();
    return this.step(later.slice(0, limit).map((key) => this.sent.now.get(key) as Queued));
  }
  async dropSent(stamp: string): Promise<void> {
    return this.step(void this.sent.mine.delete(stamp));
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
