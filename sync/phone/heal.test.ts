import { describe, expect, it } from 'vitest';
import { MemoryPhoneStore } from '../testing/memory-phone-store';
import {
  deviceId,
  deviceOf,
  noteId,
  NOW,
  PERSON,
  phoneState,
  toy,
  toyServer,
} from '../testing/toy';
import { handleSync } from '../server/sync';
import type { ForkAnswer, SyncAnswer, SyncRequest } from '../wire';
import { ForeignAnswer } from '../request-mark';
import { prepare } from './prepare';
import { giveUp, settleFork } from './repair';
import { settle } from './settle';
import { tap } from './tap';

const limits = { fingerprint: 'toy', maxEntries: 3, maxBytes: 10_000, maxRows: 100 };

function village() {
  const server = toyServer();
  let nowMs = NOW;
  const ports = { nowMs: () => (nowMs += 10) };
  const phone = (n: number, store?: MemoryPhoneStore) => {
    if (!store) server.store.addDevice(deviceOf(n));
    return { n, store: store ?? new MemoryPhoneStore(phoneState(n)) };
  };
  type Phone = ReturnType<typeof phone>;
  const write = (one: Phone, title: string, n = 1, price = 1000) =>
    tap(one.store, toy, { action: 'note.write', input: { id: noteId(n), title, price } }, ports);
  const ask = async (one: Phone, request: SyncRequest) => {
    const caller = {
      ...{ deviceId: deviceId(one.n), personId: PERSON },
      ...{ revoked: false, session: 'live' as const },
    };
    const answer = await handleSync(request, caller, toy, { ...server.ports, nowMs: () => nowMs });
    return answer as SyncAnswer & ForkAnswer;
  };
  const step = async (one: Phone) => {
    const request = await prepare(one.store, toy.publicScopes, limits, ports);
    const answer = await ask(one, request);
    if (answer.forked) await settleFork(one.store, toy, request, answer, ports);
    else await settle(one.store, toy, request, answer, ports);
    return { request, answer };
  };
  const sync = async (one: Phone) => {
    const said = [];
    for (let round = 0; round < 40; round += 1) {
      const { request, answer } = await step(one);
      said.push({ request, answer });
      const open = one.store.inspect().queue.some(({ state }) => /waiting|sending/.test(state));
      if (!answer.forked && !answer.more && !open) return said;
    }
    throw new Error('never came to rest');
  };
  /** Everything the server was told, without what only it decides (positions, ids of kept values). */
  const truth = () =>
    server.store
      .allRows()
      .map(({ noun, id, values, versions }) =>
        JSON.stringify([noun, noun === 'kept' ? '' : id, values, versions]),
      )
      .toSorted();
  const shows = (one: Phone) =>
    Object.fromEntries(
      one.store.inspect().rows.flatMap(({ name, view }) => (view ? [[name, view.values]] : [])),
    );
  return { ...server, ports, phone, write, ask, step, sync, truth, shows };
}
const offersIn = (said: { request: SyncRequest }[]) =>
  said.flatMap(({ request }) => request.offers ?? []).map(({ entry }) => entry.seq);

