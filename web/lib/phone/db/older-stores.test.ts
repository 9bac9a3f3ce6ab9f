/**
 * A phone that was off for a year and holds five hundred changes gets a new app. Its battery dies at some step of
 * the first opening. Every step is tried: nothing is lost, order and numbers are kept, and then all of it is sent.
 */
import 'fake-indexeddb/auto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Dexie } from 'dexie';
import { beforeAll, describe, expect, it } from 'vitest';
import { declarations } from '#domain/index';
import { prepare } from '#sync/phone/prepare';
import { settle } from '#sync/phone/settle';
import type { PhoneState, Queued } from '#sync/phone/store';
import { readSyncRequest } from '#sync/server/read-request';
import { handleSync } from '#sync/server/sync';
import { MemoryServerStore } from '#sync/testing/memory-server-store';
import { DexiePhoneStore } from '../dexie-store';
import { NOW, PhoneInABox } from '../testing/phone-in-a-box';
import { Battery } from '../testing/power-cut';
import { CatalogueDb } from './catalogue-db';
import { trimSent } from './make-room';
import { PersonDb } from './person-db';
import { isSoundState, readOneSound } from './sound';

/** As an app of that version left it. */
interface Frozen {
  readonly version: number;
  /** Schema of every store, in Dexie's words. */
  readonly stores: Readonly<Record<string, string>>;
  readonly state: PhoneState;
  /** A shop, a product, and one change of it, which stands for all that follow. */
  readonly queue: readonly Queued[];
}

const LONG = { timeout: 600_000 };
const ENTRIES = 500;
const newest = new PersonDb('never-opened').verno;
const versions = Array.from({ length: newest }, (_, index) => index + 1);
const fileOf = (version: number) =>
  fileURLToPath(new URL(`versions/person-${version}.json`, import.meta.url));
const frozen = (version: number) => JSON.parse(readFileSync(fileOf(version), 'utf8')) as Frozen;

beforeAll(async () => {
  if (!process.env['RECORD_STORE'] || existsSync(fileOf(newest))) return;
  const phone = await PhoneInABox.open();
  const shopId = await phone.openShop();
  const id = await phone.addListing(shopId);
  await phone.tap('listing.edit', { id, shopId, price: 6_000 });
  const stores = schemaOf(phone.db);
  const [state, queue] = [await phone.state(), await phone.db.queue.toArray()];
  writeFileSync(
    fileOf(newest),
    `${JSON.stringify({ version: newest, stores, state, queue }, null, 1)}\n`,
  );
  phone.close();
});

function schemaOf(db: Dexie): Record<string, string> {
  return Object.fromEntries(
    db.tables.map(({ name, schema }) => [
      name,
      [schema.primKey, ...schema.indexes].map(({ src }) => src).join(', '),
    ]),
  );
}

it('every version of the store is frozen, and the newest is what the app declares', () => {
  expect(versions.filter((version) => !existsSync(fileOf(version)))).toEqual([]);
  expect(schemaOf(new PersonDb('never-opened'))).toEqual(frozen(newest).stores);
});

let phones = 0;

/** A store made by that very schema, without any of today's code. @returns its name, and the stamps in it */
async function left({ version, stores, state, queue }: Frozen, many: number) {
  const name = `older-${(phones += 1)}`;
  const db = new Dexie(name);
  db.version(version).stores(stores);
  const [shop, product, change] = queue as [Queued, Queued, Queued];
  const further = Array.from({ length: many - 2 }, (_, index): Queued => {
    const seq = index + 3;
    const stamp = `${change.entry.stamp.slice(0, 9)}${(100 + index).toString(36).padStart(3, '0')}`;
    const entry = { ...change.entry, seq, stamp: stamp + change.entry.stamp.slice(12) };
    return { ...change, seq, entry: { ...entry, input: { ...entry.input, price: 1_000 + index } } };
  });
  const all = [shop, product, ...further];
  await db.table('state').put({ ...state, nextSeq: many + 1 }, 'state');
  await db.table('queue').bulkAdd(all);
  db.close();
  return { name, all };
}

/** What the app does with a person's store before anything is shown. */
async function opening(db: PersonDb): Promise<void> {
  await db.open();
  await db.transaction('rw', [db.state, db.setAside], () =>
    readOneSound<PhoneState, 'state'>(db.state, db.setAside, 'state', isSoundState, NOW),
  );
  await trimSent(db, NOW);
  await storeOf(db).write((tx) => tx.queue());
}

const market = new CatalogueDb('older-market');
const storeOf = (db: PersonDb) =>
  new DexiePhoneStore(
    db,
    market,
    () => NOW,
    () => Promise.resolve(0),
  );

