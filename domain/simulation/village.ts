/**
 * The village itself: a server of two processes, seven phones of six people, the air between them.
 * The reducers, the outbox and the server's code are the real ones; only disk, air and time are played.
 * Nothing here is left to chance: a step says what happens.
 */
import { type Entry, entryText } from '#sync/entry';
import type { Row } from '#sync/row';
import { rowName } from '#sync/row';
import type { PhoneRow, PhoneState, Queued, Standing } from '#sync/phone/store';
import type { ForkAnswer, SyncAnswer, SyncRequest } from '#sync/wire';
import { seeded } from '#sync/testing/seeded-random';
import { declarations } from '../index';
import { Cursors } from './cursors';
import type { Erasure } from './erasing';
import { type FaultKind, faultKinds } from './faults';
import { Handset } from './handset';
import { History, type Moment, sorted, textOf } from './history';
import type { Letter } from './letter';
import type { Ring } from './ring';
import { sha256 } from './sha256';
import { scopesOfRow } from '#sync/server/follow';
import { Trace } from './trace';

export const VILLAGE = '63.11.07.2005';
const START_MS = Date.UTC(2026, 10, 22);
/** Both live on one handset: their stores are apart, their clock is the same. */
export const SHARED = ['buyer', 'neighbour'] as const;

const roles = ['owner', 'facilitator', 'second', 'buyer', 'neighbour', 'dinas'] as const;
type Role = (typeof roles)[number];
/** Two people on one handset have one clock. */
const clockOf = (phone: string): string => (phone === 'neighbour' ? 'buyer' : phone);
const phonesOf: readonly (readonly [string, Role])[] = [
  ['owner', 'owner'],
  ['owner2', 'owner'],
  ['facilitator', 'facilitator'],
  ['second', 'second'],
  ['buyer', 'buyer'],
  ['neighbour', 'neighbour'],
  ['dinas', 'dinas'],
];
/** Every phone the village begins with, by name. */
export const PHONES: readonly string[] = phonesOf.map(([name]) => name);

/** What everybody may see of a row. */
export type Face = Record<string, unknown> | null;

/** A request on its way, with what its phone wanted to say. */
export interface Asked {
  readonly phone: Handset;
  readonly deviceId: string;
  readonly request: SyncRequest;
  readonly body: Letter;
}
export interface LateAnswer {
  readonly phone: Handset;
  readonly life: number;
  readonly request: SyncRequest;
  readonly answer: Letter;
  /** What the server wanted to say. */
  readonly said: SyncAnswer | ForkAnswer;
}

interface Habits {
  /** Every handset has the clock of the handset so many places after it. */
  readonly turned?: number;
  /** Phones that speak the compact wire (Script). */
  readonly compact?: readonly string[] | undefined;
}

export class Village {
  readonly phones = new Map<string, Handset>();
  readonly history = new History();
  readonly trace = new Trace();
  readonly faults = new Map<FaultKind, number>(faultKinds.map((kind) => [kind, 0]));
  /** What befell orders, and how often. */
  readonly met = new Map<string, number>();
  readonly violations: string[] = [];
  readonly revoked = new Set<string>();
  /** Every device the server ever knew, and whose it is. */
  readonly devices = new Map<string, string>();
  /** Who was erased, as it is noted beside the backups. */
  readonly erasures: Erasure[] = [];
  readonly cursors = new Cursors();
  readonly people: Record<Role, string>;
  readonly shopId: string;
  /** The neighbour's own small shop. */
  readonly stallId: string;
  readonly helpGrant: string;
  readonly lateRequests: Asked[] = [];
  readonly lateAnswers: LateAnswer[] = [];
  /** The last good answer each phone was given, for caches that should not exist. */
  readonly cached = new Map<Handset, Letter>();
  nowMs = START_MS;
  bytes = 0;
  private ids = 0;
  private readonly hashes = new WeakMap<object, string>();
  private readonly faces = new WeakMap<Row, { leaders: readonly Row[]; face: Face }>();

