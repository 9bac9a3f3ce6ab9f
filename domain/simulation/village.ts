/**
 * Four phones and one server in one process, all chance from one seed. An owner with two phones, the
 * facilitator of the village and a buyer; taps happen whenever, answers get lost, requests arrive
 * twice or late, phones and the server die in the middle of a step. The code that runs is the real
 * reducers, the real outbox and the real server; only storage and network are played.
 */
import { createHash, createHmac } from 'node:crypto';
import type { Right } from '#sync/action';
import { type Entry, entryText } from '#sync/entry';
import { prepare } from '#sync/phone/prepare';
import { settleFork } from '#sync/phone/repair';
import { settle } from '#sync/phone/settle';
import { type Call, tap } from '#sync/phone/tap';
import type { PhoneState, PhoneTx } from '#sync/phone/store';
import { nodeOf } from '#sync/stamp';
import { readSyncRequest } from '#sync/server/read-request';
import type { ServerPorts, StoredOutcome } from '#sync/server/store';
import { handleSync } from '#sync/server/sync';
import { MemoryPhoneStore, PhoneCrash } from '#sync/testing/memory-phone-store';
import {
  MemoryServerStore,
  ServerCrash,
  type ServerTampering,
} from '#sync/testing/memory-server-store';
import { type Chance, seeded } from '#sync/testing/seeded-random';
import type { ForkAnswer, SyncAnswer, SyncRequest } from '#sync/wire';
import { declarations } from '../index';

export const VILLAGE = '63.11.07.2005';
const START_MS = Date.UTC(2026, 10, 22);

