/**
 * Truth kept in plain maps: the same contract as PostgreSQL, small enough to run thousands of villages
 * a minute. One transaction at a time; a transaction that throws leaves no trace.
 */
import { createHash } from 'node:crypto';
import type { Outcome } from '../entry';
import { conflict, type ConflictValues } from '../questions';
import { type Row, type RowKey, rowName, type RowName } from '../row';
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
} from '../server/store';

interface FeedLine {
  readonly scope: string;
  readonly name: RowName;
  readonly position: number;
  readonly gone: boolean;
}

interface Tables {
  devices: Map<string, ServerDevice>;
  outcomes: Map<string, StoredOutcome>;
  /** Kept for the judge alone: production forgets answers that were acknowledged. */
  accepted: Set<string>;
  rows: Map<RowName, Row>;
  feed: Map<string, FeedLine>;
  quarantine: unknown[];
  healed: Map<string, Healed>;
  parked: Map<string, Parked>;
  erased: Set<RowName>;
  position: number;
  nextId: number;
}

export interface ServerTampering {
  readonly tx?: (tx: ServerTx) => ServerTx;
  readonly page?: (page: ScopePage) => ScopePage;
}

/** A failure that a real server would survive by trying again. */
export class ServerCrash extends Error {}

export class MemoryServerStore implements ServerStore {
  private tables: Tables = {
    devices: new Map(),
    outcomes: new Map(),
    accepted: new Set(),
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

  /**
   * @param beforeStep may throw ServerCrash at any step of any transaction
   * @param tamper breaks the store on purpose, to see whether the judge notices
   */
  constructor(
    private readonly beforeStep: () => void = () => undefined,
    private readonly tamper: ServerTampering = {},
  ) {}

  epoch(): Promise<string> {
    return Promise.resolve(this.epochId);
  }

  transaction<T>(work: (tx: ServerTx) => Promise<T>): Promise<T> {
    const run = this.tail.then(async () => {
      const draft = copyOf(this.tables);
      draft.position += 1;
      const tx = new MemoryTx(draft, this.people, this.beforeStep);
      const result = await work(this.tamper.tx?.(tx) ?? tx);
      this.beforeStep();
      this.tables = draft;
      return result;
    });
    this.tail = run.catch(() => undefined);
    return run;
  }

  pull(scope: string, cursor: string, limit: number): Promise<ScopePage> {
    const lines = [...this.tables.feed.values()]
      .filter((line) => line.scope === scope && placeOf(line) > cursor)
      .filter((line) => cursor !== '' || !line.gone)
      .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
    const page = lines.slice(0, limit);
    const last = page.at(-1);
    const answer = {
      rows: page
        .filter((line) => !line.gone)
        .map((line) => ({ row: this.tables.rows.get(line.name) as Row, position: line.position })),
      gone: page.filter((line) => line.gone).map(({ name }) => name),
      cursor: last ? placeOf(last) : cursor,
      more: lines.length > page.length,
    };
    return Promise.resolve(this.tamper.page?.(answer) ?? answer);
  }

  beginEpoch(after: string): Promise<void> {
    if (after !== this.epochId) return Promise.resolve();
    this.epochs += 1;
    this.epochId = `${this.epochs}-epoch-${this.epochs}`;
    return Promise.resolve();
  }

  parked(limit: number): Promise<readonly Parked[]> {
    const stamps = [...this.tables.parked.keys()].sort().slice(0, limit);
    return Promise.resolve(stamps.map((stamp) => this.tables.parked.get(stamp) as Parked));
  }

  /** A backup of everything; restored, the server is as it was, in a new epoch. */
  takeBackup(): () => void {
    const image = copyOf(this.tables);
    return () => {
      this.tables = copyOf(image);
      void this.beginEpoch(this.epochId);
    };
  }

  /** As a machine set back as a whole: nothing tells the server. */
  takeSnapshot(): () => void {
    const image = copyOf(this.tables);
    return () => void (this.tables = copyOf(image));
  }

  /** What a finished backup would note: everything taken so far is in it. */
  coverAll(): void {
    for (const [id, device] of this.tables.devices) {
      const covered = { epoch: device.epoch, seq: device.lastSeq };
      this.tables.devices.set(id, { ...device, covered });
    }
  }

  erase(...names: RowName[]): void {
    for (const name of names) this.tables.erased.add(name);
  }

  missingPhotos(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  isTransient(failure: unknown): boolean {
    return failure instanceof ServerCrash;
  }

  addDevice(device: ServerDevice): void {
    this.tables.devices.set(device.id, device);
  }

  /** Everything, for the judge of a simulation. */
  allRows(): readonly Row[] {
    return [...this.tables.rows.values()];
  }

  outcomeOf(deviceId: string, deviceEpoch: number, seq: number): StoredOutcome | undefined {
    return this.tables.outcomes.get(`${deviceId} ${deviceEpoch} ${seq}`);
  }

  /** Whether an entry was let in, also after the phone has acknowledged the answer. */
  wasAccepted(deviceId: string, deviceEpoch: number, seq: number): boolean {
    return this.tables.accepted.has(`${deviceId} ${deviceEpoch} ${seq}`);
  }
}

/** Rows of one transaction share a position; their names order them, as in PostgreSQL. */
const placeOf = (line: FeedLine): string =>
  `${String(line.position).padStart(9, '0')}:${line.name}`;

function copyOf(tables: Tables): Tables {
  return {
    ...tables,
    devices: new Map(tables.devices),
    outcomes: new Map(tables.outcomes),
    accepted: new Set(tables.accepted),
    rows: new Map(tables.rows),
    feed: new Map(tables.feed),
    quarantine: [...tables.quarantine],
    healed: new Map(tables.healed),
    parked: new Map(tables.parked),
    erased: new Set(tables.erased),
  };
}

class MemoryTx implements ServerTx {
  constructor(
    private readonly tables: Tables,
    private readonly people: MemoryServerStore['people'],
    private readonly beforeStep: () => void,
  ) {}

  async position(): Promise<number> {
    return this.step(this.tables.position);
  }
  async lockDevice(deviceId: string): Promise<ServerDevice | undefined> {
    return this.step(this.tables.devices.get(deviceId));
  }
  async saveDevice(device: ServerDevice): Promise<void> {
    return this.step(void this.tables.devices.set(device.id, device));
  }
  async outcome(deviceId: string, epoch: number, seq: number): Promise<StoredOutcome | undefined> {
    return this.step(this.tables.outcomes.get(`${deviceId} ${epoch} ${seq}`));
  }
  async saveOutcome(id: string, epoch: number, hash: string, outcome: Outcome): Promise<void> {
    const key = `${id} ${epoch} ${outcome.seq}`;
    if (this.tables.outcomes.has(key)) throw new DuplicateRow(key);
    if (outcome.result !== 'refused') this.tables.accepted.add(key);
    return this.step(void this.tables.outcomes.set(key, { hash, outcome }));
  }
  async forgetOutcomes(id: string, epoch: number, acked: number): Promise<void> {
    for (let seq = acked; seq > 0; seq -= 1) {
      const key = `${id} ${epoch} ${seq}`;
      const stored = this.tables.outcomes.get(key);
      if (!stored?.outcome) break;
      this.tables.outcomes.set(key, { ...stored, outcome: null });
    }
    return this.step(undefined);
  }
  async quarantine(deviceId: string, deviceEpoch: number, entry: unknown): Promise<void> {
    return this.step(void this.tables.quarantine.push({ deviceId, deviceEpoch, entry }));
  }
  async healed(stamps: readonly string[]): Promise<ReadonlyMap<string, Healed>> {
    const found = stamps.flatMap((stamp) => {
      const healed = this.tables.healed.get(stamp);
      return healed ? [[stamp, healed] as const] : [];
    });
    return this.step(new Map(found));
  }
  async healedAbout(names: readonly RowName[]): Promise<ReadonlyMap<string, Healed>> {
    const about = [...this.tables.healed].filter(([, { bases }]) => names.some((n) => bases[n]));
    return this.step(new Map(about));
  }
  async saveHealed(stamp: string, healed: Healed): Promise<void> {
    return this.step(void this.tables.healed.set(stamp, healed));
  }
  async park(parked: Parked): Promise<void> {
    return this.step(void this.tables.parked.set(parked.offer.entry.stamp, parked));
  }
  async unpark(stamp: string): Promise<boolean> {
    return this.step(this.tables.parked.delete(stamp));
  }
  async anyErased(keys: readonly RowKey[]): Promise<boolean> {
    return this.step(keys.some((key) => this.tables.erased.has(rowName(key))));
  }
  async person(personId: string): Promise<PersonFacts> {
    const person = this.people.get(personId);
    const ownedShopIds = [...this.tables.rows.values()]
      .filter((row) => row.noun === 'shop' && ownerOf(row) === personId)
      .map((row) => row.id);
    return this.step({ hasAccount: false, rights: [], ...person?.facts, ownedShopIds });
  }
  async nameOf(personId: string): Promise<string> {
    return this.step(this.people.get(personId)?.name ?? '');
  }
  async lockRows(keys: readonly RowKey[]): Promise<Row[]> {
    const rows = keys.map((key) => this.tables.rows.get(rowName(key)));
    return this.step(rows.filter((row) => row !== undefined));
  }
  async insertRow(row: Row): Promise<void> {
    if (this.tables.rows.has(rowName(row))) throw new DuplicateRow(rowName(row));
    return this.step(void this.tables.rows.set(rowName(row), row));
  }
  async updateRow(row: Row): Promise<void> {
    return this.step(void this.tables.rows.set(rowName(row), row));
  }
  async openQuestion(noun: string, rowId: string, field: string): Promise<Row | undefined> {
    const found = [...this.tables.rows.values()].find((row) => {
      if (row.noun !== conflict.noun) return false;
      const values = row.values as ConflictValues;
      const same = values.noun === noun && values.rowId === rowId && values.field === field;
      return same && values.status === 'open';
    });
    return this.step(found);
  }
  async publish(key: RowKey, scopes: readonly string[]): Promise<void> {
    const name = rowName(key);
    const { position, feed } = this.tables;
    for (const [id, line] of feed) {
      if (line.name === name && !scopes.includes(line.scope) && !line.gone) {
        feed.set(id, { ...line, position, gone: true });
      }
    }
    for (const scope of scopes)
      feed.set(`${scope} ${name}`, { scope, name, position, gone: false });
    return this.step(undefined);
  }
  async moveScopes(key: RowKey, scopes: readonly string[]): Promise<void> {
    const lines = [...this.tables.feed.values()];
    const held = lines.filter((line) => line.name === rowName(key) && !line.gone);
    const moves =
      held.length !== scopes.length || held.some(({ scope }) => !scopes.includes(scope));
    const stays = new Map(held.map((line) => [line.scope, line]));
    if (moves) await this.publish(key, scopes);
    for (const [scope, line] of stays)
      if (scopes.includes(scope)) this.tables.feed.set(`${scope} ${line.name}`, line);
    return this.step(undefined);
  }
  async readRow(key: RowKey): Promise<Row | undefined> {
    return this.step(this.tables.rows.get(rowName(key)));
  }
  async followers(noun: string, field: string, id: string): Promise<Row[]> {
    const found = [...this.tables.rows.values()].filter(
      (row) => row.noun === noun && (row.values as Record<string, unknown>)[field] === id,
    );
    return this.step(found.sort((a, b) => (a.id < b.id ? -1 : 1)));
  }
  newId(): string {
    const id = this.tables.nextId;
    this.tables.nextId += 1;
    return `00000000-0000-7000-8000-${String(id).padStart(12, '0')}`;
  }

  idFor(words: string): string {
    const hex = createHash('sha256').update(words).digest('hex');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  }

  private step<T>(value: T): Promise<T> {
    this.beforeStep();
    return Promise.resolve(value);
  }
}

const ownerOf = (row: Row): unknown => (row.values as Record<string, unknown>).ownerId;