  private constructor(
    readonly seed: number,
    readonly ring: Ring,
    private readonly habits: Habits,
  ) {
    const { turned = 0 } = habits;
    const chance = seeded(seed);
    this.people = Object.fromEntries(roles.map((role) => [role, chance.id()])) as never;
    this.shopId = chance.id();
    this.helpGrant = chance.id();
    const skews: number[] = [];
    const clocks = [...new Set(phonesOf.map(([name]) => clockOf(name)))];
    for (const [name, role] of phonesOf) {
      const wild = chance.happens(0.3);
      const skew = wild ? chance.between(-5e10, 5e10) : chance.between(-9e4, 9e4);
      if (clocks[skews.length] === clockOf(name)) skews.push(skew);
      this.addPhone(name, this.people[role], chance.id(), 0);
    }
    for (const [name, phone] of this.phones)
      phone.setClock(
        'clock stepped',
        skews[(clocks.indexOf(clockOf(name)) + turned) % skews.length] ?? 0,
      );
    // Drawn last: villages of old have all the rest as they had it.
    this.stallId = chance.id();
  }

  /** A village on its first morning: people with accounts, one facilitator, one desk, no shop yet. */
  static async build(seed: number, ring: Ring, habits: Habits = {}): Promise<Village> {
    const village = new Village(seed, ring, habits);
    const { people } = village;
    for (const id of Object.values(people)) await ring.addAccount(id);
    for (const phone of village.phones.values()) await village.register(phone);
    const desk = village.grant(village.newId(), people.dinas, 'dinas', '');
    const help = village.grant(village.helpGrant, people.facilitator, 'facilitator', VILLAGE);
    await ring.store.transaction(async (tx) => {
      for (const row of [desk, help]) {
        await tx.insertRow(row);
        await tx.publish(row, village.scopesOf(row));
        village.history.rows.set(rowName(row), row);
        village.history.revisions.set(rowName(row), [row]);
        village.history.age += 1;
      }
    });
    return village;
  }

  phone(name: string): Handset | undefined {
    return this.phones.get(name);
  }

  /** Whether it has today's app; a copy of a phone has the app of the first one. */
  isCompact({ name }: Handset): boolean {
    return this.habits.compact?.some((one) => name === one || name.startsWith(`${one} `)) ?? false;
  }

  /** Something befell an order; that it did is told beside the faults. */
  meet(what: string): void {
    this.met.set(what, (this.met.get(what) ?? 0) + 1);
  }

