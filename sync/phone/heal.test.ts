import { describe, expect, it } from 'vitest';
import { deviceId, deviceOf, noteId, NOW, PERSON, toy } from '../testing/toy';
import { limits, offersIn, village } from '../testing/healing-village';
import { ForeignAnswer } from '../request-mark';
import { prepare } from './prepare';
import { giveUp } from './repair';
import { settle } from './settle';
import { tap } from './tap';

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
    expect(offersIn(said)).toEqual([1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9]);
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
    // The last that was sealed anew is shown with the next ones.
    expect(offersIn(await sync(one))).toEqual([3, 4, 5, 6, 1, 2, 3, 3, 4, 5, 6, 6, 7]);
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
    expect(request.offers?.map(({ entry }) => entry.seq)).toEqual([3, 4, 5, 6]);
    await sync(one);
    expect([truth(), shows(one)]).toEqual([before, seen]);
  });

  it('begins again when the server is set back a second time in the middle of it', async () => {
    const { phone, write, sync, step, truth, store } = village();
    const one = phone(1);
    const backup = store.backup();
    for (let n = 1; n <= 7; n += 1) await write(one, `judul ${n}`, n);
    await sync(one);
    const before = truth();
    store.restore(backup);
    for (const _cut of [1, 2]) await step(one);
    await store.beginEpoch(store.epochId);
    await sync(one);
    expect(truth()).toEqual(before);
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

  it('does not count on a backup that is later than the restored one', async () => {
    const { phone, write, sync, store } = village();
    const one = phone(1);
    const backup = store.backup();
    for (const title of ['satu', 'dua']) {
      await write(one, title);
      await sync(one);
      store.coverAll();
    }
    expect(one.store.inspect().state.covered).toBeDefined();
    store.restore(backup);
    await sync(one);
    expect(one.store.inspect().state.covered).toBeUndefined();
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
