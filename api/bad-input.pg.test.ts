import { deflateSync, gzipSync } from 'node:zlib';
import { connect as connectTcp } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { newId } from '#db/new-id';

import { expectProblem } from './testing/expect-problem';
import { member, type SignedIn } from './testing/people';
import { testServer, type TestServer } from './testing/test-server';

let server: TestServer;
let siti: SignedIn;
beforeAll(async () => {
  server = await testServer();
  siti = await member(server, 'Acil Siti');
});
afterAll(() => server.close());

describe('a body that can not be read', () => {
  const send = (body: Uint8Array | string, headers: Record<string, string> = {}) =>
    siti.phone.ask('POST', '/api/sync', body, { 'content-type': 'application/json', ...headers });

  test('bad JSON, half a character, nothing at all', async () => {
    expectProblem(await send('{"protocol":1,'), 'request.bad_json');
    expectProblem(await send(''), 'request.bad_json');
    expectProblem(await send(Buffer.from([0x22, 0xc3, 0x28, 0x22])), 'request.bad_json');
    expectProblem(await send('<html>'), 'request.bad_json');
  });

  test('bad compression: not packed, cut off, another packing, two of them', async () => {
    const gzip = { 'content-encoding': 'gzip' };
    expectProblem(await send('{}', gzip), 'request.bad_compression');
    expectProblem(
      await send(gzipSync('{"a":"bbbbbbbbbbbbbbbb"}').subarray(0, 20), gzip),
      'request.bad_compression',
    );
    expectProblem(
      await send(gzipSync('{}'), { 'content-encoding': 'deflate' }),
      'request.bad_compression',
    );
    expectProblem(
      await send(gzipSync('{}'), { 'content-encoding': 'br' }),
      'request.encoding_unknown',
    );
    expectProblem(
      await send(gzipSync('{}'), { 'content-encoding': 'gzip, gzip' }),
      'request.encoding_unknown',
    );
  });

  test('good compression of both kinds is understood', async () => {
    const request = JSON.stringify(siti.phone.syncRequest());
    expect((await send(gzipSync(request), { 'content-encoding': 'gzip' })).status).toBe(200);
    expect((await send(deflateSync(request), { 'content-encoding': 'deflate' })).status).toBe(200);
  });

  test('too big, on the wire or after unpacking: a bomb costs what the bound allows', async () => {
    expectProblem(await send(`"${'a'.repeat(600_000)}"`), 'request.too_big');
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    const before = process.memoryUsage().rss;
    expectProblem(await send(bomb, { 'content-encoding': 'gzip' }), 'request.too_big');
    expect(process.memoryUsage().rss - before).toBeLessThan(120_000_000);
    const form = await siti.phone.ask('POST', '/api/account/sign-in', {
      phone: 'a'.repeat(20_000),
      pin: '1',
    });
    expectProblem(form, 'request.too_big');
  });

  test('too deep, without the parser having to climb down', async () => {
    expectProblem(await send('['.repeat(200_000)), 'request.too_deep');
    expectProblem(await send(`{"a":${'['.repeat(20)}${']'.repeat(20)}}`), 'request.too_deep');
    expectProblem(
      await siti.phone.ask('POST', '/api/account/sign-in', { phone: [[[[[1]]]]] }),
      'request.too_deep',
    );
  });

  test('a content type that a plain form could send', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      '',
    ]) {
      const answer = await send('{}', { 'content-type': type || 'application/jsonx' });
      expectProblem(answer, 'request.not_json');
    }
  });

  test('nor on the routes of accounts, of people and of devices', async () => {
    const { phone, personId } = siti;
    for (const path of [
      '/api/account/sign-in',
      '/api/account/sign-out',
      `/api/people/${personId}/devices/${phone.deviceId}/revoke`,
      '/api/device',
    ]) {
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
      ]) {
        const answer = await phone.ask('POST', path, '{}', { 'content-type': type });
        expectProblem(answer, 'request.not_json');
      }
    }
    expect((await phone.sync()).body['actor']).toMatchObject({ session: 'live' });
  });

  test('a connection that ends in the middle: the server goes on', async () => {
    const { port } = new URL(server.url);
    await new Promise<void>((resolve, reject) => {
      const socket = connectTcp(Number(port), 'localhost', () => {
        const { deviceId, credential } = siti.phone;
        socket.write(
          `POST /api/sync HTTP/1.1\r\nhost: localhost:${port}\r\ncontent-type: application/json\r\n` +
            `sec-fetch-site: same-origin\r\nauthorization: Device ${deviceId}.${credential}\r\n` +
            'content-length: 1000\r\n\r\n{"protocol":1,',
        );
        setTimeout(() => socket.destroy(), 50);
      });
      socket.on('close', () => resolve());
      socket.on('error', reject);
    });
    expect((await siti.phone.sync()).status).toBe(200);
  });
});

