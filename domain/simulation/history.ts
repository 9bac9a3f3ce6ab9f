/**
 * What really happened, written down at the edge of the store by nobody who could lie: every commit with
 * the rows before and after, every tap, every backup. The oracles read here and in the phones.
 */
import { type Entry, HANDED_ON, type Outcome } from '#sync/entry';
import type { Standing } from '#sync/phone/store';
import type { Call } from '#sync/phone/tap';
import { type Row, rowName, type RowName } from '#sync/row';
import type { Stamp } from '#sync/stamp';
import type { Forgotten } from '#sync/testing/forget';

export interface Write {
  readonly name: RowName;
  readonly before: Row | undefined;
  readonly after: Row;
}

/** One transaction of the engine that stands. */
export interface Commit {
  readonly deviceId: string;
  readonly personId: string;
  /** Nobody said anything: the server did it because time had passed. */
  readonly own: boolean;
  readonly writes: readonly Write[];
  readonly outcomes: readonly {
    readonly epoch: number;
    readonly hash: string;
    readonly outcome: Outcome;
  }[];
  /** Where the device stood after it; null if nobody wrote that down. */
  readonly lastSeq: number | null;
  /** The entry that was decided, if one was. */
  readonly entry: Entry | null;
  /** Whether that entry took effect here. */
  readonly effect: boolean;
  /** An entry the server had lost: its phone offered it again, or it was parked until it fitted. */
  readonly healed: 'offered' | 'parked' | null;
  /** Stamp of an entry that was put aside for a person, or taken up again. */
  readonly parks: string | null;
  readonly unparks: string | null;
  /** Stamp of an entry that was offered again and is remembered by it. */
  readonly honours: string | null;
  /** Last words of the phone's earlier device epochs, as far as it remembers them. */
  readonly past: readonly Stamp[];
  readonly receivedMs: number;
  readonly rights: readonly string[];
}

/** A tap its person was told is safe. */
export interface Work {
  readonly phone: string;
  readonly deviceId: string;
  readonly call: Call;
  readonly entry: Entry;
  readonly rows: readonly RowName[];
  /** What it says, whatever its number: forks give new numbers and stamps, never new content. */
  readonly key: string;
  /** The disk that held it is gone and nobody had heard it: no engine can bring it back. */
  lost: boolean;
}

/** What the server decided of one (device, epoch, seq), and of what content. */
export interface Decided {
  readonly hash: string;
  readonly key: string;
  readonly outcome: Outcome;
}

/** All rows as they stood once. */
export type Moment = ReadonlyMap<RowName, Row>;

interface Stood {
  readonly rows: Moment;
  readonly decided: Map<string, Decided>;
  /** How often each work took effect. */
  readonly effects: Map<string, number>;
  readonly lastSeq: Map<string, number>;
  readonly parked: Set<string>;
  readonly honoured: Set<string>;
  readonly forgotten: Set<string>;
  readonly age: number;
  readonly epoch: string;
}

export class History {
  rows = new Map<RowName, Row>();
  decided = new Map<string, Decided>();
  effects = new Map<string, number>();
  lastSeq = new Map<string, number>();
  /** Stamps of entries that can't stand yet on what a restored server holds. */
  parked = new Set<string>();
  /** Stamps of entries that were offered to a restored server and are known to it since. */
  honoured = new Set<string>();
  /** Works whose phones were told that they are about somebody erased: nobody needs to hold them any more. */
  readonly letGo = new Set<string>();
  /** People whom the database has forgotten. */
  forgotten = new Set<string>();
  readonly works: Work[] = [];
  /** Devices of which more than one image was about: both may send the same work. */
  readonly copied = new Set<string>();
  /** How many works there are of each device, and how many that say the same. */
  private readonly counts = new Map<string, number>();
  private readonly decisions = new Map<string, number>();
  /** Every state a row was ever committed in, oldest first. */
  readonly revisions = new Map<RowName, Row[]>();
  /** States of rows that a server set back has never heard of: from these a phone may go back. */
  readonly lost = new WeakSet<Row>();
  /** Effects that stood once and were lost with a server set back. */
  readonly rolledBack = new Set<string>();
  readonly restores: number[] = [];
  /** Rows that spoke of somebody who was erased: never again will they say anything. */
  readonly erased = new Set<RowName>();
  /** Of these, what others keep a bare rest of, and in which scopes: orders have two sides. */
  readonly left = new Map<RowName, readonly string[]>();
  commits = 0;
  /** Number of the last commit that decided or changed anything. */
  decidedAt = 0;
  private backup: Stood | null = null;
  /** Another number whenever other rows stand. */
  age = 0;
  /** Somebody remembers `rows` as they are: the next change is made in a copy. */
  private remembered = false;