/**
 * Opens with a battery for one step, two, three … until it lasts; after each death the phone is opened once more.
 *
 * @returns at how many steps it died
 */
async function diedEverywhere(
  make: () => Promise<{ name: string; all: readonly Queued[] }>,
  open: (name: string) => Dexie,
  work: (db: Dexie) => Promise<unknown>,
): Promise<number> {
  for (let steps = 0; ; steps += 1) {
    const { name, all } = await make();
    const battery = new Battery(steps);
    const real = Dexie.dependencies.indexedDB;
    Dexie.dependencies.indexedDB = battery.factory;
    const dying = open(name);
    Dexie.dependencies.indexedDB = real;
    await battery.carry(() => work(dying));
    const { died } = battery;
    dying.close();
    const again = open(name);
    await work(again);
    expect(await again.table('queue').toArray(), `died at step ${steps}`).toEqual(all);
    expect(await again.table('setAside').count()).toBe(0);
    again.close();
    await Dexie.delete(name);
    if (!died) return steps;
  }
}

describe.each(versions)('a store of version %i', (version) => {
  it('with 500 changes survives a battery that dies at any step of the opening', LONG, async () => {
    const deaths = await diedEverywhere(
      () => left(frozen(version), ENTRIES),
      (name) => new PersonDb(name),
      (db) => opening(db as PersonDb),
    );
    expect(deaths).toBeGreaterThan(4);
  });

  it('is sent to the last change, in its order and under its numbers', LONG, async () => {
    const then = frozen(version);
    const { name, all } = await left(then, ENTRIES);
    const db = new PersonDb(name);
    await opening(db);
    const taken = await sendAll(db, then.state);
    expect(taken).toEqual(all.map(({ seq }) => [seq, 'applied']));
    expect(await db.queue.count()).toBe(0);
    expect(await db.sent.count()).toBe(ENTRIES);
    db.close();
  });
});

/** With the real server code. @returns number and answer of every entry, as they were taken */
async function sendAll(db: PersonDb, { deviceId, actor }: PhoneState) {
  const server = new MemoryServerStore();
  const { personId } = actor;
  server.people.set(personId, { facts: { hasAccount: true, rights: [] }, name: 'Ratna' });
  const device = { epoch: 0, lastSeq: 0, lastOrder: '', revoked: false, entryCount: 0 };
  await server.addDevice({ id: deviceId, personId, ...device });
  const caller = { deviceId, personId, revoked: false, session: 'live' as const };
  const ports = { nowMs: () => NOW, seal: (text: string) => text.slice(-12) };
  const sha256 = (text: string) => text;
  const taken: [number, string][] = [];
  const store = storeOf(db);
  const limits = { fingerprint: 'test', maxEntries: 200, maxBytes: 400_000, maxRows: 2_000 };
  for (let turn = 0; turn < 8; turn += 1) {
    const request = await prepare(store, declarations.publicScopes, limits, ports);
    const read = readSyncRequest(JSON.parse(JSON.stringify(request)));
    if ('code' in read) throw new Error(read.code);
    const far = { ...ports, store: server, sha256, onPoison: () => undefined };
    const answer = await handleSync(read.request, caller, declarations, far);
    if ('forked' in answer) throw new Error('forked');
    taken.push(...answer.outcomes.map(({ seq, result }): [number, string] => [seq, result]));
    await settle(store, declarations, request, answer, ports);
  }
  return taken;
}

describe('the next version of a store', () => {
  type Upgrade = (db: Dexie) => void;
  const next = (upgrade: Upgrade) => (name: string) => {
    const db = new Dexie(name);
    const { version, stores } = frozen(newest);
    db.version(version).stores(stores);
    upgrade(db);
    return db;
  };
  const open = (db: Dexie) => db.open().then(() => db.table('queue').toArray());
  const few = () => left(frozen(newest), 12);

  it(
    'that looks at every entry would lose none either, wherever the battery dies',
    LONG,
    async () => {
      const upgrade: Upgrade = (db) =>
        db
          .version(newest + 1)
          .stores({ queue: '[deviceEpoch+seq], state' })
          .upgrade((tx) => tx.table<Queued>('queue').toCollection().modify({}));
      expect(await diedEverywhere(few, next(upgrade), open)).toBeGreaterThan(12);
    },
  );

  it('that moves them in two transactions is found out here', LONG, async () => {
    // What no upgrade may do: take them out in one step, and put them back in another.
    const inTwo = async (db: Dexie) => {
      await db.open();
      const held = await db.table<Queued>('queue').toArray();
      await db.table('queue').clear();
      await db.table('queue').bulkAdd(held);
    };
    const nothing: Upgrade = () => undefined;
    await expect(diedEverywhere(few, next(nothing), inTwo)).rejects.toThrow(/died at step/);
  });
});