describe('a sync request of the wrong shape', () => {
  const whole = () => siti.phone.syncRequest() as unknown as Record<string, unknown>;
  const send = (change: Record<string, unknown>) =>
    siti.phone.ask('POST', '/api/sync', { ...whole(), ...change });

  test.each([
    ['no protocol', { protocol: undefined }, 'sync.protocol_unknown'],
    ['a protocol of the future', { protocol: 99 }, 'sync.protocol_unknown'],
    ['entries that are no list', { entries: {} }, 'sync.malformed'],
    ['an entry that is a word', { entries: ['x'] }, 'sync.malformed'],
    ['an empty entry', { entries: [{}] }, 'sync.malformed'],
    ['a negative device epoch', { deviceEpoch: -1 }, 'sync.malformed'],
    ['a device epoch beyond all', { deviceEpoch: 99_999 }, 'sync.malformed'],
    ['acked as text', { acked: '1' }, 'sync.malformed'],
    ['half an acked', { acked: 1.5 }, 'sync.malformed'],
    ['cursors as a list', { cursors: [] }, 'sync.malformed'],
    ['a cursor that is a number', { cursors: { 'shop:x': 3 } }, 'sync.malformed'],
    ['a scope with a quote', { cursors: { "shop:'": '' } }, 'sync.malformed'],
    ['waiting missing', { waiting: undefined }, 'sync.malformed'],
    [
      'too many cursors',
      { cursors: Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`shop:${i}`, ''])) },
      'sync.too_many_scopes',
    ],
    [
      'too many entries',
      { entries: Array.from({ length: 201 }, () => ({})) },
      'sync.too_many_entries',
    ],
  ])('%s', async (_what, change, code) => {
    expectProblem(await send(change), code);
  });

  test('null, a list, a word', async () => {
    for (const body of ['null', '[]', '"x"', '7', 'true']) {
      const answer = await siti.phone.ask('POST', '/api/sync', body, {
        'content-type': 'application/json',
      });
      expectProblem(answer, 'sync.malformed');
    }
  });

  test('an entry larger than an entry may be', async () => {
    const fat = siti.phone.entry('person.edit', { id: siti.personId, name: 'x'.repeat(17_000) });
    expectProblem(await send({ entries: [fat] }), 'sync.entry_too_large');
  });

  test('cursors nobody gave, an epoch nobody knows, words of another language: heard and harmless', async () => {
    for (const change of [
      { cursors: { 'catalogue:63.11.07': 'nonsense' } },
      { cursors: { 'catalogue:63.11.07': '99999999999999999999999' } },
      { cursors: { 'catalogue:63.11.07': "1'; drop table shop; --" } },
      { epoch: newId(), cursors: { 'catalogue:63.11.07': '5' } },
      { fingerprint: 'x'.repeat(80) },
      { sentMs: Number.MAX_SAFE_INTEGER },
      { sentMs: 0 },
      { acked: Number.MAX_SAFE_INTEGER },
      { waiting: { count: Number.MAX_SAFE_INTEGER, oldestAgeMs: Number.MAX_SAFE_INTEGER } },
      { maxRows: 0 },
      { maxRows: 999_999_999 },
    ]) {
      expect((await send(change)).status).toBeLessThan(500);
    }
    // Nothing of this could be half-applied: there was nothing to apply.
    expect((await siti.phone.sync()).status).toBe(200);
  });
});

