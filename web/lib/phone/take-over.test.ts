import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openShop } from '#domain/shop';
import { storeNames } from './db/store-name';
import { shelf } from './shelf';
import { VILLAGE } from './testing/phone-in-a-box';
import { newPhone, openTab, type Tab, unreadable } from './testing/tabs';
import { uuid7 } from './uuid7';

beforeEach(newPhone);
afterEach(() => vi.unstubAllGlobals());

const shop = () => ({ id: uuid7(), village: VILLAGE, name: 'Wadai', kind: 'kue' }) as const;
const queueOf = async (tab: Tab) => (await tab.open()).db.queue.count();
/** Until a tab whose store was taken over has noticed, and lives in the other one. */
const moves = (tab: Tab, name: string) =>
  vi.waitFor(async () => expect((await tab.open()).db.name).toBe(name), 5_000);
const told = (tab: Tab) => tab.phone.troubles.map(({ code }) => code);

it('a store that stays shut is told at every start; once it opens it is lived in, with what was written meanwhile', async () => {
  const before = await openTab();
  await before.act(openShop, shop());
  await before.saveDraft('listing.new.s', { title: 'Amparan' });
  const { name } = (await before.open()).db;

  unreadable.add(name);
  const meanwhile = await openTab();
  expect(told(meanwhile)).toEqual(['phone.renamed']);
  expect((await meanwhile.open()).db.name).toBe(`${name}.2`);
  await meanwhile.act(openShop, shop());
  await meanwhile.saveDraft('listing.new.t', { title: 'Roti' });
  const still = await openTab();
  await vi.waitFor(() => expect(told(still)).toEqual(['phone.renamed']));
  expect(await queueOf(still)).toBe(1);

  unreadable.clear();
  const later = await openTab();
  expect((await later.open()).db.name).toBe(name);
  expect(later.phone.profileId).toBe(before.phone.profileId);
  await vi.waitFor(() => expect(told(later)).toEqual(['phone.taken_over']));
  expect(await queueOf(later)).toBe(2);
  expect(await later.readDraft('listing.new.s')).toEqual({ title: 'Amparan' });
  expect(await later.readDraft('listing.new.t')).toEqual({ title: 'Roti' });
  expect(storeNames(name, shelf)).toEqual([name]);

  // The tabs that were still open in the store that is given up: what is typed there is not lost.
  await Promise.all([moves(meanwhile, name), moves(still, name)]);
  await meanwhile.saveDraft('listing.new.u', { title: 'Wadai' });
  expect(await later.readDraft('listing.new.u')).toEqual({ title: 'Wadai' });
  expect([told(meanwhile), told(still)].flat()).not.toContain('lost.evicted');
}, 30_000);

it('the form written meanwhile is the one that is offered; the older one stays beside it', async () => {
  const before = await openTab();
  await before.saveDraft('listing.new.s', { title: 'Amparan' });
  const { name } = (await before.open()).db;
  unreadable.add(name);
  const meanwhile = await openTab();
  await meanwhile.saveDraft('listing.new.s', { title: 'Amparan tatak', price: 5_000 });
  await (await meanwhile.open()).db.imported.put({ stamp: 'taken-in-meanwhile' });

  unreadable.clear();
  const later = await openTab();
  await vi.waitFor(() => expect(storeNames(name, shelf)).toEqual([name]), 5_000);
  expect(await later.readDraft('listing.new.s')).toEqual({ title: 'Amparan tatak', price: 5_000 });
  const { db } = await later.open();
  const values = (await db.drafts.toArray()).map(({ value }) => value);
  expect(values).toContainEqual({ title: 'Amparan' });
  // The same file once more changes nothing.
  expect(await db.imported.toCollection().primaryKeys()).toEqual(['taken-in-meanwhile']);
  await moves(meanwhile, name);
}, 30_000);
