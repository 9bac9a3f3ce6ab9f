import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { someNumber, type TestPhone } from '../testing/test-phone';
import { testServer, type TestServer } from '../testing/test-server';

const PIN = '318274';
let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.close());

async function seller(): Promise<{ phone: TestPhone; number: string }> {
  const phone = await server.guest();
  const number = someNumber();
  const { status, body } = await phone.signUp(number, PIN);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return { phone, number };
}

describe('a guest gets an account', () => {
  test('and what was drafted before stays theirs', async () => {
    const phone = await server.guest();
    const shopId = await phone.openShop('Warung Acil');
    const answer = await phone.signUp('0811 2233 4455', PIN);
    expect(answer).toMatchObject({
      status: 200,
      body: { personId: phone.personId, name: 'Acil Uji', phone: '+6281122334455' },
    });
    const { body } = await phone.sync();
    expect(body['actor']).toMatchObject({ hasAccount: true, session: 'live' });
    expect(body['scopes']).toContain(`shop:${shopId}`);
  });

  test('with a cookie no script can read, valid for 400 days, and none that names an active person', async () => {
    const phone = await server.guest();
    const { headers } = await phone.signUp(someNumber(), PIN);
    const lines = headers.getSetCookie();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^jukung_multi-/);
    expect(lines[0]).toMatch(/Max-Age=34560000/);
    expect(lines[0]).toMatch(/HttpOnly/);
    expect(lines[0]).toMatch(/SameSite=Lax/);
    expect(lines[0]).toMatch(/Path=\//);
  });

  test('is found by name and village even before the phone introduced itself', async () => {
    const { phone } = await seller();
    const row = await server.db
      .selectFrom('person')
      .select(['name', 'village'])
      .where('id', '=', phone.personId)
      .executeTakeFirst();
    expect(row).toEqual({ name: 'Acil Uji', village: '63.11.07.2005' });
    await phone.mustApply([
      phone.entry('person.introduce', {
        id: phone.personId,
        name: 'Acil Baru',
        village: '63.11.07.2006',
      }),
    ]);
  });

  test.each([
    ['a landline', { phone: '0526 12345' }, 'phone.unreadable'],
    ['letters', { phone: '0812 3456 789O' }, 'phone.unreadable'],
    ['five digits', { pin: '12345' }, 'pin.unfit'],
    ['letters in the PIN', { pin: '12a456' }, 'pin.unfit'],
    ['123456', { pin: '123456' }, 'pin.too_simple'],
    ['000000', { pin: '000000' }, 'pin.too_simple'],
    ['121212', { pin: '121212' }, 'pin.too_simple'],
    ['987654', { pin: '987654' }, 'pin.too_simple'],
    ['no name', { name: '  ' }, 'person.name_missing'],
    ['a name with half a letter', { name: 'a\ud800' }, 'person.name_missing'],
    ['a name PostgreSQL can not hold', { name: 'a\u0000b' }, 'input.unprintable'],
    ['a name of two lines', { name: 'a\nb' }, 'input.unprintable'],
    ['a village elsewhere', { village: '33.01.01.2001' }, 'person.village_unknown'],
    ['a number as PIN', { pin: 318274 }, 'request.wrong_shape'],
    ['nothing', { phone: undefined }, 'request.wrong_shape'],
  ])('not with %s', async (_what, change, code) => {
    const phone = await server.guest();
    const whole = {
      phone: someNumber(),
      pin: PIN,
      name: 'Acil',
      village: '63.11.07.2005',
      ...change,
    };
    expect((await phone.ask('POST', '/api/account/sign-up', whole)).body['code']).toBe(code);
  });

  test('once for a number, once for a person, also when asked twice at the same moment', async () => {
    const { phone, number } = await seller();
    expect((await (await server.guest()).signUp(number, PIN)).body['code']).toBe(
      'account.phone_taken',
    );
    expect((await phone.signUp(someNumber(), PIN)).body['code']).toBe('account.exists');

    const eager = await server.guest();
    const twice = someNumber();
    const both = await Promise.all([eager.signUp(twice, PIN), eager.signUp(twice, PIN)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const rival = await Promise.all(
      [await server.guest(), await server.guest()].map((one) => one.signUp('0811 9999 0001', PIN)),
    );
    expect(rival.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('and the PIN is nowhere in the database, not even as a plain hash', async () => {
    const { phone } = await seller();
    const rows = await server.db
      .selectFrom('auth_user as u')
      .innerJoin('account as a', 'a.user_id', 'u.id')
      .selectAll()
      .where('a.person_id', '=', phone.personId)
      .execute();
    expect(JSON.stringify(rows)).not.toContain(PIN);
  });
});

describe('signing in', () => {
  test('to two accounts at once on one phone: one is in, the other is told why, and leaves no session', async () => {
    const [one, two] = [await seller(), await seller()];
    for (let round = 0; round < 4; round += 1) {
      const guest = await server.guest();
      const shopId = await guest.openShop('Warung Tamu');
      const both = await Promise.all(
        [one, two].map(({ number: phone }) =>
          guest.ask('POST', '/api/account/sign-in', { phone, pin: PIN }),
        ),
      );
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      const lost = both.find(({ status }) => status === 409);
      expect(lost?.body['code']).toBe('device.other_person');
      expect(lost?.headers.get('content-type')).toContain('application/problem+json');
      expect(lost?.headers.getSetCookie()).toEqual([]);
      const winner = both.find(({ status }) => status === 200)?.body['personId'];
      const { body } = await guest.sync();
      expect(body['actor']).toMatchObject({ personId: winner, session: 'live' });
      expect(body['scopes']).toContain(`shop:${shopId}`);
      const sessions = await server.db
        .selectFrom('auth_session as s')
        .innerJoin('account as a', 'a.user_id', 's.user_id')
        .select('a.person_id')
        .where('s.device_id', '=', guest.deviceId)
        .execute();
      expect(sessions).toEqual([{ person_id: winner }]);
    }
  });

  test('and signing up at the same moment never leaves a phone that speaks for two', async () => {
    const { number } = await seller();
    for (let round = 0; round < 4; round += 1) {
      const guest = await server.guest();
      const both = await Promise.all([
        guest.ask('POST', '/api/account/sign-in', { phone: number, pin: PIN }),
        guest.signUp(someNumber(), PIN),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      const { body } = await guest.sync();
      const winner = both.find(({ status }) => status === 200)?.body['personId'];
      expect(body['actor']).toMatchObject({ personId: winner, session: 'live' });
    }
  });

  test('finishes a sign-up that a dying server had half made', async () => {
    const { phone, number } = await seller();
    await server.db.deleteFrom('account').where('person_id', '=', phone.personId).execute();
    expect((await phone.signUp(number, PIN)).body['code']).toBe('account.phone_taken');
    expect((await phone.signIn(number, PIN)).body).toMatchObject({
      personId: phone.personId,
      adopted: false,
    });
    expect((await phone.sync()).body['actor']).toMatchObject({ hasAccount: true, session: 'live' });
  });

  test('on a second phone brings the person there, with what a guest drafted on it', async () => {
    const { phone: first, number } = await seller();
    const second = await server.guest();
    const shopId = await second.openShop('Warung Baru');
    const { status, body } = await second.signIn(number, PIN);
    expect(status).toBe(200);
    expect(body).toMatchObject({ personId: first.personId, name: 'Acil Uji', adopted: true });
    const synced = await second.sync();
    expect(synced.body['actor']).toMatchObject({ personId: first.personId, session: 'live' });
    expect(synced.body['scopes']).toContain(`shop:${shopId}`);
    expect((await first.sync()).body['scopes']).toContain(`shop:${shopId}`);
  });

  test('fails alike for a wrong PIN and an unknown number, in words and about in time', async () => {
    const { number } = await seller();
    const time = async (phone: string) => {
      const guest = await server.guest();
      const from = performance.now();
      const { status, body, headers } = await guest.signIn(phone, '904172');
      expect(headers.getSetCookie()).toEqual([]);
      return { status, body, ms: performance.now() - from };
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let i = 0; i < 4; i++) {
      const wrong = await time(number);
      const nobody = await time(someNumber());
      expect(nobody.status).toBe(401);
      expect(nobody.body).toEqual(wrong.body);
      expect(nobody.body['code']).toBe('account.wrong');
      known.push(wrong.ms);
      unknown.push(nobody.ms);
    }
    // Both do one scrypt; without it one of them would take a tenth.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 3);
    expect(Math.min(...known)).toBeGreaterThan(Math.min(...unknown) / 3);
  });

  test('of another person on a phone that belongs to somebody is refused, known number or not', async () => {
    const { phone } = await seller();
    const other = await seller();
    expect((await phone.signIn(other.number, PIN)).body['code']).toBe('device.other_person');
    expect((await phone.signIn(someNumber(), PIN)).body['code']).toBe('device.other_person');
  });

  test('of several people in one browser keeps everybody signed in, each for themselves', async () => {
    const ani = await seller();
    const budi = await server.guest();
    ani.phone.shareCookiesWith(budi);
    const number = someNumber();
    expect((await budi.signUp(number, PIN, 'Budi')).status).toBe(200);
    budi.shareCookiesWith(ani.phone);
    expect((await ani.phone.sync()).body['actor']).toMatchObject({
      session: 'live',
      personId: ani.phone.personId,
    });
    expect((await budi.sync()).body['actor']).toMatchObject({
      session: 'live',
      personId: budi.personId,
    });

    expect((await ani.phone.ask('POST', '/api/account/sign-out', {})).status).toBe(200);
    expect((await ani.phone.sync()).body['code']).toBe('session.expired');
    expect((await budi.sync()).status).toBe(200);
  });

  test('is bounded: eight people in one browser, a ninth is told so', async () => {
    const browser = await server.guest();
    await browser.signUp(someNumber(), PIN);
    for (let i = 0; i < 7; i++) {
      const next = await server.guest();
      browser.shareCookiesWith(next);
      expect((await next.signUp(someNumber(), PIN)).status).toBe(200);
      next.shareCookiesWith(browser);
    }
    const ninth = await server.guest();
    browser.shareCookiesWith(ninth);
    expect((await ninth.signUp(someNumber(), PIN)).body['code']).toBe('account.too_many_here');
  });

  test("somebody else's cookie is worth nothing on another phone", async () => {
    const { phone, number } = await seller();
    const second = await server.guest();
    await second.signIn(number, PIN);
    second.forgetCookies();
    phone.shareCookiesWith(second);
    expect((await second.sync()).body['code']).toBe('session.expired');
  });
});

describe('an ended session', () => {
  test('applies nothing, and after signing in the same entry goes through', async () => {
    const { phone, number } = await seller();
    await phone.ask('POST', '/api/account/sign-out', {});
    const entry = phone.entry('shop.open', {
      id: phone.personId,
      village: '63.11.07.2005',
      name: 'Warung',
      kind: 'kue',
    });
    expect(await phone.sync([entry])).toMatchObject({
      status: 401,
      body: { code: 'session.expired' },
    });
    const shops = await server.db
      .selectFrom('shop')
      .select('id')
      .where('id', '=', phone.personId)
      .execute();
    expect(shops).toEqual([]);
    expect((await phone.ask('GET', '/api/account')).body).toEqual({
      personId: phone.personId,
      name: '',
      village: '',
      phone: '',
      hasAccount: true,
      session: 'expired',
    });
    expect((await phone.signIn(number, PIN)).body).toMatchObject({ adopted: false });
    expect((await phone.sync([entry])).body['outcomes']).toMatchObject([
      { seq: 1, result: 'applied' },
    ]);
  });

  test('comes after 400 days without use; with use it never comes', async () => {
    const { phone } = await seller();
    const other = await seller();
    const day = 24 * 60 * 60 * 1000;
    await server.db
      .updateTable('auth_session')
      .set({
        updated_at: new Date(Date.now() - 2 * day),
        expires_at: new Date(Date.now() + 3 * day),
      })
      .where('device_id', 'in', [phone.deviceId, other.phone.deviceId])
      .execute();
    const rolled = await phone.sync();
    expect(rolled.headers.getSetCookie()[0]).toMatch(
      /^jukung_multi-.*Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect((await phone.sync()).headers.getSetCookie()).toEqual([]);
    const session = await server.db
      .selectFrom('auth_session')
      .select('expires_at')
      .where('device_id', '=', phone.deviceId)
      .executeTakeFirstOrThrow();
    expect(session.expires_at.getTime()).toBeGreaterThan(Date.now() + 399 * day);

    await server.db
      .updateTable('auth_session')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('device_id', '=', other.phone.deviceId)
      .execute();
    expect((await other.phone.sync()).body['code']).toBe('session.expired');
  });
});
