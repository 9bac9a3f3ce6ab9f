/**
 * Truth kept in plain maps: the same contract as PostgreSQL, small enough to run thousands of villages
 * a minute. One transaction at a time; a transaction that throws leaves no trace.
 */
import { type Row, type RowKey, rowName, type RowName } from '../row';
import type { Forgotten } from './forget';
import { MemoryTx, type People } from './memory-server-tx';
import { Draft, feedLine, padded, type Tables } from './memory-tables';
import {
  type Parked,
  type ScopePage,
  type ServerDevice,
  type ServerStore,
  type ServerTx,
  WorldMoved,
} from '../server/store';

/** What a backup of this server would hold. Nothing in it ever changes. */
export type Backup = Tables;

/** As in PostgreSQL. */
const TRIES = 6;

/** A failure that a real server would survive by trying again. */
export class ServerCrash extends Error {}

export class MemoryServerStore implements ServerStore {
  private tables: Tables = {
    devices: new Map(),
    outcomes: new Map(),
    rows: new Map(),
    feed: new Map(),
    quarantine: [],
    healed: new Map(),
    parked: new Map(),
    erased: new Set(),
    position: 0,
    nextId: 1,
  };
  private tail: Promise<unknown> = Promise.resolve();
  readonly people: People = new Map();
  epochId = 'epoch-1';
  private epochs = 1;

  epoch(): Promise<string> {
    return Promise.resolve(this.epochId);
  }

  transaction<T>(work: (tx: ServerTx) => Promise<T>): Promise<T> {
    const run = this.tail.then(() => this.tries(work));
    this.tail = run.catch(() => undefined);
    return run;
  }

