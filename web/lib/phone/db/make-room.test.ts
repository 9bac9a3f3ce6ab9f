import { afterEach, describe, expect, it } from 'vitest';
import { keptContract } from '#sync/testing/kept-contract';
import { NOW, PhoneInABox } from '../testing/phone-in-a-box';
import { trimSent } from './make-room';

const DAY = 86_400_000;
const opened: PhoneInABox[] = [];
afterEach(() => opened.splice(0).forEach((phone) => phone.close()));

async function box() {
  const phone = await PhoneInABox.open();
  opened.push(phone);
  return phone;
}

describe('[P7] a phone in Dexie', () => {
  keptContract(async () => (await box()).store);
});

describe('[P7] answered entries', () => {
  /** Keeps one entry for each age, `bytes` large each; returns the numbers still kept after trimming. */
  async function leftOf(daysOld: number[], bytes: number, coveredSeq: number | null) {
    const phone = await box();
    await phone.openShop();
    const [queued] = await phone.db.queue.toArray();
    for (const [index, days] of daysOld.entries()) {
      const seq = index + 1;
      const stamp = String(seq).padStart(9, '0') + queued!.entry.stamp.slice(9);
      const entry = { ...queued!.entry, seq, stamp };
      const answeredMs = NOW - days * DAY;
      const kept = { ...queued!, seq, entry, answeredMs, state: 'answered' as const };
      await phone.db.sent.put({ stamp, sizeBytes: bytes, queued: kept });
    }
    const state = await phone.state();
    const covered = coveredSeq === null ? {} : { covered: { epoch: 0, seq: coveredSeq } };
    await phone.db.state.put({ ...state, ...covered }, 'state');
    await trimSent(phone.db, NOW);
    return (await phone.db.sent.toArray()).map((sent) => sent.queued.seq).sort((a, b) => a - b);
  }

  it('stay for 30 days, and longer until a backup of the server holds them', async () => {
    expect(await leftOf([40, 31, 29, 1], 1000, 4)).toEqual([3, 4]);
    expect(await leftOf([40, 31, 29, 1], 1000, 1)).toEqual([2, 3, 4]);
    expect(await leftOf([400, 31, 29, 1], 1000, null)).toEqual([1, 2, 3, 4]);
  });

  it('beyond 5 MB the oldest go, of those that a backup holds', async () => {
    const megabytes = 2 * 1024 * 1024;
    expect(await leftOf([4, 3, 2, 1], megabytes, 4)).toEqual([3, 4]);
    expect(await leftOf([4, 3, 2, 1], megabytes, 1)).toEqual([2, 3, 4]);
    expect(await leftOf([4, 3, 2, 1], megabytes, null)).toEqual([1, 2, 3, 4]);
  });

  it('never fill a phone whose server is never backed up', async () => {
    expect(await leftOf([4, 3, 2, 1], 8 * 1024 * 1024, null)).toEqual([3, 4]);
  });
});