describe('[P7] a phone whose server was restored', () => {
  it('offers everything again that it keeps, in its first order, before it asks what is new', async () => {
    const { phone, write, sync, truth, shows, store } = village();
    const one = phone(1);
    await write(one, 'satu', 1);
    await sync(one);
    const backup = store.backup();
    for (let n = 2; n <= 8; n += 1) await write(one, `judul ${n}`, n);
    await write(one, 'satu lagi', 1);
    await sync(one);
    const [before, seen] = [truth(), shows(one)];
    store.restore(backup);
    await write(one, 'belum terkirim', 9);
    const said = await sync(one);
    expect(offersIn(said)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(said.slice(0, -2).every(({ answer }) => answer.changes.length === 0)).toBe(true);
    expect(truth().filter((row) => !row.includes('belum terkirim'))).toEqual(before);
    expect(shows(one)).toMatchObject(seen);
    expect(one.store.inspect().state.offered).toBeUndefined();
  });

  it('begins again when the server is restored a second time in the middle', async () => {
    const { phone, write, sync, step, truth, store } = village();
    const one = phone(1);
    const backup = store.backup();
    for (let n = 1; n <= 7; n += 1) await write(one, `judul ${n}`, n);
    await sync(one);
    const before = truth();
    store.restore(backup);
    await step(one);
    await step(one);
    store.restore(backup);
    expect(offersIn(await sync(one))).toEqual([4, 5, 6, 1, 2, 3, 4, 5, 6, 7]);
    expect(truth()).toEqual(before);
  });

  it('believes no answer to other offers, and none that comes when healing is over', async () => {
    const { phone, write, sync, ask, step, truth, store } = village();
    const one = phone(1);
    const backup = store.backup();
    for (let n = 1; n <= 7; n += 1) await write(one, `judul ${n}`, n);
    await sync(one);
    const before = truth();
    store.restore(backup);
    await step(one);
    const early = await prepare(one.store, toy.publicScopes, limits, { nowMs: () => NOW });
    const late = await ask(one, early);
    await step(one);
    const next = await prepare(one.store, toy.publicScopes, limits, { nowMs: () => NOW });
    await expect(settle(one.store, toy, next, late, { nowMs: () => NOW })).rejects.toThrow(
      ForeignAnswer,
    );
    await sync(one);
    await settle(one.store, toy, early, late, { nowMs: () => NOW });
    expect(one.store.inspect().state.offered).toBeUndefined();
    expect(truth()).toEqual(before);
  });

  it('keeps showing what it holds while it heals, and goes on where it was cut', async () => {
    const { phone, write, sync, step, truth, shows, store } = village();
    const one = phone(1);
    const backup = store.backup();
    for (let n = 1; n <= 7; n += 1) await write(one, `judul ${n}`, n);
    await sync(one);
    const [before, seen] = [truth(), shows(one)];
    store.restore(backup);
    await step(one);
    await step(one);
    expect(shows(one)).toEqual(seen);
    const request = await prepare(one.store, toy.publicScopes, limits, { nowMs: () => NOW });
    expect(request.offers?.map(({ entry }) => entry.seq)).toEqual([4, 5, 6]);
    await sync(one);
    expect([truth(), shows(one)]).toEqual([before, seen]);
  });

  it('never lets come to life what its author has let go', async () => {
    const { phone, write, sync, store, truth } = village();
    const one = phone(1);
    const backup = store.backup();
    store.people.clear();
    store.addDevice(deviceOf(1, { entryCount: 99 }));
    await write(one, 'ditolak');
    await sync(one);
    await giveUp(one.store, toy, { deviceEpoch: 0, seq: 1 });
    store.people.set(PERSON, { name: 'Siti', facts: { hasAccount: true, rights: [] } });
    store.restore(backup);
    expect(offersIn(await sync(one))).toEqual([1]);
    expect(truth()).toEqual([]);
  });

  it('is told how far a backup covers it, beside other news only', async () => {
    const { phone, write, sync, store } = village();
    const one = phone(1);
    await write(one, 'satu');
    await sync(one);
    store.coverAll();
    const [quiet] = await sync(one);
    expect(quiet?.answer.covered).toBeUndefined();
    await write(one, 'dua');
    await sync(one);
    expect(one.store.inspect().state.covered).toEqual({ epoch: 0, seq: 1 });
  });
});

describe('[S13] what the server once vouched for', () => {
  it('is honoured and not decided again: no right is asked for, nothing is done twice', async () => {
    const { phone, write, sync, ask, truth, store } = village();
    const one = phone(1);
    const backup = store.backup();
    for (let n = 1; n <= 5; n += 1) await write(one, `judul ${n}`, n);
    await sync(one);
    const before = truth();
    store.restore(backup);
    // The account was made after the backup: as a guest she could send three and no more.
    store.people.clear();
    const said = await sync(one);
    expect(truth()).toEqual(before);
    for (const { request } of said) if (request.offers) await ask(one, request);
    expect(truth()).toEqual(before);
  });

  it('is decided anew without its seal, or with somebody else’s', async () => {
    const { phone, write, sync, step, ask, store, truth } = village();
    const [one, two] = [phone(1), phone(2)];
    const backup = store.backup();
    for (let n = 1; n <= 3; n += 1) await write(one, `judul ${n}`, n);
    await sync(one);
    store.restore(backup);
    await step(one);
    const request = await prepare(one.store, toy.publicScopes, limits, { nowMs: () => NOW });
    const [a, b, c] = request.offers ?? [];
    const forged = [
      { ...a!, mac: undefined as never },
      { ...b!, mac: a!.mac! },
      { ...c!, result: 'refused' as const },
    ];
    const { offered } = await ask(one, { ...request, offers: forged });
    expect(offered?.map(({ result }) => result)).toEqual(['applied', 'applied', 'applied']);
    expect(truth()).toHaveLength(3);
    const foreign = await ask(two, {
      ...request,
      offers: [{ ...a!, deviceId: deviceId(1), mac: 'x' }],
    });
    expect(foreign.offered?.[0]).toMatchObject({ result: 'refused', code: 'entry.unproven' });
  });

  it('ends the same in whatever order the phones come back', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ] as const) {
      const { phone, write, sync, truth, store } = village();
      const phones = [phone(1), phone(2)] as const;
      await write(phones[0], 'awal', 1, 1000);
      await write(phones[0], 'lain', 2, 1000);
      for (const one of phones) await sync(one);
      const backup = store.backup();
      // Concurrent on note 1; one after the other, each having seen the last, on note 2.
      await write(phones[0], 'awal', 1, 2000);
      await write(phones[1], 'awal', 1, 3000);
      for (const one of phones) await sync(one);
      for (const [price, one] of [
        [4, phones[0]],
        [5, phones[1]],
        [6, phones[0]],
      ] as const) {
        await sync(one);
        await write(one, 'lain', 2, price);
        await sync(one);
      }
      for (const one of phones) await sync(one);
      const before = truth();
      expect(before.filter((row) => row.includes('"conflict"'))).toHaveLength(1);
      store.restore(backup);
      for (const index of order) await sync(phones[index]);
      for (const one of phones) await sync(one);
      expect(truth()).toEqual(before);
    }
  });
});