  private async tries<T>(work: (tx: ServerTx) => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      try {
        const draft = new Draft(this.tables);
        draft.position += 1;
        const result = await work(new MemoryTx(draft, this.people));
        this.tables = draft.done();
        return result;
      } catch (failure) {
        if (tried >= TRIES || !(failure instanceof WorldMoved)) throw failure;
      }
    }
  }

  pull(scope: string, cursor: string, limit: number): Promise<ScopePage> {
    // As in PostgreSQL, a fresh start remembers when it began: what had left by then is nobody's news.
    const [after = '', began] = cursor.split('~');
    const fresh = cursor === '' ? this.tables.position : Number(began ?? -1);
    const lines = [...this.tables.feed.values()]
      .filter((line) => line.scope === scope && line.place > after)
      .filter((line) => !line.gone || line.position > fresh)
      .sort((a, b) => (a.place < b.place ? -1 : 1));
    const page = lines.slice(0, limit);
    const last = page.at(-1);
    const more = lines.length > page.length;
    // Nothing new: the phone keeps what it has. All of it: the cursor stands at this very moment.
    const here = `${padded(this.tables.position)}:z`;
    const begun = fresh >= 0 ? `~${fresh}` : '';
    const done = last || cursor === '' ? here : cursor;
    return Promise.resolve({
      rows: page
        .filter((line) => !line.gone)
        .map((line) => ({ row: this.tables.rows.get(line.name) as Row, position: line.position })),
      gone: page.filter((line) => line.gone).map(({ name }) => name),
      cursor: last && more ? last.place + begun : done,
      more,
    });
  }

  /** Whether the scope has at least so many changes after the cursor. */
  hasManyAfter(scope: string, cursor: string, many: number): boolean {
    const [after = ''] = cursor.split('~');
    let found = 0;
    for (const line of this.tables.feed.values())
      if (line.scope === scope && line.place > after) found += 1;
    return found >= many;
  }

  /** As in PostgreSQL every row moves to a position after all that this server ever gave. */
  beginEpoch(after: string, epochId = this.nextEpoch()): Promise<void> {
    if (after !== this.epochId) return Promise.resolve();
    const position = this.tables.position + 1;
    const feed = [...this.tables.feed].map(
      ([key, { scope, name, gone }]) => [key, feedLine(scope, name, position, gone)] as const,
    );
    const outcomes = [...this.tables.outcomes].map(([key, { hash, outcome }]) => {
      const moved = outcome?.position === undefined ? outcome : { ...outcome, position };
      return [key, { hash, outcome: moved }] as const;
    });
    this.tables = {
      ...this.tables,
      position,
      feed: new Map(feed),
      outcomes: new Map(outcomes),
    };
    this.epochId = epochId;
    return Promise.resolve();
  }

  private nextEpoch(): string {
    this.epochs += 1;
    return `${this.epochs}-epoch-${this.epochs}`;
  }

  parked(limit: number): Promise<readonly Parked[]> {
    const stamps = [...this.tables.parked.keys()].sort().slice(0, limit);
    return Promise.resolve(stamps.map((stamp) => this.tables.parked.get(stamp) as Parked));
  }

  /** What a backup of this server would hold. Nothing in it ever changes. */
  backup(): Backup {
    return this.tables;
  }

  /** The server is as it was at the backup, under a new epoch. */
  restore(backup: Backup, epochId?: string): void {
    this.putBack(backup);
    void this.beginEpoch(this.epochId, epochId);
  }

  /** The tables are as they were at the backup; its counters go on, and nothing says what happened. */
  putBack(backup: Backup): void {
    const { position, nextId } = this.tables;
    this.tables = { ...backup, position, nextId };
  }

  /** As a machine set back as a whole: nothing tells the server. */
  setBack(backup: Backup): void {
    this.tables = backup;
  }

  /** What a finished backup would note: everything taken so far is in it. */
  coverAll(): void {
    const devices = [...this.tables.devices].map(([id, device]) => {
      const covered = { epoch: device.epoch, seq: device.lastSeq };
      return [id, { ...device, covered }] as const;
    });
    this.tables = { ...this.tables, devices: new Map(devices) };
  }

  erase(...names: RowName[]): void {
    this.tables = { ...this.tables, erased: new Set([...this.tables.erased, ...names]) };
  }

  /** Somebody is forgotten, all of it at once: their rows, their phones, what waits by them or about them. */
  async forget({ personId, names, removed, changed }: Forgotten): Promise<void> {
    const draft = new Draft(this.tables);
    draft.position += 1;
    const tx = new MemoryTx(draft, this.people);
    for (const name of [...names, ...removed]) await tx.publish(keyOf(name), []);
    for (const name of removed) draft.rows.mine.delete(name);
    for (const { row, scopes } of changed) {
      draft.rows.mine.set(rowName(row), row);
      await tx.publish(row, scopes);
    }
    const theirs = new Set<string>();
    for (const [id, device] of draft.devices.now) {
      if (device.personId !== personId) continue;
      theirs.add(id);
      draft.devices.mine.set(id, { ...device, revoked: true });
    }
    const ids = names.map((name) => keyOf(name).id);
    const speaks = (waits: unknown) => ids.some((id) => JSON.stringify(waits).includes(id));
    for (const [stamp, { personId: by, offer }] of draft.parked.now)
      if (ids.includes(by) || speaks(offer)) draft.parked.mine.delete(stamp);
    draft.quarantine = draft.quarantine.filter(
      ({ deviceId, entry }) => !theirs.has(deviceId) && !speaks(entry),
    );
    this.tables = { ...draft.done(), erased: new Set([...this.tables.erased, ...names]) };
    this.people.delete(personId);
  }

  /** What phones that are cut off have left here. */
  quarantined(): readonly unknown[] {
    return this.tables.quarantine.map(({ entry }) => entry);
  }

  missingPhotos(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  isTransient(failure: unknown): boolean {
    return failure instanceof ServerCrash;
  }

  addDevice(device: ServerDevice): void {
    this.tables = {
      ...this.tables,
      devices: new Map(this.tables.devices).set(device.id, device),
    };
  }

  /** Everything, for the judge of a simulation. */
  allRows(): readonly Row[] {
    return [...this.tables.rows.values()];
  }
}

function keyOf(name: RowName): RowKey {
  const slash = name.indexOf('/');
  return { noun: name.slice(0, slash), id: name.slice(slash + 1) };
}