  fault(kind: FaultKind): void {
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1);
  }

  blame(invariant: string, told: string): void {
    this.violations.push(`${invariant}: ${told}`);
  }

  /** An id made by the server: the same in every ring. */
  newId(): string {
    this.ids += 1;
    return `00000000-0000-7000-8000-${String(this.ids).padStart(12, '0')}`;
  }

  /** The name of a new epoch of the server: no two begin alike. */
  newEpoch(): string {
    this.cursors.epochBegins();
    return sha256(this.newId()).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  }

  /** Every scope a row belongs to, by what stands now. */
  scopesOf(row: Row, rows: Moment = this.history.rows): string[] {
    return scopesOfRow(declarations.entities, row, (key) => rows.get(rowName(key)));
  }

  /** Private scopes of a row; of somebody who was erased, of those who keep what is left. */
  privateScopesOf(row: Row): readonly string[] {
    const { erased, left } = this.history;
    const name = rowName(row);
    if (erased.has(name)) return left.get(name) ?? [];
    return declarations.entities.get(row.noun)?.privateScopes(row.id, row.values) ?? [];
  }

  /** What everybody may see of a row; null if nothing. */
  faceOf(row: Row, rows: Moment = this.history.rows): Face {
    const leaders = this.leadersOf(row, rows);
    const known = this.faces.get(row);
    const { length } = leaders;
    if (known?.leaders.length === length && leaders.every((one, n) => one === known.leaders[n]))
      return known.face;
    const entity = declarations.entities.get(row.noun);
    const shown = entity?.publicScope && this.scopesOf(row, rows).includes(entity.publicScope);
    const face = shown ? (entity.publicFace?.show(row.id, row.values) ?? null) : null;
    this.faces.set(row, { leaders, face });
    return face;
  }

  /** The row it follows, the one that follows, and so on: on these depends what everybody may see of it. */
  private leadersOf(row: Row, rows: Moment): readonly Row[] {
    const leaders: Row[] = [];
    for (let one: Row | undefined = row; one;) {
      const follows = declarations.entities.get(one.noun)?.follows;
      if (!follows?.shown) break;
      const id = String((one.values as Record<string, unknown>)[follows.by]);
      one = rows.get(rowName({ noun: follows.noun, id }));
      if (one) leaders.push(one);
    }
    return leaders;
  }

  /** The hash of an entry, worked out once. */
  hashOf(entry: Entry): string {
    let known = this.hashes.get(entry);
    if (known === undefined) {
      known = sha256(entryText(entry));
      this.hashes.set(entry, known);
    }
    return known;
  }

  register(phone: Handset): Promise<void> {
    const { deviceId, personId } = phone;
    this.devices.set(deviceId, personId);
    const none = { epoch: 0, lastSeq: 0, lastOrder: '' as const, entryCount: 0 };
    return this.ring.addDevice({ id: deviceId, personId, revoked: false, ...none });
  }

  addPhone(name: string, personId: string, deviceId: string, skewMs: number): Handset {
    const state: PhoneState = {
      deviceId,
      deviceEpoch: 0,
      nextSeq: 1,
      clock: { ms: 0, counter: 0 },
      offsetMs: null,
      serverEpoch: '',
      cursors: {},
      acked: 0,
      actor: { personId, hasAccount: true, rights: [] },
      session: 'live',
      allSentMs: null,
      freshMs: null,
      missingPhotos: [],
    };
    const phone = new Handset(
      name,
      personId,
      state,
      skewMs,
      () => this.nowMs,
      (kind) => this.fault(kind),
      this.ring.makeDisk,
    );
    this.phones.set(name, phone);
    return phone;
  }

  /** What a phone holds, as one text: two phones with the same text show the same. */
  picture({ store }: Handset): string {
    const { rows, queue } = store.inspect();
    const told = rows.map((row) => pictured(row, () => rowPicture(row)));
    const waits = queue.map((one) => pictured(one, () => queuedPicture(one)));
    const copy = [...store.publicRows].map(([name, { values }]) => `["${name}",${textOf(values)}]`);
    return [...told.sort(), ...waits, ...copy.sort()].join('\n');
  }

  private grant(id: string, personId: string, role: string, village: string): Row {
    const values = {
      personId,
      role,
      village,
      shopId: '',
      givenBy: this.people.dinas,
      personName: '',
      status: 'active',
    };
    return { noun: 'grant', id, values, versions: {} };
  }
}

export const isFork = (answer: SyncAnswer | ForkAnswer): answer is ForkAnswer => 'forked' in answer;

/** Rows and entries on a phone never change, they are replaced: each is put into words once. */
function pictured(one: object, words: () => string): string {
  const known = pictures.get(one) ?? words();
  pictures.set(one, known);
  return known;
}
const pictures = new WeakMap<object, string>();

const rowPicture = ({ name, base, view, scopes, waiting }: PhoneRow): string => {
  const standing = (one: Standing | null) =>
    one ? `{values:${textOf(one.values)},versions:${textOf(one.versions)}}` : 'null';
  return `["${name}",${standing(base)},${standing(view)},${sorted(scopes)},${waiting}]`;
};

const queuedPicture = ({ deviceEpoch, seq, state, outcome }: Queued): string =>
  sorted([deviceEpoch, seq, state, outcome?.result, outcome?.code]);