  tapped(work: Work): void {
    this.works.push(work);
    for (const name of [work.deviceId, work.key])
      this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  /** @param name of a device, or the key of a work */
  worksOf(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  /** Another number whenever what is decided of this device may be something else than before. */
  stirred(deviceId: string): number {
    return (this.decisions.get(deviceId) ?? 0) + this.restores.length;
  }

  record(commit: Commit): void {
    this.commits += 1;
    if (commit.outcomes.length > 0 || commit.writes.length > 0) this.decidedAt = this.commits;
    if (commit.writes.length > 0 && this.remembered) {
      this.rows = new Map(this.rows);
      this.remembered = false;
    }
    if (commit.outcomes.length > 0)
      this.decisions.set(commit.deviceId, (this.decisions.get(commit.deviceId) ?? 0) + 1);
    for (const { name, after } of commit.writes) {
      this.age += 1;
      this.rows.set(name, after);
      const told = this.revisions.get(name) ?? [];
      told.push(after);
      this.revisions.set(name, told);
    }
    const key = commit.entry ? workKey(commit.deviceId, commit.entry) : '';
    for (const { epoch, hash, outcome } of commit.outcomes) {
      this.decided.set(placeOf(commit.deviceId, epoch, outcome.seq), { hash, key, outcome });
      const device = `${commit.deviceId} ${epoch}`;
      this.lastSeq.set(device, Math.max(outcome.seq, this.lastSeq.get(device) ?? 0));
    }
    if (commit.effect) this.effects.set(key, (this.effects.get(key) ?? 0) + 1);
    if (commit.honours !== null) this.honoured.add(commit.honours);
    if (commit.parks !== null) this.parked.add(commit.parks);
    if (commit.unparks !== null) this.parked.delete(commit.unparks);
  }

  /** All rows as they stand now, and as they will have stood. */
  moment(): Moment {
    this.remembered = true;
    return this.rows;
  }

  /** A person is forgotten: rows go or say less, beside all commits. */
  forget({ personId, names, removed, changed }: Forgotten): void {
    if (this.remembered) this.rows = new Map(this.rows);
    this.remembered = false;
    for (const name of removed) this.rows.delete(name);
    for (const { row, scopes } of changed) {
      const name = rowName(row);
      if (row.noun.startsWith('order') && names.includes(name)) this.left.set(name, scopes);
      this.rows.set(name, row);
      this.revisions.set(name, [...(this.revisions.get(name) ?? []), row]);
    }
    names.forEach((name) => this.erased.add(name));
    this.forgotten.add(personId);
    this.age += 1;
  }

  /** @param epoch the server's */
  backUp(epoch: string): void {
    this.backup = {
      rows: this.moment(),
      decided: new Map(this.decided),
      effects: new Map(this.effects),
      lastSeq: new Map(this.lastSeq),
      parked: new Set(this.parked),
      honoured: new Set(this.honoured),
      forgotten: new Set(this.forgotten),
      age: this.age,
      epoch,
    };
  }

  /** The server was set back. Returns whether anything was lost with it. */
  restore(): boolean {
    const { backup } = this;
    if (!backup) return false;
    const lost = this.decided.size > backup.decided.size;
    // Once more under another number, where a phone was copied: that one is lost as well.
    for (const [key, times] of this.effects)
      if (times > (backup.effects.get(key) ?? 0)) this.rolledBack.add(key);
    for (const [name, row] of this.rows) {
      if (backup.rows.get(name) === row) continue;
      const told = this.revisions.get(name) ?? [];
      const stood = told.findIndex((one) => one === backup.rows.get(name));
      told.slice(stood + 1).forEach((one) => this.lost.add(one));
    }
    this.rows = new Map(backup.rows);
    this.remembered = false;
    this.age += 1;
    this.decided = new Map(backup.decided);
    this.effects = new Map(backup.effects);
    this.lastSeq = new Map(backup.lastSeq);
    this.parked = new Set(backup.parked);
    this.honoured = new Set(backup.honoured);
    this.forgotten = new Set(backup.forgotten);
    this.restores.push(this.commits);
    return lost;
  }

  /** When the last backup was made: the age and the server's epoch then. Null: there is none. */
  get backedUp(): { readonly age: number; readonly epoch: string } | null {
    return this.backup;
  }
}

export const stands = ({ result }: Pick<Outcome, 'result'>): boolean =>
  result === 'applied' || result === 'merged' || result === 'conflict';

/** Others look after it now: it stands, for them. */
export const handedOn = ({ code }: Pick<Outcome, 'code'>): boolean => code === HANDED_ON;

export const placeOf = (deviceId: string, epoch: number, seq: number): string =>
  `${deviceId} ${epoch} ${seq}`;

export const workKey = (deviceId: string, entry: Entry): string =>
  `${deviceId} ${once(entry, () => `${entry.rawMs} ${entry.action} ${sorted(entry.input)}`)}`;

export const rowText = (row: { values: object; versions: object }): string =>
  `[${textOf(row.values)},${textOf(row.versions)}]`;

/** The same as `sorted`, for what never changes: put into words once. */
export const textOf = (one: object): string => once(one, () => sorted(one));

function once(one: object, words: () => string): string {
  let known = texts.get(one);
  if (known === undefined) {
    known = words();
    texts.set(one, known);
  }
  return known;
}
const texts = new WeakMap<object, string>();

/** Any value as text, keys in order: equal content is equal text. */
export function sorted(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'undefined';
  const parts: string[] = [];
  if (Array.isArray(value)) {
    for (const part of value as unknown[]) parts.push(sorted(part));
    return `[${parts.join()}]`;
  }
  const named = value as Record<string, unknown>;
  for (const key of Object.keys(named)) parts.push(`${key}:${sorted(named[key])}`);
  return `{${parts.sort().join()}}`;
}

/** Whether `sorted` would say the same of both, without the words. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [a, b] = [one, other] as Record<string, unknown>[] as [Named, Named];
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) if (!(key in b) || !same(a[key], b[key])) return false;
  return true;
}
/** Whether they say the same, with the same versions. What was found the same stays the same. */
export function sameStanding(one: Standing, other: Standing): boolean {
  if (twins.get(one) === other) return true;
  const found = same(one.versions, other.versions) && same(one.values, other.values);
  if (found) twins.set(one, other);
  return found;
}
const twins = new WeakMap<Standing, Standing>();

type Named = Readonly<Record<string, unknown>>;
