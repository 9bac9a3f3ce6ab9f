import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { HeadlessPhone, Refused } from '#api/client/headless-phone';
import { dinas, give, member, PIN, type SignedIn } from '#api/testing/people';
import { testServer, type TestServer } from '#api/testing/test-server';
import { TestPhone } from '#api/testing/test-phone';
import { newId } from '#db/new-id';
import { seedDemo } from '#db/demo-seed';
import { scaledMarket } from '#db/demo/scale';
import { readEpoch } from '#db/server-epoch';
import { newestSnapshot } from '#db/snapshots';
import { CATALOGUE_SCOPE } from '#domain/scopes';
import { frameAddress } from '#sync/frame-taker';

import { Shaper } from './shaper';

const VILLAGE = '63.11.07.2005';
const PRODUCTS = 400;
let server: TestServer;
let admin: SignedIn;
let numbers = 0;

beforeAll(async () => {
  server = await testServer();
  const market = scaledMarket(PRODUCTS, 'headless');
  const products = market.products.map((product) => ({ ...product, photos: [] }));
  await seedDemo(
    server.db,
    { ...market, products },
    {
      storePhoto: () => Promise.reject(new Error('no pictures in this market')),
      createAccount: () => Promise.resolve(),
    },
  );
  await server.snapshotsMade();
  admin = await dinas(server);
});
afterAll(() => server.close());

async function seller(url = server.url): Promise<HeadlessPhone> {
  const phone = await HeadlessPhone.open({ url });
  const number = `0811000080${String((numbers += 1)).padStart(2, '0')}`;
  await phone.signUp({ phone: number, pin: '493817', name: 'Acil Ukur', village: VILLAGE });
  return phone;
}

/** Somebody whom the Dinas has named, on a phone without a screen. */
async function facilitatorOf(village: string): Promise<HeadlessPhone> {
  const who = await member(server, 'Kak Laila', village);
  await give(admin, who, { role: 'facilitator', village });
  const phone = await HeadlessPhone.open({ url: server.url });
  await phone.signIn({ phone: who.number, pin: PIN });
  return phone;
}

async function withGoods(phone: HeadlessPhone, count: number): Promise<string[]> {
  const shopId = newId();
  const ids = Array.from({ length: count }, () => newId());
  await phone.edit('shop.open', { id: shopId, village: VILLAGE, name: 'Warung', kind: 'kue' });
  for (const [n, id] of ids.entries()) {
    const words = {
      title: `Wadai ${n}`,
      unit: 'biji',
      category: 'kue',
      about: 'Dibuat pagi hari.',
    };
    await phone.edit('listing.add', { id, shopId, ...words, price: 5_000, publish: true });
  }
  await phone.sync();
  return [shopId, ...ids];
}

/** Bytes both ways of one sync, and its requests. */
async function costOf(phone: HeadlessPhone): Promise<{ requests: number; bytes: number }> {
  const before = phone.traffic;
  await phone.sync();
  const { requests, bytesUp, bytesDown } = phone.traffic;
  const bytes = bytesUp + bytesDown - before.bytesUp - before.bytesDown;
  return { requests: requests - before.requests, bytes };
}

/** The address is told by the system only once somebody listens there. */
const current = async () => {
  const found = await newestSnapshot(server.db, CATALOGUE_SCOPE, await readEpoch(server.db));
  if (!found) throw new Error('no snapshot');
  return found;
};

