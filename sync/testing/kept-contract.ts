/** What every phone store must do with entries it keeps for a server that is restored: maps and Dexie alike. */
import { expect, it } from 'vitest';
import type { PhoneStore, Queued } from '../phone/store';
import { makeStamp, nodeOf } from '../stamp';
import { deviceId, entryOf, NOW } from './toy';

export function keptContract(open: () => Promise<PhoneStore>): void {
  const kept = (n: number, deviceEpoch = 0): Queued => ({
    deviceEpoch,
    seq: n,
    entry: entryOf(1, n, {
      stamp: makeStamp({ ms: NOW + n, counter: 0 }, nodeOf(deviceId(1), deviceEpoch)),
    }),
    state: 'answered',
    patches: [],
    rows: [],
    madeMs: NOW,
    outcome: { seq: n, result: 'applied', mac: 'abcdef123456789012' },
    answeredMs: NOW,
    saidAs: { deviceId: deviceId(1), personId: deviceId(2) },
  });
  const keepAll = (store: PhoneStore, all: readonly Queued[]) =>
    store.write(async (tx) => {
      for (const one of all) await tx.keepSent(one);
    });

  it('gives kept entries back whole, in the order in which they were made, a page at a time', async () => {
    const store = await open();
    const all = [kept(1), kept(2), kept(3), kept(4, 1), kept(5, 1)];
    await keepAll(store, [all[3], all[0], all[4], all[2], all[1]] as Queued[]);
    const page = (after: string, limit: number) => store.write((tx) => tx.sentAfter(after, limit));
    expect(await page('', 2)).toEqual(all.slice(0, 2));
    expect(await page(all[1]?.entry.stamp ?? '', 9)).toEqual(all.slice(2));
    expect(await page(all[4]?.entry.stamp ?? '', 9)).toEqual([]);
  });

  it('keeps an entry once, as it was kept last, and lets it go by its stamp', async () => {
    const store = await open();
    const newer = { ...kept(1), outcome: { seq: 1, result: 'merged' as const } };
    await keepAll(store, [kept(1), newer, kept(2)]);
    expect(await store.write((tx) => tx.sentAfter('', 9))).toEqual([newer, kept(2)]);
    await store.write((tx) => tx.dropSent(newer.entry.stamp));
    expect(await store.write((tx) => tx.sentAfter('', 9))).toEqual([kept(2)]);
  });
}
