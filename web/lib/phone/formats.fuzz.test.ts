/**
 * What a phone reads that it did not write just now: a file somebody brought, the first bytes of a picture,
 * notes in localStorage. Each is what it says, or refused in the way its reader names, and whatever was on the
 * phone before is there afterwards.
 */
import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { declarations } from '#domain/index';
import { fuzzSeeds, underSeed } from '#sync/testing/fuzz-seeds';
import { anyBytes, hostileText, hostileValue, spoilt, spoiltBytes } from '#sync/testing/hostile';
import type { Chance } from '#sync/testing/seeded-random';
import { compareBeacon, readBeacon, readBeacons } from './beacon';
import { packWork, unpackWork } from './carry-work';
import { storeNames } from './db/store-name';
import { newState } from './new-state';
import { readHead } from './photo/picture-head';
import { keepShrunk } from './photo/keep';
import { everyScreen } from './testing/every-screen';
import { NOW, PhoneInABox } from './testing/phone-in-a-box';
import { type CarriedWork, readWork, writeWork } from './unsent-file';

const LONG = { timeout: 600_000 };
const FILE = 'phone/formats';
const hex = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
const hashText = (text: string) => Promise.resolve(hex(text));
const hashBytes = (bytes: ArrayBuffer) => Promise.resolve(hex(new Uint8Array(bytes)));

async function someWork(): Promise<{ work: CarriedWork; text: string }> {
  const phone = await PhoneInABox.open();
  const shopId = await phone.openShop();
  await phone.addListing(shopId);
  await phone.addListing(shopId, 'Lamang');
  const full = new TextEncoder().encode('a picture').buffer as ArrayBuffer;
  const looks = { width: 640, height: 480, placeholder: 'AAAA', type: 'image/webp' as const };
  const bytes = { full, preview: full.slice(0, 4), thumb: full.slice(0, 2) };
  const room = () => Promise.resolve(0);
  await keepShrunk(phone.db, { hash: await hashBytes(full), ...looks, ...bytes }, NOW, room);
  await phone.db.drafts.put({ key: 'listing.new.x', value: { title: 'Roti' }, savedMs: NOW });
  const work = JSON.parse(JSON.stringify(await packWork(phone.db, NOW))) as CarriedWork;
  phone.close();
  return { work, text: await writeWork(work, hashText) };
}

describe('a file of unsent work', () => {
  const CODES = ['file.not_ours', 'file.damaged', 'file.too_new', 'file.too_big'];

  it('whose bytes were damaged is refused, or says exactly what it said', async () => {
    const { work, text } = await someWork();
    const sound = new TextEncoder().encode(text);
    for (const seed of fuzzSeeds(400)) {
      await underSeed(seed, FILE, async (chance) => {
        const bytes = chance.happens(0.1) ? anyBytes(chance, 500) : spoiltBytes(sound, chance);
        const read = await readWork(new TextDecoder().decode(bytes), hashText);
        if (read.ok) expect(read.work).toEqual(work);
        else expect(CODES).toContain(read.code);
      });
    }
  });

  it(
    'that was made wrong on purpose is taken whole or not at all, and nothing here is touched',
    LONG,
    async () => {
      const { work } = await someWork();
      const held = await aPhoneAtWork();
      let taken = 0;
      for (const seed of fuzzSeeds(60)) {
        await underSeed(seed, FILE, async (chance) => {
          const before = await ownWork(held);
          const wrong = spoilt({ ...work, personId: held.personId }, chance) as CarriedWork;
          const read = await readWork(await writeWork(wrong, hashText), hashText);
          if (!read.ok) return void expect(CODES).toContain(read.code);
          await unpackWork(read.work, held.db, held.store, declarations, NOW, hashBytes);
          taken += 1;
          expect(await ownWork(held)).toEqual(before);
          await everyScreen(held);
        });
      }
      held.close();
      // Most changes are to what a person wrote: those are taken.
      if (fuzzSeeds(60).length >= 60) expect(taken).toBeGreaterThan(10);
    },
  );
});

/** A phone with work of its own, which no file may touch. */
async function aPhoneAtWork(): Promise<PhoneInABox> {
  const phone = await PhoneInABox.open();
  const shopId = await phone.openShop('Kadai Utuh');
  await phone.addListing(shopId, 'Apam');
  await phone.db.drafts.put({ key: 'listing.new.own', value: { title: 'Apam' }, savedMs: NOW });
  return phone;
}

async function ownWork({ db }: PhoneInABox) {
  const queue = await db.queue.toArray();
  return { first: queue.slice(0, 2), draft: await db.drafts.get('listing.new.own') };
}