describe('a phone without a screen', () => {
  it('holds the whole market after two requests, and asks once for nothing new in 350 bytes', async () => {
    const phone = await seller();
    expect((await phone.firstSync()).requests).toBe(2);
    const listings = [...phone.store.publicRows.keys()].filter((name) =>
      name.startsWith('listing/'),
    );
    expect(listings).toHaveLength(PRODUCTS);
    const { requests, bytes } = await costOf(phone);
    expect(requests).toBe(1);
    expect(bytes).toBeLessThanOrEqual(350);
    phone.close();
  });

  it('says a hundred changes in under 5 KB, hears of each, and its own echo costs next to nothing', async () => {
    const phone = await seller();
    await phone.firstSync();
    const [shopId = '', ...ids] = await withGoods(phone, 100);
    for (const [n, id] of ids.entries())
      await phone.edit('listing.edit', { id, shopId, price: 7_000 + n });
    await sleep(100);
    const before = phone.traffic;
    const { outcomes } = await phone.sync();
    expect(outcomes.map(({ result }) => result)).toEqual(ids.map(() => 'applied'));
    const { bytesUp, bytesDown } = phone.traffic;
    expect(bytesUp + bytesDown - before.bytesUp - before.bytesDown).toBeLessThan(5_000);
    expect((await costOf(phone)).bytes).toBeLessThanOrEqual(350);
    for (const [n, id] of ids.entries()) {
      expect(phone.store.publicRows.get(`listing/${id}`)?.values).toMatchObject({
        price: 7_000 + n,
      });
    }
    expect(phone.store.inspect().queue).toEqual([]);
    phone.close();
  });

  it('is told at once what can not be', async () => {
    const phone = await seller();
    const [shopId = ''] = await withGoods(phone, 1);
    await expect(phone.edit('listing.edit', { id: newId(), shopId, price: 1 })).rejects.toThrow(
      Refused,
    );
    phone.close();
  });

  it('shows two prices as a question, lets the facilitator see it and the owner decide it', async () => {
    const [owner, facilitator] = [await seller(), await facilitatorOf(VILLAGE)];
    const [shopId = '', id = ''] = await withGoods(owner, 1);
    await facilitator.sync();
    expect([await owner.conflicts(), await facilitator.conflicts()]).toEqual([[], []]);

    // Neither has heard of the other's word.
    await owner.edit('listing.edit', { id, shopId, price: 6_000 });
    await facilitator.edit('listing.edit', { id, shopId, price: 7_000 });
    await owner.sync();
    expect((await facilitator.sync()).outcomes.map(({ result }) => result)).toEqual(['conflict']);
    await owner.sync();
    const [question] = await owner.conflicts();
    expect(question).toMatchObject({ noun: 'listing', rowId: id, field: 'price' });
    expect(question?.values.map(({ value }) => value).sort()).toEqual([6_000, 7_000]);
    expect((await facilitator.conflicts()).map((one) => one.id)).toEqual([question?.id]);

    // The facilitator's phone refuses by itself; a phone that asks all the same is refused by the server.
    const said = { id: question?.id ?? '', listingId: id, shopId };
    const theirs = { ...said, value: JSON.stringify(7_000) };
    await expect(facilitator.edit('conflict.decide', theirs)).rejects.toThrow(
      'conflict.owner_decides',
    );
    const insisting = await member(server, 'Kak Ruli');
    await give(admin, insisting, { role: 'facilitator', village: VILLAGE });
    const { body } = await insisting.phone.sync([insisting.phone.entry('conflict.decide', theirs)]);
    expect(body['outcomes']).toMatchObject([{ result: 'refused', code: 'conflict.owner_decides' }]);
    await owner.sync();
    expect(await owner.conflicts()).toHaveLength(1);

    await owner.edit('conflict.decide', { ...said, value: JSON.stringify(6_000) });
    expect((await owner.sync()).outcomes.map(({ result }) => result)).toEqual(['applied']);
    await facilitator.sync();
    for (const phone of [owner, facilitator]) {
      expect(await phone.conflicts()).toEqual([]);
      expect(phone.store.publicRows.get(`listing/${id}`)?.values).toMatchObject({ price: 6_000 });
      phone.close();
    }
  });

  it('is believed by its credential and its own session only', async () => {
    const [mine, other] = [await seller(), await seller()];
    const ask = async (authorization: string) =>
      (await fetch(`${server.url}/api/account`, { headers: { authorization } })).json();
    const told = (phone: HeadlessPhone) => phone['authorization']();
    const [, word = '', token = ''] = /^D ([^.]+)\.(.+)$/.exec(told(mine)) ?? [];
    const [, , foreign = ''] = /^D ([^.]+)\.(.+)$/.exec(told(other)) ?? [];
    expect(await ask(`D ${word}.${token}`)).toMatchObject({ session: 'live' });
    expect(await ask(`D ${word}`)).toMatchObject({ session: 'expired', name: '' });
    expect(await ask(`D ${word}.${foreign}`)).toMatchObject({ session: 'expired', name: '' });
    const stranger = `${'A'.repeat(42)}${word.endsWith('A') ? 'E' : 'A'}`;
    expect(await ask(`D ${stranger}.${token}`)).toMatchObject({ code: 'device.unknown' });
    [mine, other].forEach((phone) => phone.close());
  });
});

