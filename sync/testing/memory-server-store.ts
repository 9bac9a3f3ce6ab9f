/**
 * Truth kept in plain maps: the same contract as PostgreSQL, small enough to run thousands of villages
 * a minute. One transaction at a time; a transaction that throws leaves no trace.
 */
import { createHash } from 'node:crypto';
import type { Right, Sought } from '../action';
import type { Outcome } from '../entry';
import { conflict, type ConflictValues } from '../questions';
import { type Row, type RowKey, rowName, type RowName } from '../row';
import type { Forgotten } from './forget';
import { isSought } from './memory-sought';
import { Draft, feedLine, type FeedLine, padded, type Tables } from './memory-tables';
import {
  DuplicateRow,
  type Healed,
  type Parked,
  type PersonFacts,
  type ScopePage,
  type ServerDevice,
  type ServerStore,
  type ServerTx,
  type StoredOutcome,
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
  readonly people = new Map<string, { facts: Omit<PersonFacts, 'ownedShopIds'>; name: string }>();
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

class MemoryTx implements ServerTx {
  constructor(
    private readonly tables: Draft,
    private readonly people: MemoryServerStore['people'],
  ) {}

  async position(): Promise<number> {
    return this.step(this.tables.position);
  }
  async lockDevice(deviceId: string): Promise<ServerDevice | undefined> {
    return this.step(this.tables.devices.now.get(deviceId));
  }
  async saveDevice(device: ServerDevice): Promise<void> {
    return this.step(void this.tables.devices.mine.set(device.id, device));
  }
  async outcome(deviceId: string, epoch: number, seq: number): Promise<StoredOutcome | undefined> {
    return this.step(this.tables.outcomes.now.get(`${deviceId} ${epoch} ${seq}`));
  }
  async saveOutcome(id: string, epoch: number, hash: string, outcome: Outcome): Promise<void> {
    const key = `${id} ${epoch} ${outcome.seq}`;
    if (this.tables.outcomes.now.has(key)) throw new DuplicateRow(key);
    return this.step(void this.tables.outcomes.mine.set(key, { hash, outcome }));
  }
  async forgetOutcomes(id: string, epoch: number, acked: number): Promise<void> {
    for (let seq = acked; seq > 0; seq -= 1) {
      const key = `${id} ${epoch} ${seq}`;
      const stored = this.tables.outcomes.now.get(key);
      if (!stored?.outcome) break;
      this.tables.outcomes.mine.set(key, { ...stored, outcome: null });
    }
    return this.step(undefined);
  }
  async quarantine(deviceId: string, deviceEpoch: number, entry: unknown): Promise<void> {
    return this.step(
      void (this.tables.quarantine = [...this.tables.quarantine, { deviceId, deviceEpoch, entry }]),
    );
  }
  async healed(stamps: readonly string[]): Promise<ReadonlyMap<string, Healed>> {
    const found = stamps.flatMap((stamp) => {
      const healed = this.tables.healed.now.get(stamp);
      return healed ? [[stamp, healed] as const] : [];
    });
    return this.step(new Map(found));
  }
  async healedAbout(names: readonly RowName[]): Promise<ReadonlyMap<string, Healed>> {
    const about = [...this.tables.healed.now].filter(([, { bases }]) =>
      names.some((n) => bases[n]),
    );
    return this.step(new Map(about));
  }
  async saveHealed(stamp: string, healed: Healed): Promise<void> {
    return this.step(void this.tables.healed.mine.set(stamp, healed));
  }
  async park(parked: Parked): Promise<void> {
    return this.step(void this.tables.parked.mine.set(parked.offer.entry.stamp, parked));
  }
  async unpark(stamp: string): Promise<boolean> {
    return this.step(this.tables.parked.mine.delete(stamp));
  }
  async anyErased(keys: readonly RowKey[]): Promise<boolean> {
    return this.step(keys.some((key) => this.tables.erased.has(rowName(key))));
  }
  async person(personId: string): Promise<PersonFacts> {
    const person = this.people.get(personId);
    const ownedShopIds: string[] = [];
    for (const row of this.tables.rows.now.values())
      if (row.noun === 'shop' && ownerOf(row) === personId) ownedShopIds.push(row.id);
    const given = person?.facts.rights ?? [];
    const rights = [...given, ...grantedTo(personId, this.tables.rows.now.values())];
    return this.step({ hasAccount: person?.facts.hasAccount ?? false, rights, ownedShopIds });
  }
  async nameOf(personId: string): Promise<string> {
    const row = this.tables.rows.now.get(`person/${personId}`);
    const named = (row?.values as { name?: string } | undefined)?.name;
    return this.step(named ?? this.people.get(personId)?.name ?? '');
  }
  async lockRows(keys: readonly RowKey[]): Promise<Row[]> {
    const rows = keys.map((key) => this.tables.rows.now.get(rowName(key)));
    return this.step(rows.filter((row) => row !== undefined));
  }
  async insertRow(row: Row): Promise<void> {
    if (this.tables.rows.now.has(rowName(row)) || this.isCalledAlready(row))
      throw new DuplicateRow(rowName(row));
    return this.step(void this.tables.rows.mine.set(rowName(row), row));
  }
  /** What everybody calls an order names no other one. */
  private isCalledAlready(row: Row): boolean {
    if (row.noun !== 'order') return false;
    for (const other of this.tables.rows.now.values())
      if (other.noun === 'order' && calledNumber(other) === calledNumber(row)) return true;
    return false;
  }
  async updateRow(row: Row): Promise<void> {
    return this.step(void this.tables.rows.mine.set(rowName(row), row));
  }
  async openQuestion(noun: string, rowId: string, field: string): Promise<Row | undefined> {
    for (const row of this.tables.rows.now.values()) {
      if (row.noun !== conflict.noun) continue;
      const values = row.values as ConflictValues;
      const same = values.noun === noun && values.rowId === rowId && values.field === field;
      if (same && values.status === 'open') return this.step(row);
    }
    return this.step(undefined);
  }
  async publish(key: RowKey, scopes: readonly string[]): Promise<void> {
    const name = rowName(key);
    const { position } = this.tables;
    const feed = this.tables.feed.mine;
    for (const [id, line] of feed) {
      if (line.name === name && !scopes.includes(line.scope) && !line.gone) {
        feed.set(id, feedLine(line.scope, name, position, true));
      }
    }
    for (const scope of scopes)
      feed.set(`${scope} ${name}`, feedLine(scope, name, position, false));
    return this.step(undefined);
  }
  async moveScopes(key: RowKey, scopes: readonly string[]): Promise<void> {
    const name = rowName(key);
    const held: FeedLine[] = [];
    for (const line of this.tables.feed.now.values())
      if (line.name === name && !line.gone) held.push(line);
    const moves =
      held.length !== scopes.length || held.some(({ scope }) => !scopes.includes(scope));
    const stays = new Map(held.map((line) => [line.scope, line]));
    if (moves) await this.publish(key, scopes);
    for (const [scope, line] of stays)
      if (scopes.includes(scope)) this.tables.feed.mine.set(`${scope} ${line.name}`, line);
    return this.step(undefined);
  }
  async readRow(key: RowKey): Promise<Row | undefined> {
    return this.step(this.tables.rows.now.get(rowName(key)));
  }
  async followers(noun: string, field: string, id: string): Promise<Row[]> {
    const found: Row[] = [];
    for (const row of this.tables.rows.now.values())
      if (row.noun === noun && (row.values as Record<string, unknown>)[field] === id)
        found.push(row);
    return this.step(found.sort((a, b) => (a.id < b.id ? -1 : 1)));
  }
  async find(noun: string, sought: Sought, limit: number): Promise<string[]> {
    const found: string[] = [];
    for (const row of this.tables.rows.now.values())
      if (row.noun === noun && isSought(row, sought)) found.push(row.id);
    return this.step(found.sort().slice(0, limit));
  }
  async count(noun: string, sought: Sought): Promise<number> {
    return (await this.find(noun, sought, Infinity)).length;
  }
  newId(): string {
    const id = this.tables.nextId;
    this.tables.nextId += 1;
    return `00000000-0000-7000-8000-${String(id).padStart(12, '0')}`;
  }

  idFor(words: string): string {
    const bytes = createHash('sha256').update(words, 'utf8').digest().subarray(0, 16);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  private step<T>(value: T): Promise<T> {
    return Promise.resolve(value);
  }
}

/** Rights are rows of the village too, once somebody has given them. */
function grantedTo(personId: string, rows: Iterable<Row>): Right[] {
  const active: Row[] = [];
  for (const row of rows) {
    if (row.noun !== 'grant') continue;
    const { personId: to, status } = row.values as Record<string, unknown>;
    if (to === personId && status === 'active') active.push(row);
  }
  return active
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ values }) => {
      const { role, village, shopId } = values as unknown as Right;
      return { role, village, shopId };
    });
}

function keyOf(name: RowName): RowKey {
  const slash = name.indexOf('/');
  return { noun: name.slice(0, slash), id: name.slice(slash + 1) };
}

const ownerOf = (row: Row): unknown => (row.values as Record<string, unknown>).ownerId;

function calledNumber({ values }: Row): unknown {
  const { number, alias } = values as Record<string, unknown>;
  return alias === '' ? number : alias;
}