export const faultKinds = [
  'request lost',
  'answer lost',
  'request repeated',
  'request late',
  'phone died',
  'server died',
  'old image restored',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** A bug put in on purpose: the judge must notice it. */
export interface Sabotage {
  readonly server?: ServerTampering;
  readonly phone?: (tx: PhoneTx) => PhoneTx;
  /** Changes what a phone says on its way. */
  readonly request?: (request: SyncRequest) => SyncRequest;
}

export interface Phone {
  readonly name: string;
  readonly personId: string;
  readonly store: MemoryPhoneStore;
  /** How wrong its clock is. ms. */
  readonly skewMs: number;
}

export interface Tap {
  readonly phone: Phone;
  readonly call: Call;
  readonly deviceEpoch: number;
  readonly entry: Entry;
  readonly stamp: string;
  /** What the phone remembered of its earlier device epochs. */
  readonly past: readonly string[];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export class Village {
  readonly phones: Phone[];
  readonly server: MemoryServerStore;
  readonly faults = new Map<FaultKind, number>(faultKinds.map((kind) => [kind, 0]));
  readonly taps: Tap[] = [];
  readonly poison: unknown[] = [];
  /** By node (a phone in one of its device epochs): what it remembers of its epochs before. */
  readonly pastByNode = new Map<string, readonly string[]>();
  readonly ids = { owner: '', facilitator: '', buyer: '', shop: '' };
  nowMs = START_MS;
  trouble = true;
  private readonly ports: ServerPorts;
  private readonly late: { phone: Phone; body: string }[] = [];
  private readonly network: Chance;
  private readonly storage: Chance;

  constructor(
    readonly seed: number,
    private readonly sabotage: Sabotage = {},
  ) {
    const people = seeded(seed);
    this.network = seeded(seed ^ 0x5eed);
    this.storage = seeded(seed ^ 0xd15c);
    const serverStep = () => this.perhaps('server died', 0.002, ServerCrash);
    this.server = new MemoryServerStore(serverStep, sabotage.server);
    this.ports = {
      store: this.server,
      nowMs: () => this.nowMs,
      sha256,
      seal: (text) => createHmac('sha256', 'village').update(text).digest('base64url'),
      onPoison: (_action, failure) => this.poison.push(failure),
    };
    for (const role of ['owner', 'facilitator', 'buyer', 'shop'] as const)
      this.ids[role] = people.id();
    const help: Right = { role: 'facilitator', village: VILLAGE, shopId: '' };
    this.addPerson(this.ids.owner, 'Ibu Siti', []);
    this.addPerson(this.ids.facilitator, 'Pak Amat', [help]);
    this.addPerson(this.ids.buyer, 'Pak Udin', []);
    const skew = () =>
      people.happens(0.3) ? people.between(-5e10, 5e10) : people.between(-9e4, 9e4);
    this.phones = [
      this.addPhone('owner', this.ids.owner, people.id(), skew(), []),
      this.addPhone('owner second', this.ids.owner, people.id(), skew(), []),
      this.addPhone('facilitator', this.ids.facilitator, people.id(), skew(), [help]),
      this.addPhone('buyer', this.ids.buyer, people.id(), skew(), []),
    ];
  }

  /** A tap: kept by the phone (and remembered by the judge), or nothing happened at all. */
  async tap(phone: Phone, call: Call): Promise<boolean> {
    try {
      const tapped = await tap(phone.store, declarations, call, this.clockOf(phone));
      if (!tapped.ok) return false;
      const { deviceEpoch, entry } = tapped.queued;
      const past = this.pastOf(phone);
      this.taps.push({ phone, call, deviceEpoch, entry, stamp: entry.stamp, past });
      return true;
    } catch (failure) {
      if (failure instanceof PhoneCrash) return false;
      throw failure;
    }
  }

  /** One attempt to sync, with whatever the network and the two machines make of it. */
  async sync(phone: Phone): Promise<void> {
    try {
      const limits = { fingerprint: 'sim', maxEntries: 5, maxBytes: 20_000, maxRows: 40 };
      const request = await prepare(
        phone.store,
        declarations.publicScopes,
        limits,
        this.clockOf(phone),
      );
      const body = JSON.stringify(this.sabotage.request?.(request) ?? request);
      if (this.fault('request lost', 0.1)) return;
      if (this.fault('request late', 0.1)) {
        this.late.push({ phone, body });
        return;
      }
      const answer = await this.deliver(phone, body);
      if (this.fault('request repeated', 0.15)) await this.deliver(phone, body);
      if (!answer || this.fault('answer lost', 0.15)) return;
      await this.receive(phone, request, answer);
    } catch (failure) {
      if (!(failure instanceof PhoneCrash)) throw failure;
    }
  }

  /** Something that was on its way for a long time arrives; nobody waits for the answer. */
  async deliverLate(): Promise<void> {
    const index = this.late.length === 0 ? -1 : this.network.between(0, this.late.length - 1);
    const [one] = index < 0 ? [] : this.late.splice(index, 1);
    if (one) await this.deliver(one.phone, one.body);
  }

  /** The phone wakes up as it was some time ago: numbers it used since will be used again. */
  restoreImage(phone: Phone): void {
    if (!this.trouble || !phone.store.restoreImage()) return;
    this.faults.set('old image restored', (this.faults.get('old image restored') ?? 0) + 1);
    const { queue, sent } = phone.store.inspect();
    const remembered = new Set([...queue, ...sent].map(({ entry }) => entry.stamp));
    // What the phone itself has forgotten and never sent is the one thing no engine can bring back.
    for (let index = this.taps.length - 1; index >= 0; index -= 1) {
      const one = this.taps[index] as Tap;
      if (one.phone !== phone || remembered.has(one.stamp)) continue;
      if (!this.outcomeOf(one)) this.taps.splice(index, 1);
    }
  }

  /** What the server said of this very tap; numbers alone may have been used twice. */
  outcomeOf({ phone, deviceEpoch, entry }: Tap): StoredOutcome | undefined {
    const { deviceId } = phone.store.inspect().state;
    const stored = this.server.outcomeOf(deviceId, deviceEpoch, entry.seq);
    return stored?.hash === sha256(entryText(entry)) ? stored : undefined;
  }

  private readonly pastOf = (phone: Phone) => phone.store.inspect().state.past ?? [];

  private async deliver(phone: Phone, body: string): Promise<string | undefined> {
    const read = readSyncRequest(JSON.parse(body));
    if ('code' in read) throw new Error(`phone sent ${read.code}`);
    const caller = {
      deviceId: phone.store.inspect().state.deviceId,
      personId: phone.personId,
      revoked: false,
      session: 'live' as const,
    };
    try {
      return JSON.stringify(await handleSync(read.request, caller, declarations, this.ports));
    } catch (failure) {
      if (failure instanceof ServerCrash) return undefined;
      throw failure;
    }
  }

  private async receive(phone: Phone, request: SyncRequest, body: string): Promise<void> {
    const answer = JSON.parse(body) as SyncAnswer | ForkAnswer;
    const clock = this.clockOf(phone);
    if ('forked' in answer) {
      await settleFork(phone.store, declarations, request, answer, clock);
      const { deviceId, deviceEpoch } = phone.store.inspect().state;
      this.pastByNode.set(nodeOf(deviceId, deviceEpoch), this.pastOf(phone));
    } else {
      await settle(phone.store, declarations, request, answer, clock);
    }
  }

  private clockOf(phone: Phone) {
    return { nowMs: () => this.nowMs + phone.skewMs };
  }

  private fault(kind: FaultKind, share: number): boolean {
    if (!this.trouble || !this.network.happens(share)) return false;
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1);
    return true;
  }

  private perhaps(kind: 'phone died' | 'server died', share: number, Crash: new () => Error): void {
    if (!this.trouble || !this.storage.happens(share)) return;
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1);
    throw new Crash();
  }

  private addPerson(id: string, name: string, rights: readonly Right[]): void {
    this.server.people.set(id, { name, facts: { hasAccount: true, rights } });
  }

  private addPhone(
    name: string,
    personId: string,
    deviceId: string,
    skewMs: number,
    rights: readonly Right[],
  ): Phone {
    const state: PhoneState = {
      deviceId,
      deviceEpoch: 0,
      nextSeq: 1,
      clock: { ms: 0, counter: 0 },
      offsetMs: null,
      serverEpoch: '',
      cursors: {},
      acked: 0,
      actor: { personId, hasAccount: true, rights },
      session: 'live',
      allSentMs: null,
      freshMs: null,
      missingPhotos: [],
    };
    const beforeStep = () => this.perhaps('phone died', 0.003, PhoneCrash);
    this.server.addDevice({
      id: deviceId,
      personId,
      epoch: 0,
      lastSeq: 0,
      lastOrder: '',
      revoked: false,
      entryCount: 0,
    });
    const store = new MemoryPhoneStore(state, beforeStep, this.sabotage.phone);
    return { name, personId, skewMs, store };
  }
}
