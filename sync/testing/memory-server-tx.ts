/** One transaction over plain maps: what it writes is its own until it ends. */
import { createHash } from 'node:crypto';
import type { Right, Sought } from '../action';
import type { Outcome } from '../entry';
import { conflict, type ConflictValues } from '../questions';
import { type Row, type RowKey, rowName, type RowName } from '../row';
import { isSought } from './memory-sought';
import { type Draft, feedLine, type FeedLine } from './memory-tables';
import {
  DuplicateRow,
  type Healed,
  type Parked,
  type PersonFacts,
  type ServerDevice,
  type ServerTx,
  type StoredOutcome,
} from '../server/store';

/** Who is known, by id. */
export type People = Map<string, { facts: Omit<PersonFacts, 'ownedShopIds'>; name: string }>;

export class MemoryTx implements ServerTx {
  constructor(
    private readonly tables: Draft,
    private readonly people: People,
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

const ownerOf = (row: Row): unknown => (row.values as Record<string, unknown>).ownerId;

function calledNumber({ values }: Row): unknown {
  const { number, alias } = values as Record<string, unknown>;
  return alias === '' ? number : alias;
}
