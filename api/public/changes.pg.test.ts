import { afterAll, beforeAll, expect, test } from 'vitest';

import { CATALOGUE_SCOPE } from '#domain/scopes';
import type { ScopeChanges } from '#sync/wire';

import { expectProblem } from '../testing/expect-problem';
import { member, type SignedIn } from '../testing/people';
import { TestPhone } from '../testing/test-phone';
import { testServer, type TestServer } from '../testing/test-server';

let server: TestServer;
let siti: SignedIn;
let shopId: string;
let visitor: TestPhone;
beforeAll(async () => {
  server = await testServer();
  siti = await member(server, 'Acil Siti');
  shopId = await siti.phone.openShop('Warung Acil Siti');
  visitor = new TestPhone(server.url);
});
afterAll(() => server.close());

const ask = (query: string) => visitor.ask('GET', `/api/public/changes?${query}`);

async function news(cursor = '', rows = 500) {
  const held = cursor === '' ? '' : `&${CATALOGUE_SCOPE}=${encodeURIComponent(cursor)}`;
  const { status, body } = await ask(`rows=${rows}${held}`);
  expect(status).toBe(200);
  const changes = body['changes'] as ScopeChanges[];
  expect(changes.every(({ scope }) => scope === CATALOGUE_SCOPE)).toBe(true);
  return { changes, more: body['more'] as boolean, serverMs: body['serverMs'] as number };
}

const idsOf = (changes: readonly ScopeChanges[], noun: string) =>
  changes.flatMap(({ tables }) =>
    tables.filter((table) => table.noun === noun).flatMap(({ ids }) => ids),
  );

test('tells the market to a phone nobody knows, once, and then only what changed', async () => {
  const first = await siti.phone.addListing(shopId, 'Bingka Kentang');
  const start = await news();
  expect(idsOf(start.changes, 'listing')).toContain(first);
  expect(start.more).toBe(false);
  expect(Math.abs(start.serverMs - Date.now())).toBeLessThan(60_000);
  const cursor = start.changes.at(-1)?.cursor ?? '';
  expect((await news(cursor)).changes).toEqual([]);
  const second = await siti.phone.addListing(shopId, 'Amparan Tatak');
  expect(idsOf((await news(cursor)).changes, 'listing')).toEqual([second]);
});

test('is read in pieces when asked for little at a time', async () => {
  const seen: string[] = [];
  let cursor = '';
  for (let more = true; more;) {
    const piece = await news(cursor, 1);
    seen.push(...idsOf(piece.changes, 'listing'));
    cursor = piece.changes.at(-1)?.cursor ?? cursor;
    more = piece.more;
  }
  expect(new Set(seen).size).toBe(2);
});

test('a forged place to go on from begins at the start, and never fails', async () => {
  for (const forged of ['x', '9'.repeat(120), '%00', "'; drop table listing; --"]) {
    const { status } = await ask(`${CATALOGUE_SCOPE}=${encodeURIComponent(forged)}`);
    expect(status).toBe(200);
  }
});

test.each([
  `shop:someone=x`,
  'village:63.11.07.2005=',
  'rows=0',
  'rows=-1',
  'rows=many',
  'rows=10000000',
  `${CATALOGUE_SCOPE}=${'x'.repeat(121)}`,
])('tells nothing but the market, whatever is asked: %s', async (query) => {
  expectProblem(await ask(query), 'catalogue.wrong_question');
});
