import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { newId } from '#db/new-id';
import { makeStamp, nodeOf } from '#sync/stamp';

import { expectProblem } from '../testing/expect-problem';
import { member, PANGGUNG, type SignedIn } from '../testing/people';
import type { Asked } from '../testing/test-phone';
import { testServer, type TestServer } from '../testing/test-server';

let server: TestServer;
let udin: SignedIn;
let shopOfUdin: string;
beforeAll(async () => {
  server = await testServer();
  udin = await member(server, 'Paman Udin');
  shopOfUdin = await udin.phone.openShop('Warung Udin');
});
afterAll(() => server.close());

const outcomesOf = (answer: Asked) =>
  answer.body['outcomes'] as { result: string; code?: string }[];
const rowsOf = async (noun: 'listing' | 'shop' | 'movement') =>
  (await server.db.selectFrom(noun).select('id').execute()).map(({ id }) => id);

describe('an entry that can not stand', () => {
  test('is refused with a code, changes nothing, and the next one goes through', async () => {
    const guest = await server.guest();
    const shopId = await guest.openShop('Warung Coba');
    const listingOfUdin = await udin.phone.addListing(shopOfUdin, 'Madu');
    const sold = newId();
    const sale = { id: sold, listingId: listingOfUdin, shopId: shopOfUdin, quantity: -1 };
    await udin.phone.mustApply([udin.phone.entry('movement.record', { ...sale, reason: 'sale' })]);
    const before = await rowsOf('listing');
    const add = (change: Record<string, unknown>) => {
      const input = {
        id: newId(),
        shopId,
        title: 'Wadai',
        price: 1000,
        unit: 'biji',
        category: 'kue',
        publish: false,
      };
      return guest.entry('listing.add', { ...input, ...change } as never);
    };
    // The id of a row of another noun is nobody's among movements.
    const good = [add({}), add({ stock: 5, movementId: shopId })];
    const bad: [ReturnType<typeof add>, string][] = [
      [guest.entry('unicorn.fly', { id: newId() }), 'action.unknown'],
      [guest.entry('__proto__', {}), 'action.unknown'],
      [guest.entry('constructor', {}), 'action.unknown'],
      [add({ colour: 'red' }), 'input.unfit'],
      [add({ price: '1000' }), 'input.unfit'],
      [add({ price: -1 }), 'input.unfit'],
      [add({ price: 1.5 }), 'input.unfit'],
      [add({ price: 1e300 }), 'input.unfit'],
      [add({ title: 'x'.repeat(81) }), 'input.unfit'],
      [add({ title: 'a\u0000b' }), 'input.unprintable'],
      [add({ title: 'a\nb' }), 'input.unprintable'],
      [add({ about: '\u0001'.repeat(500) }), 'input.unprintable'],
      [add({ title: 'a\ud800' }), 'input.unfit'],
      [add({ category: 'senjata' }), 'input.unfit'],
      [add({ publish: 'yes' }), 'input.unfit'],
      [add({ id: 'x' }), 'input.unfit'],
      [add({ id: newId().toUpperCase() }), 'input.unfit'],
      [add({ id: shopId, shopId: newId() }), 'shop.unknown'],
      [add({ shopId: shopOfUdin }), 'shop.not_yours'],
      [add({ stock: 5, movementId: sold }), 'change.unfit'],
    ];
    const entries = [...bad.map(([entry]) => entry), ...good];
    entries.forEach((entry, i) => Object.assign(entry, { seq: i + 2 }));
    const answer = await guest.sync(entries);
    expect(answer.status).toBe(200);
    const outcomes = outcomesOf(answer);
    bad.forEach(([, code], i) => {
      expect(outcomes[i], bad[i]?.[0].action).toMatchObject({ result: 'refused', code });
    });
    expect(outcomes.slice(bad.length).map(({ result }) => result)).toEqual(['applied', 'applied']);
    const after = await rowsOf('listing');
    expect(after.length - before.length).toBe(good.length);
  });

  test("somebody else's shop, listing and person are left alone", async () => {
    const { phone, personId } = await member(server);
    const listingId = await udin.phone.addListing(shopOfUdin, 'Madu');
    const movements = await rowsOf('movement');
    const shopId = await phone.openShop('Warung Siti');
    const tries: [ReturnType<typeof phone.entry>, string][] = [
      [phone.entry('shop.edit', { id: shopOfUdin, name: 'Milik Siti' }), 'shop.not_yours'],
      [
        phone.entry('listing.edit', { id: listingId, shopId: shopOfUdin, price: 1 }),
        'shop.not_yours',
      ],
      [phone.entry('listing.edit', { id: listingId, shopId, price: 1 }), 'listing.unknown'],
      [phone.entry('person.edit', { id: udin.personId, name: 'Bukan Udin' }), 'person.not_you'],
      [
        phone.entry('person.introduce', { id: udin.personId, name: 'Bukan', village: PANGGUNG }),
        'person.not_you',
      ],
      [phone.entry('shop.verify', { id: shopOfUdin, verified: true }), 'shop.may_not_verify'],
      [phone.entry('grant.give', { id: newId(), personId, role: 'dinas' }), 'grant.may_not_give'],
      [
        phone.entry('shop.open', { id: shopOfUdin, village: PANGGUNG, name: 'Rebut', kind: 'kue' }),
        'row.exists',
      ],
      [
        phone.entry('movement.record', {
          id: newId(),
          listingId,
          shopId: shopOfUdin,
          quantity: -5,
          reason: 'sale',
        }),
        'shop.not_yours',
      ],
    ];
    const answer = await phone.sync(tries.map(([entry]) => entry));
    expect(outcomesOf(answer).map(({ code }) => code)).toEqual(tries.map(([, code]) => code));
    const shop = await server.db
      .selectFrom('shop')
      .select('name')
      .where('id', '=', shopOfUdin)
      .executeTakeFirst();
    expect(shop?.name).toBe('Warung Udin');
    expect(await rowsOf('movement')).toEqual(movements);
  });

  test('a forged device in the stamp is refused; a forged seq is a fork, and nothing is dropped', async () => {
    const phone = (await member(server)).phone;
    const foreign = makeStamp({ ms: Date.now(), counter: 7 }, nodeOf(udin.phone.deviceId, 0));
    const forged = phone.entry(
      'shop.open',
      { id: newId(), village: PANGGUNG, name: 'A', kind: 'kue' },
      { stamp: foreign },
    );
    expect(outcomesOf(await phone.sync([forged]))).toMatchObject([
      { result: 'refused', code: 'stamp.forged' },
    ]);
    const skipped = phone.entry(
      'shop.open',
      { id: newId(), village: PANGGUNG, name: 'B', kind: 'kue' },
      { seq: 40 },
    );
    const answer = await phone.sync([skipped]);
    expect(answer).toMatchObject({ status: 409, body: { forked: true, nextDeviceEpoch: 1 } });
    const other = { ...skipped, seq: 1 };
    expect((await phone.sync([other])).body).toMatchObject({ forked: true, known: [] });
    const twice = phone.syncRequest([
      { ...skipped, seq: 2 },
      { ...skipped, seq: 2 },
    ]);
    expectProblem(await phone.ask('POST', '/api/sync', twice), 'sync.malformed');
  });

  test('a clock years ahead, years behind or negative refuses nothing', async () => {
    const phone = (await member(server)).phone;
    const at = (ms: number, counter: number) => ({
      stamp: makeStamp({ ms, counter }, nodeOf(phone.deviceId, 0)),
      rawMs: ms,
    });
    const inputs = [4e12, 1000, 36 ** 9 - 1].map((ms, i) =>
      phone.entry(
        'shop.open',
        { id: newId(), village: PANGGUNG, name: `W${i}`, kind: 'kue' },
        at(ms, i),
      ),
    );
    inputs.push(
      phone.entry(
        'shop.open',
        { id: newId(), village: PANGGUNG, name: 'W9', kind: 'kue' },
        { rawMs: -5 },
      ),
    );
    expect(outcomesOf(await phone.sync(inputs)).map(({ result }) => result)).toEqual(
      inputs.map(() => 'applied'),
    );
    const malformed = phone.entry(
      'person.edit',
      { id: phone.personId, name: 'A' },
      { stamp: 'not a stamp' },
    );
    expectProblem(await phone.sync([malformed]), 'sync.malformed');
  });

  test('bases that name things nobody has seen do no harm', async () => {
    const phone = (await member(server)).phone;
    const shopId = await phone.openShop('Warung');
    const bases = {
      [`shop/${shopId}`]: { name: makeStamp({ ms: 1, counter: 1 }, nodeOf(newId(), 0)) },
    };
    const odd = phone.entry('shop.edit', { id: shopId, name: 'Warung Lagi' }, { bases });
    expect(outcomesOf(await phone.sync([odd]))[0]?.result).toMatch(/applied|merged/);
    const wrong = phone.entry('shop.edit', { id: shopId, name: 'X' }, { bases: { 'shop/x': {} } });
    expectProblem(await phone.sync([wrong]), 'sync.malformed');
  });

  test('the same request again gets the same answer and does nothing twice', async () => {
    const phone = (await member(server)).phone;
    const shopId = await phone.openShop('Warung');
    const listingId = await phone.addListing(shopId, 'Wadai');
    const sale = phone.entry('movement.record', {
      id: newId(),
      listingId,
      shopId,
      quantity: 7,
      reason: 'restock',
    });
    const answers = await Promise.all([phone.sync([sale]), phone.sync([sale]), phone.sync([sale])]);
    const said = answers.map((answer) => outcomesOf(answer)[0]);
    expect(said[1]).toEqual(said[0]);
    expect(said[2]).toEqual(said[0]);
    const listing = await server.db
      .selectFrom('listing')
      .select('stock')
      .where('id', '=', listingId)
      .executeTakeFirst();
    expect(listing?.stock).toBe(7);
  });

  test('a guest sends a little, not without end', async () => {
    const guest = await server.guest();
    const many = Array.from({ length: 61 }, (_, i) =>
      guest.entry('shop.open', {
        id: newId(),
        village: PANGGUNG,
        name: `Warung ${i}`,
        kind: 'kue',
      }),
    );
    const outcomes = outcomesOf(await guest.sync(many));
    expect(outcomes.slice(0, 60).every(({ result }) => result === 'applied')).toBe(true);
    expect(outcomes[60]).toMatchObject({ result: 'refused', code: 'guest.limit' });
  });
});