describe('the head of a picture', () => {
  it('is told, or there is none, whatever the bytes are', async () => {
    for (const seed of fuzzSeeds(2_000)) {
      await underSeed(seed, FILE, (chance) => {
        const head = readHead(
          chance.happens(0.2)
            ? anyBytes(chance, 200)
            : spoiltBytes(chance.pick(HEADS)(chance), chance),
        );
        if (!head) return;
        expect(head.orientation).toBeGreaterThanOrEqual(1);
        expect(head.orientation).toBeLessThanOrEqual(8);
        const { width, height } = head.size ?? { width: 0, height: 0 };
        expect([width, height].every((side) => Number.isSafeInteger(side) && side >= 0)).toBe(true);
      });
    }
  });
});

type MakeBytes = (chance: Chance) => Uint8Array;
const text = (letters: string) => [...letters].map((letter) => letter.charCodeAt(0));
const filled = (start: readonly number[]): MakeBytes => {
  return (chance) => Uint8Array.from([...start, ...anyBytes(chance, 80)]);
};
/** How pictures of every kind we know begin; what follows is noise. */
const HEADS: readonly MakeBytes[] = [
  filled([
    0xff,
    0xd8,
    0xff,
    0xe1,
    0,
    40,
    ...text('Exif'),
    0,
    0,
    ...text('II'),
    42,
    0,
    8,
    0,
    0,
    0,
    9,
  ]),
  filled([0xff, 0xd8, 0xff, 0xe1, 0, 40, ...text('Exif'), 0, 0, ...text('MM'), 0, 42, 0, 0, 0, 8]),
  filled([0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 1, 0, 2, 0]),
  filled([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xff]),
  filled([0x89, ...text('PNG'), 13, 10, 26, 10, 0, 0, 0, 13, ...text('IHDR'), 0, 0, 2, 0, 0, 0, 1]),
  filled([...text('RIFF'), 9, 9, 0, 0, ...text('WEBPVP8X'), 10, 0, 0, 0]),
  filled([...text('RIFF'), 9, 9, 0, 0, ...text('WEBPVP8L'), 10, 0, 0, 0, 0x2f]),
  filled([...text('RIFF'), 9, 9, 0, 0, ...text('WEBPVP8 '), 10, 0, 0, 0]),
  filled([...text('GIF89a'), 1, 0, 1, 0]),
  filled(text('BM')),
  filled([0, 0, 0, 24, ...text('ftypavif')]),
  filled([0, 0, 0, 24, ...text('ftypheic')]),
];

describe('notes in localStorage', () => {
  /** What somebody else's program, an older one or a broken disk may have written there. */
  const note = (sound: unknown, chance: Chance): string =>
    chance.happens(0.3) ? hostileText(chance) : (JSON.stringify(spoilt(sound, chance)) ?? 'null');

  it('about the buoy are sound or none, and tell no losses that are no numbers', async () => {
    const state = newState('p', 'd');
    const buoy = { profileId: 'a', deviceId: 'd', deviceEpoch: 0, lastSeq: 7, unsent: 2 };
    for (const seed of fuzzSeeds(1_000)) {
      await underSeed(seed, FILE, (chance) => {
        const kept = new Map([['jukung.beacon.a', note({ ...buoy, lastSentMs: NOW }, chance)]]);
        const storage = {
          length: 1,
          key: () => 'jukung.beacon.a',
          getItem: (key: string) => kept.get(key) ?? null,
          setItem: () => undefined,
          removeItem: () => undefined,
        };
        expect(readBeacons(storage).length).toBeLessThanOrEqual(1);
        for (const found of [undefined, state]) {
          const loss = compareBeacon(readBeacon(storage, 'a'), found);
          if (!loss) continue;
          expect(Number.isSafeInteger(loss.unsent) && loss.unsent >= 0).toBe(true);
          if (loss.code === 'lost.evicted' && loss.lastSentMs !== null) {
            expect(Number.isFinite(loss.lastSentMs)).toBe(true);
          }
        }
      });
    }
  });

  it('about stores name only stores of this very owner', async () => {
    for (const seed of fuzzSeeds(1_000)) {
      await underSeed(seed, FILE, (chance) => {
        const said = chance.pick([
          () => hostileText(chance),
          () => `jukung-a.2 ${hostileText(chance)} jukung-a`,
          () => `jukung-a.${JSON.stringify(hostileValue(chance))}`,
          () => 'jukung-b jukung-a',
        ])();
        const names = storeNames('jukung-a', { getItem: () => said });
        expect(names.length).toBeGreaterThan(0);
        for (const name of names) expect(name).toMatch(/^jukung-a(\.[1-9][0-9]{0,5})?$/);
      });
    }
  });
});
