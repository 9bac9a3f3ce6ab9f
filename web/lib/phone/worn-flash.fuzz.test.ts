/**
 * Flash wears out and browsers lose the odd value: a record somewhere on the phone is not what it was. The phone
 * opens all the same, every screen can be read, what waits is sent in a request that the server reads, and no
 * other record is touched.
 */
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { declarations } from '#domain/index';
import { packRequest } from '#sync/compact/request';
import { prepare } from '#sync/phone/prepare';
import { readSyncRequest } from '#sync/server/read-request';
import { fuzzSeeds, underSeed } from '#sync/testing/fuzz-seeds';
import { spoilt } from '#sync/testing/hostile';
import type { Chance } from '#sync/testing/seeded-random';
import { packWork } from './carry-work';
import type { PersonDb } from './db/person-db';
import { openPerson } from './open-person';
import { keepShrunk } from './photo/keep';
import { photosToSend } from './photo/upload';
import { everyScreen } from './testing/every-screen';
import { NOW, PhoneInABox } from './testing/phone-in-a-box';

const LONG = { timeout: 600_000 };
const FILE = 'phone/worn-flash';
/** Every store of a person, and the fields by which its records are found: those the browser itself keeps. */
const STORES = {
  state: [],
  rows: ['name'],
  queue: ['deviceEpoch', 'seq'],
  sent: ['stamp'],
  drafts: ['key'],
  photos: ['hash'],
  photoBytes: ['hash', 'kind'],
} as const;
type StoreName = keyof typeof STORES;

async function fullPhone(): Promise<PhoneInABox> {
  const phone = await PhoneInABox.open();
  await phone.signedIn();
  const shopId = await phone.openShop();
  const listingId = await phone.addListing(shopId);
  const id = await phone.addListing(shopId, 'Lamang');
  const full = new TextEncoder().encode('a picture').buffer as ArrayBuffer;
  const looks = { width: 640, height: 480, placeholder: 'AAAA', type: 'image/webp' as const };
  const bytes = { full, preview: full.slice(0, 4), thumb: full.slice(0, 2) };
  const hash = 'ab'.repeat(32);
  await keepShrunk(phone.db, { hash, ...looks, ...bytes }, NOW, () => Promise.resolve(0));
  await phone.tap('photo.add', {
    id,
    listingId,
    shopId,
    hash,
    width: 1,
    height: 1,
    placeholder: '',
  });
  await phone.db.drafts.put({ key: 'listing.new.x', value: { title: 'Roti' }, savedMs: NOW });
  for (const queued of await phone.db.queue.toArray()) {
    const kept = { ...queued, state: 'answered' as const, answeredMs: NOW - 1 };
    await phone.db.sent.put({ stamp: queued.entry.stamp, queued: kept, sizeBytes: 400 });
  }
  return phone;
}

/** Turns one record into something else. @returns which one */
async function wear(db: PersonDb, chance: Chance): Promise<{ store: StoreName; key: string }> {
  const store = chance.pick(Object.keys(STORES) as StoreName[]);
  const table = db.table<Record<string, unknown>, unknown>(store);
  const key = chance.pick(await table.toCollection().primaryKeys());
  const record = await table.get(key as never);
  const worn = spoilt(record, chance);
  const isRecord = typeof worn === 'object' && worn !== null && !Array.isArray(worn);
  const found = STORES[store].map((field) => [field, record?.[field]]);
  const whole = { ...(isRecord ? worn : { worn }), ...Object.fromEntries(found) };
  await (store === 'state'
    ? table.put(isRecord ? whole : (worn as never), key as never)
    : table.put(whole));
  return { store, key: JSON.stringify(key) };
}

async function everything(db: PersonDb): Promise<Map<string, string>> {
  const held = new Map<string, string>();
  for (const store of ['queue', 'sent', 'drafts', 'photos'] as const) {
    await db.table(store).each((record, { primaryKey }) => {
      held.set(`${store} ${JSON.stringify(primaryKey)}`, JSON.stringify(record));
    });
  }
  return held;
}

describe('one record that is not what it was', () => {
  it('is put aside or left alone, and the phone goes on with all the others', LONG, async () => {
    for (const seed of fuzzSeeds(25)) {
      await underSeed(seed, FILE, async (chance) => {
        const box = await fullPhone();
        const before = await everything(box.db);
        const worn = await wear(box.db, chance);
        const name = box.db.name;
        box.db.close();

        const profile = { profileId: name, dbName: name, personId: box.personId, name: '' };
        const who = { ...profile, role: 'penjual', pin: null, lastUsedMs: NOW };
        const open = await openPerson(who, box.catalogue, () => undefined);
        const phone = Object.assign(Object.create(box) as PhoneInABox, open);
        await everyScreen(phone);
        await packWork(open.db, NOW);
        await photosToSend(open.db);
        await mustBeReadable(phone, worn.store);
        await open.store.write(async (tx) => tx.saveState({ ...(await tx.state()), offered: '' }));
        await mustBeReadable(phone, 'sent');

        // With its state gone a phone is another device, and its entries have other numbers.
        if (worn.store === 'state') {
          expect(await open.db.queue.count()).toBe(
            [...before.keys()].filter((one) => one.startsWith('queue ')).length,
          );
        } else {
          const after = await everything(open.db);
          const lost = [...before.keys()].filter((one) => !after.has(one));
          expect(lost.filter((one) => one !== `${worn.store} ${worn.key}`)).toEqual([]);
        }
        open.db.close();
        box.catalogue.close();
      });
    }
  });
});

/** What it says next can be written down, and the server reads it, or blames the one entry that was worn. */
async function mustBeReadable({ store }: PhoneInABox, worn: StoreName): Promise<void> {
  const limits = { fingerprint: 'test', maxEntries: 200, maxBytes: 100_000, maxRows: 500 };
  const request = await prepare(store, declarations.publicScopes, limits, { nowMs: () => NOW });
  const { deviceId } = await store.write((tx) => tx.state());
  packRequest(request, deviceId, declarations.wireWords);
  const read = readSyncRequest(JSON.parse(JSON.stringify(request)));
  if ('code' in read && worn === 'queue') return void expect(request.entries).not.toEqual([]);
  if ('code' in read) throw new Error(`${read.code}: ${JSON.stringify(request)}`);
}