describe('[S14] what is vouched for and does not fit', () => {
  it('waits for the rows it rests on and is a case for a person meanwhile', async () => {
    const { phone, write, sync, truth, store, ask } = village();
    const [one, two] = [phone(1), phone(2)];
    const backup = store.backup();
    await write(one, 'satu');
    await sync(one);
    await sync(two);
    await tap(
      two.store,
      toy,
      { action: 'note.erase-title', input: { id: noteId(1) } },
      { nowMs: () => NOW + 9e6 },
    );
    await sync(two);
    const before = truth();
    store.restore(backup);
    const said = await sync(two);
    expect(said.flatMap(({ answer }) => answer.offered ?? [])).toMatchObject([
      { result: 'parked', code: 'note.unknown' },
    ]);
    expect((await store.parked(9)).map(({ code, personId }) => [code, personId])).toEqual([
      ['note.unknown', PERSON],
    ]);
    for (const { request } of said) if (request.offers) await ask(two, request);
    await sync(one);
    expect([truth(), await store.parked(9)]).toEqual([before, []]);
  });
});

describe('[S15] an erased person', () => {
  it('does not come back with what phones offer: subject.erased, and the phone lets it go', async () => {
    const { phone, write, sync, truth, store } = village();
    const one = phone(1);
    const backup = store.backup();
    await write(one, 'nama orang');
    await sync(one);
    store.restore(backup);
    store.erase(`note/${noteId(1)}`);
    await sync(one);
    await write(one, 'sekali lagi');
    await sync(one);
    const { queue, sent } = one.store.inspect();
    expect(queue.map(({ outcome }) => outcome?.code)).toEqual(['subject.erased', 'subject.erased']);
    expect([truth(), sent]).toEqual([[], []]);
  });
});

describe('[S16] a server set back as a whole', () => {
  it('learns it from an answer of its own that it does not hold, and begins a new epoch for all', async () => {
    const { phone, write, sync, truth, store } = village();
    const [one, two] = [phone(1), phone(2)];
    await write(one, 'satu');
    for (const each of [one, two]) await sync(each);
    const backup = store.backup();
    await write(one, 'dua', 2);
    await write(two, 'tiga', 3);
    for (const each of [one, two]) await sync(each);
    const before = truth();
    const epoch = store.epochId;
    store.setBack(backup);
    const said = await sync(one);
    expect(said[0]?.answer.heal).toBe(true);
    expect(store.epochId).not.toBe(epoch);
    await sync(two);
    expect(truth()).toEqual(before);
  });

  it('is not moved by a phone that only claims to be ahead', async () => {
    const { phone, write, sync, ask, store } = village();
    const one = phone(1);
    await write(one, 'satu');
    const [first] = await sync(one);
    const epoch = store.epochId;
    const lie = { ...first!.request, entries: [], acked: 900, epoch };
    expect((await ask(one, lie)).heal).toBe(true);
    await ask(one, { ...lie, offers: [] });
    expect(store.epochId).toBe(epoch);
  });
});

describe('[P4] a phone that woke up as it was before, or was cloned', () => {
  it('heals a restored server without losing or doubling anything', async () => {
    const { phone, write, sync, store, truth } = village();
    const one = phone(1);
    await write(one, 'satu', 1);
    await sync(one);
    const backup = store.backup();
    await write(one, 'dua', 2);
    await sync(one);
    const image = one.store.image();
    await write(one, 'tiga', 3);
    await sync(one);
    store.restore(backup);
    one.store.restore(image);
    await write(one, 'empat', 4);
    await sync(one);
    const titles = truth().map((row) => /"title":"(\w+)"/.exec(row)?.[1]);
    // What only the newer image held is gone from both sides: nobody has it any more.
    expect(titles.toSorted()).toEqual(['dua', 'empat', 'satu']);
  });

  it('and its clone offer the same entries: each counts once', async () => {
    const { phone, write, sync, store, truth } = village();
    const one = phone(1);
    const backup = store.backup();
    await write(one, 'satu', 1);
    await sync(one);
    const clone = phone(1, one.store.clone());
    await write(one, 'dari asli', 2);
    await write(clone, 'dari tiruan', 3);
    await sync(one);
    await sync(clone);
    await sync(one);
    const before = truth();
    expect(before).toHaveLength(3);
    store.restore(backup);
    for (const each of [clone, one, clone, one]) await sync(each);
    expect(truth()).toEqual(before);
  });
});
