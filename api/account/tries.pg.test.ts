import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { member, PIN } from '../testing/people';
import { someNumber } from '../testing/test-phone';
import { testServer, type TestServer } from '../testing/test-server';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WRONG = '904172';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.close());

/** A stranger who takes a new phone for every guess, so that only the account's own count can stop them. */
async function guess(number: string, pin = WRONG): Promise<{ code: unknown; waitMs: number }> {
  const stranger = await server.guest();
  const { status, body, headers } = await stranger.signIn(number, pin);
  const waitMs = Number(body['retryAfterMs'] ?? 0);
  if (waitMs > 0) expect(headers.get('retry-after')).toBe(String(Math.ceil(waitMs / 1000)));
  return { code: status === 200 ? 'in' : body['code'], waitMs };
}

describe('guessing at one account from ever new phones', () => {
  test('is free five times, then waits, and the wait doubles up to half a day', async () => {
    const { number } = await member(server);
    for (let i = 0; i < 5; i++) expect((await guess(number)).code).toBe('account.wrong');
    const waits: number[] = [];
    for (let i = 0; i < 14; i++) {
      const { code, waitMs } = await guess(number);
      expect(code).toBe('tries.wait');
      waits.push(waitMs);
      server.pass(waitMs);
      expect((await guess(number)).code).toBe('account.wrong');
    }
    expect(waits[0]).toBeGreaterThan(MINUTE / 2 - 10_000);
    expect(waits[0]).toBeLessThanOrEqual(MINUTE / 2);
    for (let i = 1; i < waits.length; i++) {
      expect(waits[i]).toBeGreaterThan((waits[i - 1] ?? 0) - 10_000);
      expect(waits[i]).toBeLessThanOrEqual(12 * HOUR);
    }
    expect(waits[3]).toBeGreaterThan(3 * MINUTE);
    expect(waits.at(-1)).toBeGreaterThan(11 * HOUR);
  });

  test('even with the right PIN while it waits: nobody learns that it was right', async () => {
    const { number } = await member(server);
    for (let i = 0; i < 5; i++) await guess(number);
    expect((await guess(number, PIN)).code).toBe('tries.wait');
  });

  test('all at once is no way round: five are judged, the rest wait', async () => {
    const { number } = await member(server);
    const codes = await Promise.all(Array.from({ length: 20 }, () => guess(number)));
    expect(codes.filter(({ code }) => code === 'account.wrong')).toHaveLength(5);
    expect(codes.filter(({ code }) => code === 'tries.wait')).toHaveLength(15);
  });

  test("does not stop the owner's own phone, which has its own count", async () => {
    const { phone, number } = await member(server);
    for (let i = 0; i < 6; i++) await guess(number);
    await phone.ask('POST', '/api/account/sign-out', {});
    expect((await phone.signIn(number, PIN)).status).toBe(200);
    await phone.ask('POST', '/api/account/sign-out', {});
    for (let i = 0; i < 5; i++) {
      expect((await phone.signIn(number, WRONG)).body['code']).toBe('account.wrong');
    }
    const { body } = await phone.signIn(number, PIN);
    expect(body['code']).toBe('tries.wait');
    server.pass(Number(body['retryAfterMs']));
    expect((await phone.signIn(number, PIN)).status).toBe(200);
  });

  test('is forgotten after a quiet week', async () => {
    const { number } = await member(server);
    for (let i = 0; i < 6; i++) await guess(number);
    server.pass(8 * DAY);
    for (let i = 0; i < 5; i++) expect((await guess(number)).code).toBe('account.wrong');
  });
});

describe('guessing from one phone at ever new numbers', () => {
  test('waits too', async () => {
    server.pass(8 * DAY);
    const stranger = await server.guest();
    for (let i = 0; i < 5; i++) {
      expect((await stranger.signIn(someNumber(), WRONG)).body['code']).toBe('account.wrong');
    }
    expect((await stranger.signIn(someNumber(), WRONG)).body['code']).toBe('tries.wait');
  });
});

describe('one address', () => {
  test('is a loose ceiling: a village signs in all day, three hundred wrong ones in an hour do not', async () => {
    server.pass(8 * DAY);
    const wrong = await Promise.all(Array.from({ length: 30 }, () => guess(someNumber())));
    expect(wrong.every(({ code }) => code === 'account.wrong')).toBe(true);
    // Counting on from here by hand: three hundred scrypts would say nothing more.
    const { number } = await member(server);
    await server.db
      .updateTable('try_count')
      .set({ tries: 299 })
      .where('key', 'like', 'address.%')
      .execute();
    expect((await guess(number, PIN)).code).toBe('in');
    expect((await guess(someNumber())).code).toBe('account.wrong');
    expect((await guess(number, PIN)).code).toBe('tries.wait');
    server.pass(HOUR + 1000);
    expect((await guess(someNumber())).code).toBe('account.wrong');
  });
});

test('what is counted can not be read back from the table', async () => {
  const { number } = await member(server);
  await guess(number);
  const rows = await server.db.selectFrom('try_count').select('key').execute();
  const keys = rows.map(({ key }) => key);
  expect(keys.length).toBeGreaterThan(0);
  for (const key of keys) expect(key).toMatch(/^[a-zA-Z]+\.[\w-]{43}$/);
});
