import { describe, expect, it, vi } from 'vitest';
import { NOW } from '../testing/toy';
import { village } from '../testing/healing-village';

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

  it('keeps the proof until the new epoch has begun: nothing is taken before', async () => {
    const { phone, write, sync, step, truth, store } = village();
    const one = phone(1);
    const backup = store.backup();
    await write(one, 'satu');
    await sync(one);
    const [before, epoch] = [truth(), store.epochId];
    store.setBack(backup);
    await step(one);
    vi.spyOn(store, 'beginEpoch').mockRejectedValueOnce(new Error('lost'));
    await expect(step(one)).rejects.toThrow('lost');
    await sync(one);
    expect(store.epochId).not.toBe(epoch);
    expect(truth()).toEqual(before);
  });

  it('learns it from a phone in the middle of healing it, whose seals are of an earlier epoch', async () => {
    const { phone, write, sync, step, truth, store } = village();
    const one = phone(1);
    const backup = store.backup();
    for (let n = 1; n <= 7; n += 1) await write(one, `judul ${n}`, n);
    await sync(one);
    const before = truth();
    store.restore(backup);
    const healing = store.backup();
    // Told to heal, and the first three offers are taken.
    await step(one);
    await step(one);
    const epoch = store.epochId;
    store.setBack(healing);
    await sync(one);
    expect(store.epochId).not.toBe(epoch);
    expect(truth()).toEqual(before);
  });

  it('gives no seal on what it does not keep: a stranger could show it as proof', async () => {
    const { phone, write, sync, ask, store } = village();
    const one = phone(1);
    await write(one, 'satu');
    const [first] = await sync(one);
    const epoch = store.epochId;
    const entry = { ...first!.request.entries[0]!, rawMs: NOW - 5 };
    const request = { ...first!.request, entries: [], epoch, moreOffers: true };
    const offerOf = (answered: object) => ({ entry, deviceEpoch: 0, ...answered }) as never;
    const { offered } = await ask(one, { ...request, offers: [offerOf({ result: 'applied' })] });
    const { code, mac } = offered![0]!;
    await ask(one, { ...request, offers: [offerOf({ result: 'refused', code, mac })] });
    expect([code, mac, store.epochId]).toEqual(['entry.unproven', undefined, epoch]);
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