describe('[S22] the snapshot of the market', () => {
  it('comes through a link that is cut every 20 KB, never from the start again', async () => {
    const air = await Shaper.open({ targetPort: Number(new URL(server.url).port) });
    const phone = await HeadlessPhone.open({ url: `http://localhost:${air.port}` });
    air.set({ cutEveryBytes: 20_000 });
    air.resetCounters();
    let tries = 0;
    for (let done = false; !done && tries < 50; tries += 1) {
      done = await phone.firstSync().then(
        () => true,
        () => false,
      );
    }
    const { bytesUp, bytesDown, cuts } = air.passed;
    expect(cuts).toBeGreaterThan(0);
    const whole = await HeadlessPhone.open({ url: server.url });
    const before = whole.traffic.bytesDown;
    await whole.firstSync();
    expect(phone.store.publicRows).toEqual(whole.store.publicRows);
    expect(bytesUp + bytesDown).toBeLessThan((whole.traffic.bytesDown - before) * 1.2);
    [phone, whole].forEach((one) => one.close());
    await air.close();
  });

  it('lies at addresses any cache may keep, packed for whoever asks, and says when it is no more', async () => {
    const { id, frames } = await current();
    const answers = await Promise.all(
      ['br', 'gzip', 'identity'].map((encoding) =>
        fetch(server.url + frameAddress(id, 1), { headers: { 'accept-encoding': encoding } }),
      ),
    );
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]?.split('\n')).toHaveLength(Math.min(frames - 1, 64) + 1);
    for (const { headers } of answers) {
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(headers.get('vary')).toBe('Accept-Encoding');
    }
    for (const path of [frameAddress(id, frames), frameAddress('0'.repeat(16), 0)]) {
      const answer = await fetch(server.url + path);
      expect([answer.status, await answer.json()]).toMatchObject([
        404,
        { code: 'snapshot.unknown' },
      ]);
    }
  });

  it('holds nothing that the market does not show', async () => {
    const { id } = await current();
    const text = await (await fetch(server.url + frameAddress(id, 0))).text();
    const tables = text
      .split('\n')
      .slice(0, -1)
      .flatMap((frame) => JSON.parse(frame) as unknown[][]);
    expect(new Set(tables.map(([noun]) => noun))).toEqual(new Set(['listing', 'shop']));
    for (const word of ['stock', 'counted', 'ownerId', 'versions'])
      expect(text).not.toContain(word);
    const { rows } = await sql<{ phone: string }>`select phone from shop where sample`.execute(
      server.db,
    );
    for (const { phone } of rows) expect(text).not.toContain(phone);
  });

  it('is made anew when a fifth has changed, not at every sale; the old one stays for a while', async () => {
    const count = async () => {
      const { fn } = server.db;
      const made = server.db.selectFrom('snapshot').select(fn.countAll<number>().as('made'));
      return Number((await made.executeTakeFirstOrThrow()).made);
    };
    await server.snapshotsMade();
    const [before, countBefore] = [await current(), await count()];
    await sql`update feed set position = pg_current_xact_id() where (scope, noun, row_id) in
      (select scope, noun, row_id from feed where scope = ${CATALOGUE_SCOPE} limit 9)`.execute(
      server.db,
    );
    await server.snapshotsMade();
    expect((await current()).id).toBe(before.id);
    await sql`update feed set position = pg_current_xact_id() where (scope, noun, row_id) in
      (select scope, noun, row_id from feed where scope = ${CATALOGUE_SCOPE}
       limit ${Math.ceil(before.rows / 4)})`.execute(server.db);
    await Promise.all([server.snapshotsMade(), server.snapshotsMade()]);
    expect((await current()).id).not.toBe(before.id);
    expect((await fetch(server.url + frameAddress(before.id, 0))).status).toBe(200);
    expect(await count()).toBe(countBefore + 1);
  });

  it('is no use to an old app, which reads the feed as ever', async () => {
    const old = await TestPhone.guest(server.url);
    const { status, body } = await old.sync([], { protocol: 1 });
    expect(status).toBe(200);
    expect(body['snapshot']).toBeUndefined();
  });
});
