import { beforeEach, describe, expect, it } from 'vitest';
import { prepare } from '../phone/prepare';
import { settle } from '../phone/settle';
import { tap } from '../phone/tap';
import { readSyncRequest } from '../server/read-request';
import { handleSync } from '../server/sync';
import type { ServerPorts } from '../server/store';
import { MemoryPhoneStore } from '../testing/memory-phone-store';
import type { MemoryServerStore } from '../testing/memory-server-store';
import {
  deviceId,
  deviceOf,
  NOW,
  noteId,
  PERSON,
  phoneState,
  toy,
  toyServer,
} from '../testing/toy';
import { LIMITS, type SyncAnswer, type SyncRequest } from '../wire';
import { packAnswer, saysNothing } from './answer';
import { takeOutEcho } from './echo';
import { receiveAnswer } from './receive';
import { packRequest, shortScope, unpackRequest } from './request';
import { writeCompact } from './value';

let server: MemoryServerStore;
let ports: ServerPorts;
let sentUp: number;
let sentDown: number;
beforeEach(() => {
  const made = toyServer();
  server = made.store;
  ports = made.ports;
  server.addDevice(deviceOf(1));
  server.addDevice(deviceOf(2));
});

const clock = { nowMs: () => NOW };
const limits = { fingerprint: '2-toy', maxEntries: 200, maxBytes: 1e6, maxRows: LIMITS.rows };
const caller = (n: number) =>
  ({ deviceId: deviceId(n), personId: PERSON, revoked: false, session: 'live' }) as const;

/** One sync over the compact wire, every byte of it. */
async function sync(phone: MemoryPhoneStore, n: number): Promise<SyncAnswer> {
  const request = await prepare(
    phone,
    toy.publicScopes,
    { ...limits, takesSnapshots: true },
    clock,
  );
  const up = packRequest(request, deviceId(n));
  const read = readSyncRequest(unpackRequest(up, deviceId(n)));
  if (!('request' in read)) throw new Error(read.code);
  expect(read.request.entries).toEqual(request.entries);
  const answer = (await handleSync(read.request, caller(n), toy, ports)) as SyncAnswer;
  const { answer: left, echo } = takeOutEcho(answer, read.request, toy);
  const nothing = saysNothing(answer, read.request);
  const down = nothing ? null : packAnswer(left, read.request, echo);
  [sentUp, sentDown] = [up.length, down?.length ?? 0];
  const received = down ? { bytes: down } : { serverMs: answer.serverMs };
  const heard = await receiveAnswer(phone, toy, request, received);
  await settle(phone, toy, request, heard, clock);
  return heard;
}

const write = (phone: MemoryPhoneStore, note: number, price: number, title = 'Wadai ipau') =>
  tap(phone, toy, { action: 'note.write', input: { id: noteId(note), title, price } }, clock);
const baseOf = (phone: MemoryPhoneStore, note: number) =>
  phone.inspect().rows.find(({ id }) => id === noteId(note))?.base;
const truthOf = (note: number) => server.allRows().find(({ id }) => id === noteId(note));

describe('a sync over the compact wire', () => {
  it('[S20] gives both sides word for word what JSON would have given', async () => {
    const phone = new MemoryPhoneStore(phoneState(1));
    await write(phone, 1, 1000);
    await write(phone, 2, 2000);
    const request = await prepare(phone, toy.publicScopes, limits, clock);
    const odd: SyncRequest = { ...request, acked: 300, maxRows: 7, cursors: { 'desk:1': 'x.y' } };
    const back = readSyncRequest(unpackRequest(packRequest(odd, deviceId(1)), deviceId(1)));
    const tail = limits.fingerprint.slice(-6);
    const cursors = { [shortScope('desk:1')]: 'x.y' };
    const asJson = { ...odd, cursors, fingerprint: tail, takesSnapshots: false };
    expect(back).toEqual({ request: asJson });
  });

  it('[S20] says nothing at all, both ways, when there is nothing new', async () => {
    const phone = new MemoryPhoneStore(phoneState(1));
    await write(phone, 1, 1000);
    await sync(phone, 1);
    const answer = await sync(phone, 1);
    expect(sentDown).toBe(0);
    expect(sentUp).toBeLessThan(100);
    expect(answer).toMatchObject({ more: false, scopes: ['desk:1', 'board:1'] });
    expect(phone.inspect().state.actor.hasAccount).toBe(true);
  });

  it('tells the standing again when it has changed', async () => {
    const phone = new MemoryPhoneStore(phoneState(1));
    await write(phone, 1, 1000);
    await sync(phone, 1);
    const rights = [{ role: 'helper', village: '', shopId: 'x' }];
    server.people.set(PERSON, { name: 'Ibu Siti', facts: { hasAccount: true, rights } });
    expect((await sync(phone, 1)).actor.rights).toEqual(rights);
    await sync(phone, 1);
    expect(sentDown).toBe(0);
    expect(phone.inspect().state.actor.rights).toEqual(rights);
  });
});

