import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { newId } from '#db/new-id';

import type { PublicAddresses } from './public/shapes';
import { member, type SignedIn } from './testing/people';
import { hashOf, TestPhone } from './testing/test-phone';
import { testServer, type TestServer } from './testing/test-server';

let server: TestServer;
let siti: SignedIn;
let shopId: string;
const titles = ['Bingka Kentang', 'Amparan Tatak', 'Keripik Singkong 100%'];
const listingIds: string[] = [];
beforeAll(async () => {
  server = await testServer();
  siti = await member(server, 'Acil Siti');
  shopId = await siti.phone.openShop('Warung Acil Siti');
  for (const title of titles) listingIds.push(await siti.phone.addListing(shopId, title));
});
afterAll(() => server.close());

const get = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(server.url + path, { headers });
  const text = await answer.text();
  return { answer, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
};

describe('/healthz', () => {
  test('says that the database answers, which installation this is, and the version', async () => {
    const { answer, body } = await get('/healthz');
    expect(answer.status).toBe(200);
    expect(body).toEqual({
      ok: true,
      instance: expect.stringMatching(/^[0-9a-f]{16}$/),
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  });
});

describe('a database that does not answer', () => {
  test('is said at /healthz; phones are told to come back, and do', async () => {
    const other = await testServer();
    const phone = await other.guest();
    other.wire.cut();
    const health = await fetch(`${other.url}/healthz`);
    expect(health.status).toBe(503);
    expect(await health.json()).toMatchObject({ ok: false });
    const { status, body } = await phone.sync();
    expect(status).toBe(503);
    expect(body['code']).toBe('busy');
    expect(body['retryAfterMs']).toBeGreaterThanOrEqual(2000);
    other.wire.mend();
    expect((await phone.sync()).status).toBe(200);
    expect((await fetch(`${other.url}/healthz`)).status).toBe(200);
    await other.close();
  });
});

describe('every answer', () => {
  test.each(['/healthz', '/api/nothing', '/api/public/catalogue', '/photo/x/y', '/', '/produk/7'])(
    '%s carries the headers that protect',
    async (path) => {
      const { headers } = await fetch(server.url + path);
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
      expect(headers.get('permissions-policy')).toContain('microphone=()');
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  test('to a phone that syncs carries none of them, and to one that fetches a snapshot only nosniff', async () => {
    const protecting = (headers: Headers) =>
      [
        'content-security-policy',
        'x-content-type-options',
        'x-frame-options',
        'referrer-policy',
        'permissions-policy',
        'cross-origin-opener-policy',
      ].filter((name) => headers.has(name));
    const said = await siti.phone.sync();
    const refused = await siti.phone.ask(
      'POST',
      '/api/sync',
      {},
      { origin: 'https://evil.example' },
    );
    expect([said.status, refused.status]).toEqual([200, 403]);
    expect([said, refused].flatMap(({ headers }) => protecting(headers))).toEqual([]);
    // Whatever a browser takes it for: it is said what it is, or it is nothing.
    expect(said.headers.get('content-type')).toMatch(/^application\/json/);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    // Asked for as a document, the same address is an answer like all others.
    expect(protecting((await fetch(`${server.url}/api/sync`)).headers)).toHaveLength(6);
    const snapshot = await fetch(`${server.url}/api/snapshot/${'0'.repeat(16)}/0`);
    expect(protecting(snapshot.headers)).toEqual(['x-content-type-options']);
    expect(snapshot.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('is compressed when it is worth it: brotli, gzip, or left alone', async () => {
    const encodingOf = (accepted: string, path = '/api/public/catalogue') =>
      new Promise<string>((resolve, reject) => {
        httpRequest(server.url + path, { headers: { 'accept-encoding': accepted } }, (answer) => {
          answer.resume();
          resolve(String(answer.headers['content-encoding'] ?? 'none'));
        })
          .on('error', reject)
          .end();
      });
    expect(await encodingOf('gzip, deflate, br, zstd')).toBe('br');
    expect(await encodingOf('gzip')).toBe('gzip');
    expect(await encodingOf('')).toBe('none');
    expect(await encodingOf('br', '/healthz')).toBe('none');
  });

  test('comes over a connection that stays', async () => {
    const { headers } = await fetch(`${server.url}/healthz`);
    expect(headers.get('keep-alive')).toBe('timeout=310');
  });
});

describe('under https', () => {
  let behind: TestServer;
  beforeAll(async () => {
    behind = await testServer({ origin: 'https://pasar.example' });
  });
  afterAll(() => behind.close());

  test('cookies are __Host- and Secure, and the browser is told to stay', async () => {
    const phone = new TestPhone(behind.url);
    const ours = { origin: 'https://pasar.example' };
    const registration = await phone.registration();
    const made = await phone.ask('POST', '/api/device', registration, ours);
    phone.credential = String(made.body['credential']);
    const said = { phone: '0811 5555 0001', pin: '318274', name: 'Acil', village: '63.11.07.2005' };
    const answer = await phone.ask('POST', '/api/account/sign-up', said, ours);
    const cookie = answer.headers.getSetCookie()[0] ?? '';
    expect(cookie).toMatch(/^__Host-jukung_multi-[^=]+=/);
    expect(cookie).toMatch(/; Secure/);
    expect(cookie).not.toMatch(/Domain/i);
    expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    const synced = await phone.ask('POST', '/api/sync', phone.syncRequest(), ours);
    expect(synced.body['actor']).toMatchObject({ session: 'live' });
    const foreign = await phone.ask('POST', '/api/sync', phone.syncRequest(), {
      origin: behind.url,
    });
    expect(foreign.body['code']).toBe('request.foreign_origin');
  });
});

describe('public pages', () => {
  test('show the newest products first, with their shop, and nothing that is not public', async () => {
    const { answer, body } = await get('/api/public/catalogue');
    expect(answer.headers.get('cache-control')).toContain('max-age=30');
    const { listings, shops, photos, next } = body as Record<string, Record<string, unknown>[]>;
    expect(listings?.map(({ title }) => title)).toEqual([...titles].reverse());
    expect(Object.keys(listings?.[0] ?? {}).sort()).toEqual([
      'about',
      'availability',
      'category',
      'id',
      'photos',
      'price',
      'shopId',
      'title',
      'unit',
      'village',
    ]);
    expect(Object.keys(shops?.[0] ?? {}).sort()).toEqual([
      'about',
      'id',
      'kind',
      'name',
      'open',
      'phone',
      'sample',
      'slug',
      'verified',
      'verifiedBy',
      'verifiedMs',
      'village',
    ]);
    expect(photos).toEqual([]);
    expect(next).toBeNull();
    expect(JSON.stringify(body)).not.toContain(siti.personId);
    const etag = answer.headers.get('etag') ?? '';
    const again = await fetch(`${server.url}/api/public/catalogue`, {
      headers: { 'if-none-match': etag },
    });
    expect(again.status).toBe(304);
  });

  test('can be asked by village, shelf and words, which mean themselves', async () => {
    const found = async (query: string) =>
      ((await get(`/api/public/catalogue?${query}`)).body['listings'] as { title: string }[]).map(
        ({ title }) => title,
      );
    expect(await found('q=bingka')).toEqual(['Bingka Kentang']);
    expect(await found('q=kentang%20bingka')).toEqual(['Bingka Kentang']);
    expect(await found('q=100%25')).toEqual(['Keripik Singkong 100%']);
    expect(await found('q=_')).toEqual([]);
    expect(await found("q=';%20drop%20table%20listing;--")).toEqual([]);
    expect(await found('category=madu')).toEqual([]);
    expect(await found('category=kue&village=63.11.07.2005')).toHaveLength(3);
    expect(await found('village=63.11.07.2006')).toEqual([]);
  });

  test('go on where they ended, missing nothing and repeating nothing', async () => {
    const { phone } = await member(server);
    const shop = await phone.openShop('Warung Besar', '63.11.07.2016');
    for (let i = 0; i < 30; i++) await phone.addListing(shop, `Barang ${i}`);
    const pages: string[][] = [];
    for (let after = ''; pages.length < 30;) {
      const { body } = await get(`/api/public/catalogue?village=63.11.07.2016${after}`);
      pages.push((body['listings'] as { id: string }[]).map(({ id }) => id));
      if (body['next'] === null) break;
      after = `&after=${String(body['next'])}`;
    }
    expect(pages.map((page) => page.length)).toEqual([12, 12, 6]);
    const ids = pages.flat();
    expect(new Set(ids).size).toBe(30);
  });

  test('show a product with its photos and how far they have come, and a shop by its name', async () => {
    const listingId = listingIds[0] ?? '';
    const hash = hashOf(Buffer.from('not here yet'));
    await siti.phone.addPhoto(shopId, listingId, hash);
    const { body } = await get(`/api/public/product/${listingId}`);
    expect(body['photos']).toMatchObject([{ listingId, hash, rank: 'none' }]);
    expect(body['shop']).toMatchObject({ name: 'Warung Acil Siti' });
    const { slug } = body['shop'] as { slug: string };
    const page = await get(`/api/public/shop/${slug}`);
    expect((page.body['listings'] as unknown[]).length).toBe(3);
  });

  test('name the addresses of all goods and shops, and none of a sample', async () => {
    const there = async () =>
      (await get('/api/public/addresses')).body as unknown as PublicAddresses;
    const { shops, products } = await there();
    expect(products).toEqual(expect.arrayContaining([...listingIds]));
    const { body } = await get(`/api/public/product/${listingIds[0]}`);
    const { slug } = body['shop'] as { slug: string };
    expect(shops).toContain(slug);
    const say = (sample: boolean) =>
      sql`update shop set sample = ${sample} where slug = ${slug}`.execute(server.db);
    await say(true);
    const without = await there();
    await say(false);
    expect(without.shops).toEqual(shops.filter((one) => one !== slug));
    expect(without.products.filter((id) => listingIds.includes(id))).toEqual([]);
  });

  test('do not show drafts, hidden and removed products', async () => {
    const draft = await siti.phone.addListing(shopId, 'Belum jadi', false);
    expect((await get(`/api/public/product/${draft}`)).body['code']).toBe('listing.not_shown');
    const hidden = listingIds[2] ?? '';
    await siti.phone.mustApply([siti.phone.entry('listing.hide', { id: hidden, shopId })]);
    expect((await get(`/api/public/product/${hidden}`)).answer.status).toBe(404);
    const { body } = await get('/api/public/catalogue?q=belum');
    expect(body['listings']).toEqual([]);
    expect((await get(`/api/public/shop/tidak-ada-${newId().slice(-6)}`)).answer.status).toBe(404);
  });
});

test('closing lets what is under way come to its end', async () => {
  const other = await testServer();
  const phone = await other.guest();
  const body = JSON.stringify(phone.syncRequest());
  const sending = httpRequest(`${other.url}/api/sync`, {
    method: 'POST',
    headers: {
      authorization: `Device ${phone.deviceId}.${phone.credential}`,
      origin: other.url,
      'content-type': 'application/json',
      'content-length': body.length,
    },
  });
  const answered = new Promise<number>((resolve, reject) => {
    sending.on('response', (answer) => resolve(answer.statusCode ?? 0)).on('error', reject);
  });
  sending.write(body.slice(0, 50));
  await sleep(100);
  const closing = other.close();
  await sleep(50);
  sending.end(body.slice(50));
  expect(await answered).toBe(200);
  await closing;
  await expect(fetch(`${other.url}/healthz`)).rejects.toThrow();
});
