import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { newId } from '#db/new-id';
import { inMarketOrder } from '#domain/market-order';
import { buildSearch } from '#domain/search/catalogue-search';
import type { Entry, EntryInput } from '#sync/entry';

import { member, PANGGUNG, type SignedIn } from '../testing/people';
import { chance } from '../testing/test-phone';
import { testServer, type TestServer } from '../testing/test-server';
import type { CataloguePage, PublicListing } from './shapes';

let server: TestServer;
let siti: SignedIn;
let shopId: string;
const GOODS = 60;
const NAMES = ['Keripik Pisang', 'Iwak Haruan', 'Madu Kelulut', 'Wadai Bingka', 'Bakul Purun'];
const SHELVES = ['keripik', 'ikan', 'madu', 'kue', 'anyaman'];

/** Goods of every kind: counted or not, run out by count or by word, with a picture, without one again. */
function goodsOf(n: number): Entry[] {
  const { phone } = siti;
  const id = newId();
  const here = { listingId: id, shopId };
  const photoId = newId();
  const stock: EntryInput = n % 3 === 0 ? { stock: (n % 5) + 1, movementId: newId() } : {};
  const entries = [
    phone.entry('listing.add', {
      ...{ id, shopId, title: `${NAMES[n % 5] ?? ''} ${n}`, price: 1000 + n, unit: 'biji' },
      ...{ category: SHELVES[n % 5] ?? 'kue', publish: true, ...stock },
    }),
  ];
  if (n % 4 < 2) {
    const looks = { hash: chance(32), width: 640, height: 480, placeholder: '' };
    entries.push(phone.entry('photo.add', { id: photoId, ...here, ...looks }));
  }
  if (n % 6 === 0) {
    const sold = { quantity: -((n % 5) + 1), reason: 'sale' };
    entries.push(phone.entry('movement.record', { id: newId(), ...here, ...sold }));
  }
  if (n % 7 === 0) entries.push(phone.entry('listing.edit', { id, shopId, soldOut: true }));
  return entries;
}

beforeAll(async () => {
  server = await testServer();
  siti = await member(server, 'Acil Siti');
  shopId = await siti.phone.openShop('Warung Acil Siti');
  const all = Array.from({ length: GOODS }, (_, n) => goodsOf(n)).flat();
  await siti.phone.mustApply(all);
});
afterAll(() => server.close());

async function page(question: Record<string, string>): Promise<CataloguePage> {
  const answer = await fetch(
    `${server.url}/api/public/catalogue?${new URLSearchParams(question).toString()}`,
  );
  expect(answer.status).toBe(200);
  return (await answer.json()) as CataloguePage;
}

async function allPages(question: Record<string, string>): Promise<PublicListing[]> {
  const found: PublicListing[] = [];
  for (let after: string | null = ''; after !== null;) {
    const { listings, next }: CataloguePage = await page({ ...question, after });
    found.push(...listings);
    after = next;
  }
  return found;
}
const idsOf = (listings: readonly { id: string }[]) => listings.map(({ id }) => id);

/** The market as a phone holds it. */
async function phoneCopy(): Promise<PublicListing[]> {
  const buyer = await server.guest();
  const { body } = await buyer.sync();
  const changes = body['changes'] as {
    scope: string;
    tables: { noun: string; ids: string[]; columns: Record<string, unknown[]> }[];
  }[];
  const tables = changes.find(({ scope }) => scope.startsWith('catalogue:'))?.tables ?? [];
  return tables
    .filter(({ noun }) => noun === 'listing')
    .flatMap(({ ids, columns }) =>
      ids.map((id, row) => {
        const values = Object.entries(columns).map(([name, column]) => [name, column[row]]);
        return { id, ...(Object.fromEntries(values) as Omit<PublicListing, 'id'>) };
      }),
    );
}

describe('the market without JavaScript', () => {
  test('lies in the order of the phone, page after page, nothing twice and nothing left out', async () => {
    const copy = await phoneCopy();
    expect(copy).toHaveLength(GOODS);
    const told = await allPages({});
    expect(idsOf(told)).toEqual(idsOf(copy.toSorted(inMarketOrder)));
    expect(told[0]).toMatchObject({ availability: expect.stringMatching(/ada|sedikit/) as string });
    expect(told[0]?.photos).toHaveLength(1);
    expect(told.at(-1)?.availability).toBe('habis');
    const shelf = await allPages({ category: 'ikan', village: PANGGUNG });
    expect(idsOf(shelf)).toEqual(
      idsOf(copy.filter(({ category }) => category === 'ikan').toSorted(inMarketOrder)),
    );
  });

  test('a page goes on where it ended when somebody puts goods on top meanwhile', async () => {
    const first = await page({});
    const before = await allPages({});
    await siti.phone.mustApply(goodsOf(1));
    const rest = await page({ after: first.next ?? '' });
    expect(idsOf(rest.listings)).toEqual(idsOf(before.slice(12, 24)));
  });

  test('finds by the search of the phone: slips of the thumb, Banjar words, the same order', async () => {
    const copy = (await phoneCopy()).toSorted(inMarketOrder);
    const items = (listings: readonly PublicListing[]) =>
      listings.map((listing) => ({ ...listing, shopName: 'Warung Acil Siti' }));
    const search = buildSearch(items(copy));
    for (const q of [
      'keripk pisng',
      'haruan',
      'iwak har',
      'wadai bingka',
      'madu 7',
      'kelulutt',
      'siti',
    ]) {
      const told = idsOf(await allPages({ q }));
      expect(told.length, q).toBeGreaterThan(0);
      expect(told, q).toEqual(search.search(q, 240));
    }
    const slips = await page({ q: 'keripk pisng' });
    expect(slips.listings.every(({ title }) => title.startsWith('Keripik Pisang'))).toBe(true);
    const shelf = copy.filter(({ category }) => category === 'madu');
    expect(idsOf(await allPages({ q: 'kelulut', category: 'madu', village: PANGGUNG }))).toEqual(
      buildSearch(items(shelf)).search('kelulut', 240),
    );
    expect((await page({ q: '   _ %' })).listings).toEqual([]);
  });

  test('forgets what is no longer shown, and goes on from its place', async () => {
    const first = await page({ q: 'keripik' });
    const shown = first.listings[0]?.id ?? '';
    await siti.phone.mustApply([siti.phone.entry('listing.hide', { id: shown, shopId })]);
    const again = await page({ q: 'keripik' });
    expect(idsOf(again.listings)).not.toContain(shown);
    const rest = await page({ q: 'keripik', after: `2.${newId()}` });
    expect(rest.listings.length).toBeGreaterThan(0);
  });

  test.each(['zzz', '0', newId(), `-1.${newId()}`, '0.nobody', `9999.${newId()}`])(
    'a place that was never given is said to be one: %s',
    async (after) => {
      const query = new URLSearchParams({ after }).toString();
      const answer = await fetch(`${server.url}/api/public/catalogue?${query}`);
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        400,
        'catalogue.wrong_question',
      ]);
    },
  );
});