describe('healing over the compact wire', () => {
  it('[P7] is done by a phone that the server had told its standing by name', async () => {
    const phone = new MemoryPhoneStore(phoneState(1));
    const backup = server.backup();
    for (let note = 1; note <= 5; note += 1) await write(phone, note, 1000 * note);
    while ((await sync(phone, 1)).more);
    expect(phone.inspect().state.heard).toBeDefined();
    const before = [1, 2, 3, 4, 5].map(truthOf);
    server.restore(backup);
    let rounds = 0;
    while ((await sync(phone, 1)).more) expect((rounds += 1)).toBeLessThan(20);
    expect([1, 2, 3, 4, 5].map(truthOf)).toEqual(before);
    expect(phone.inspect().state.heard?.epoch).toBe(server.epochId);
  });
});

describe('bytes of a stranger', () => {
  it('that count more names than they say are no request, and cost nothing', () => {
    const entries = [
      1,
      'note.write',
      [{ id: 'a' }],
      0,
      0,
      0,
      true,
      Number.MAX_SAFE_INTEGER,
      [],
      [],
    ];
    const bytes = writeCompact([0, 0, '', 0, 0, NOW, 1, 0, entries]);
    expect(() => unpackRequest(bytes, deviceId(1))).toThrow(TypeError);
  });
});

describe('[S21] an echo of own words', () => {
  it('costs one number, and the phone holds the rows as the server does', async () => {
    const phone = new MemoryPhoneStore(phoneState(1));
    for (let note = 1; note <= 9; note += 1) await write(phone, note, 1000 * note);
    await sync(phone, 1);
    const births = sentDown;
    for (let note = 1; note <= 9; note += 1) await write(phone, note, 500 * note);
    await sync(phone, 1);
    // Every answer carries its seal (S13), which nothing can make shorter.
    const seals = 9 * 13;
    expect(sentDown).toBeLessThan(130 + seals);
    expect(births).toBeLessThan(250 + seals);
    for (let note = 1; note <= 9; note += 1) {
      const { values, versions } = truthOf(note) ?? { values: null, versions: null };
      expect(baseOf(phone, note)).toEqual({ values, versions });
      expect(phone.publicRows.get(`note/${noteId(note)}`)?.values).toEqual({ title: 'Wadai ipau' });
    }
    expect(phone.inspect().queue).toEqual([]);
  });

  it('also takes a row out of the public part when the phone itself has ended it', async () => {
    const phone = new MemoryPhoneStore(phoneState(1));
    await write(phone, 1, 1000);
    await sync(phone, 1);
    expect(phone.publicRows.size).toBe(1);
    await write(phone, 1, 0);
    await sync(phone, 1);
    expect(phone.publicRows.size).toBe(0);
  });

  it('is checked: where another phone was there in between, the rows come whole', async () => {
    const phone = new MemoryPhoneStore(phoneState(1));
    const other = new MemoryPhoneStore(phoneState(2));
    await write(phone, 1, 1000);
    await write(phone, 2, 1000);
    await sync(phone, 1);
    await sync(other, 2);
    // A title that this phone has not heard of stands under its next price.
    await write(other, 1, 1000, 'Wadai lain');
    await sync(other, 2);
    const { input } = { input: { id: noteId(2), title: 'Wadai ipau', price: 700 } };
    await tap(phone, toy, { action: 'note.write', input }, clock);
    await write(phone, 1, 900, 'Wadai ipau');
    const first = await sync(phone, 1);
    if (first.more) await sync(phone, 1);
    for (const note of [1, 2]) {
      const { values, versions } = truthOf(note) ?? { values: null, versions: null };
      expect(baseOf(phone, note)).toEqual({ values, versions });
    }
    expect(phone.inspect().queue).toEqual([]);
  });
});
