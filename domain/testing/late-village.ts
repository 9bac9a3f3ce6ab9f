/** A village in which work comes too late, for tests: real engine, real rules; storage is played. */
import { createHash, createHmac } from 'node:crypto';
import { expect } from 'vitest';
import type { HandedValues } from '#sync/handed';
import { prepare } from '#sync/phone/prepare';
import type { PhoneState } from '#sync/phone/store';
import { type Call, tap } from '#sync/phone/tap';
import { settle } from '#sync/phone/settle';
import { rowName } from '#sync/row';
import type { ServerPorts } from '#sync/server/store';
import { handleSync } from '#sync/server/sync';
import { MemoryPhoneStore } from '#sync/testing/memory-phone-store';
import { MemoryServerStore } from '#sync/testing/memory-server-store';
import type { SyncAnswer, SyncRequest } from '#sync/wire';
import { declarations } from '../index';
import type { ListingValues } from '../listing';

const VILLAGE = '63.11.07.2005';
export const NOW = Date.UTC(2026, 10, 23);
let ids = 0;
export const newId = () => `01990000-0000-7000-8000-${String((ids += 1)).padStart(12, '0')}`;

export class Person {
  readonly personId = newId();
  readonly deviceId = newId();
  readonly store: MemoryPhoneStore;
  constructor(
    private readonly server: MemoryServerStore,
    readonly name: string,
  ) {
    const actor = { personId: this.personId, hasAccount: true, rights: [] };
    const state: PhoneState = {
      ...{ deviceId: this.deviceId, deviceEpoch: 0, nextSeq: 1, clock: { ms: 0, counter: 0 } },
      ...{ offsetMs: null, serverEpoch: '', cursors: {}, acked: 0, session: 'live', actor },
      ...{ allSentMs: null, freshMs: null, missingPhotos: [] },
    };
    this.store = new MemoryPhoneStore(state);
    server.people.set(this.personId, { name, facts: { hasAccount: true, rights: [] } });
    const { deviceId: id, personId } = this;
    const fresh = { epoch: 0, lastSeq: 0, lastOrder: '', revoked: false, entryCount: 0 } as const;
    server.addDevice({ id, personId, ...fresh });
  }

  /** Without signal. */
  does(action: string, input: Call['input']) {
    return tap(this.store, declarations, { action, input }, { nowMs: () => NOW });
  }
  must = async (action: string, input: Call['input']) =>
    expect(await this.does(action, input)).toMatchObject({ ok: true });

  async step(): Promise<{ request: SyncRequest; answer: SyncAnswer }> {
    const limits = { fingerprint: 'test', maxEntries: 20, maxBytes: 60_000, maxRows: 200 };
    const clock = { nowMs: () => NOW };
    const request = await prepare(this.store, declarations.publicScopes, limits, clock);
    const { deviceId, personId } = this;
    const caller = { deviceId, personId, revoked: false, session: 'live' as const };
    const answer = await handleSync(request, caller, declarations, portsOf(this.server));
    if ('forked' in answer) throw new Error('forked');
    await settle(this.store, declarations, request, answer, clock);
    return { request, answer };
  }
  /** Until nothing waits and nothing is left to come. */
  async sync(): Promise<SyncAnswer[]> {
    const answers: SyncAnswer[] = [];
    for (let round = 0; round < 20; round += 1) {
      const { answer } = await this.step();
      answers.push(answer);
      const open = this.queue.some(({ state }) => state === 'waiting' || state === 'sending');
      if (!answer.more && !open) return answers;
    }
    throw new Error('never came to rest');
  }
  get queue() {
    return this.store.inspect().queue;
  }
  shows<V>(noun: string): (V & { id: string })[] {
    return this.store.inspect().rows.flatMap((row) => {
      if (row.noun !== noun || !row.view) return [];
      return [{ ...(row.view.values as V), id: row.id }];
    });
  }
}

export const portsOf = (store: MemoryServerStore): ServerPorts => ({
  store,
  nowMs: () => NOW,
  sha256: (words) => createHash('sha256').update(words).digest('hex'),
  seal: (words) => createHmac('sha256', 'test').update(words).digest('base64url'),
  onPoison: (_action, failure) => {
    throw failure;
  },
});

/** Ibu Siti's shop with one product, and Pak Udin who looks after her village. */
export async function village() {
  const server = new MemoryServerStore();
  const person = (name: string) => new Person(server, name);
  const [siti, udin, laila, dinas] = [
    person('Acil Siti'),
    person('Pak Udin'),
    person('Kak Laila'),
    person('Dinas'),
  ];
  const known = server.people.get(dinas.personId);
  const desk = { role: 'dinas', village: '', shopId: '' };
  server.people.set(dinas.personId, {
    name: 'Dinas',
    facts: { hasAccount: true, ...known?.facts, rights: [desk] },
  });
  const [shopId, id] = [newId(), newId()];
  await siti.must('shop.open', { id: shopId, village: VILLAGE, name: 'Warung Siti', kind: 'kue' });
  const goods = { title: 'Bingka', price: 12_000, unit: 'loyang', category: 'kue', publish: true };
  await siti.must('listing.add', { id, shopId, ...goods });
  await siti.sync();
  await dinas.sync();
  const give = async (to: Person) => {
    const grantId = newId();
    const right = { personId: to.personId, role: 'facilitator', village: VILLAGE };
    await dinas.must('grant.give', { id: grantId, ...right });
    await dinas.sync();
    await to.sync();
    return async () => {
      await dinas.must('grant.revoke', { id: grantId });
      await dinas.sync();
    };
  };
  const take = (by: Person) => {
    const [late] = by.shows<HandedValues>('handed');
    if (!late) throw new Error(`${by.name} was handed nothing`);
    const { action, said, author, saidMs } = late;
    return by.does('handed.take', { id: late.id, action, said, author, saidMs });
  };
  const truth = () => new Map(server.allRows().map((row) => [rowName(row), row]));
  const product = () => truth().get(`listing/${id}`)?.values as ListingValues;
  return {
    ...{ server, person, siti, udin, laila, dinas, shopId, id, here: { id, shopId } },
    ...{ give, take, truth, product },
  };
}

/** Pak Udin changes the price without signal; meanwhile the village goes to Kak Laila. */
export async function lateVillage() {
  const all = await village();
  const end = await all.give(all.udin);
  await all.udin.must('listing.edit', { ...all.here, price: 15_000 });
  await end();
  await all.give(all.laila);
  return all;
}

export const statusOf = (person: Person) =>
  person.shows<HandedValues>('handed').map(({ status }) => status);