describe('a request from elsewhere', () => {
  test.each([
    ['another origin', { origin: 'https://evil.example', 'sec-fetch-site': '' }],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['a sister site', { 'sec-fetch-site': 'same-site' }],
    ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': '' }],
    ['another port of this host', { origin: 'http://localhost:1', 'sec-fetch-site': '' }],
  ])('%s changes nothing', async (_what, headers) => {
    for (const path of ['/api/sync', '/api/account/sign-out', '/api/device']) {
      expectProblem(await siti.phone.ask('POST', path, {}, headers), 'request.foreign_origin');
    }
    expect((await siti.phone.sync()).status).toBe(200);
  });

  test('without a content type, as a foreign page can send bytes unasked', async () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example', 'sec-fetch-site': '' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    for (const path of ['/api/sync', '/api/account/sign-out', '/api/device']) {
      for (const from of foreign) {
        const headers = { ...from, 'content-type': '' };
        expectProblem(await siti.phone.ask('POST', path, bytes, headers), 'request.foreign_origin');
      }
    }
    // From our own page only a phone's sync may come so.
    for (const path of ['/api/account/sign-out', '/api/device']) {
      const answer = await siti.phone.ask('POST', path, bytes, { 'content-type': '' });
      expectProblem(answer, 'request.not_json');
    }
    expect((await siti.phone.sync()).status).toBe(200);
  });

  test('with cookies but without saying where it comes from', async () => {
    const headers = { origin: '', 'sec-fetch-site': '' };
    expectProblem(await siti.phone.ask('POST', '/api/sync', {}, headers), 'request.foreign_origin');
  });
});

test('addresses that do not exist, ids that are none, methods nobody takes', async () => {
  const { phone } = siti;
  expectProblem(await phone.ask('GET', '/api/nothing'), 'route.unknown');
  expectProblem(await phone.ask('GET', '/api/sync'), 'route.unknown');
  expectProblem(await phone.ask('GET', '/api/public/product/7'), 'listing.not_shown');
  expectProblem(await phone.ask('GET', `/api/public/product/${newId()}`), 'listing.not_shown');
  expectProblem(await phone.ask('GET', "/api/public/shop/'or'1"), 'shop.not_shown');
  expectProblem(await phone.ask('GET', '/api/public/shop/%00'), 'shop.not_shown');
  expectProblem(
    await phone.ask('GET', '/api/public/catalogue?village=x'),
    'catalogue.wrong_question',
  );
  expectProblem(await phone.ask('GET', '/api/public/catalogue?q=%00'), 'catalogue.wrong_question');
  expectProblem(
    await phone.ask('GET', '/api/public/catalogue?after=x'),
    'catalogue.wrong_question',
  );
  expectProblem(await phone.ask('GET', '/photo/x'), 'route.unknown');
  expectProblem(await phone.ask('GET', '/photo/%2e%2e%2f%2e%2e%2fetc/passwd'), 'photo.not_here');
  expectProblem(
    await phone.ask('GET', `/photo/${'a'.repeat(64)}/..%2f..%2fsecret`),
    'photo.not_here',
  );
  expectProblem(
    await phone.ask('POST', '/api/account/devices/x/revoke', {}),
    'device.unknown_here',
  );
  expectProblem(
    await phone.ask('POST', '/api/account/reset-code', { personId: 'x' }),
    'request.wrong_shape',
  );
  expectProblem(await phone.ask('POST', '/api/account/sign-in', []), 'request.wrong_shape');
});
