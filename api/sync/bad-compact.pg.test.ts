/** The compact wire, broken on the way or by malice: one answer, and nothing of it is applied. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { newId } from '#db/new-id';
import { declarations } from '#domain/index';
import { packRequest } from '#sync/compact/request';
import { writeCompact } from '#sync/compact/value';
import { nodeOf } from '#sync/stamp';

import { expectProblem } from '../testing/expect-problem';
import { member, PANGGUNG } from '../testing/people';
import type { TestPhone } from '../testing/test-phone';
import { testServer, type TestServer } from '../testing/test-server';

let server: TestServer;
let phone: TestPhone;
beforeAll(async () => {
  server = await testServer();
});
beforeEach(async () => {
  ({ phone } = await member(server));
});
afterAll(() => server.close());

const send = (body: Uint8Array, headers: Record<string, string> = {}) =>
  phone.ask('POST', '/api/sync', body, { 'content-type': '', ...headers });

/** A request that opens a shop when it arrives whole, in the bytes a real phone would send. */
function opening(): { shopId: string; bytes: Uint8Array } {
  const shopId = newId();
  const input = { id: shopId, village: PANGGUNG, name: 'Warung Ringkas', kind: 'kue' };
  const request = phone.syncRequest([phone.entry('shop.open', input)]);
  return { shopId, bytes: packRequest(request, phone.deviceId, declarations.wireWords) };
}

const isOpen = async (shopId: string) => {
  const found = server.db.selectFrom('shop').select('id').where('id', '=', shopId);
  return (await found.executeTakeFirst()) !== undefined;
};

test('cut off anywhere it is malformed, and the whole one still stands afterwards', async () => {
  const { shopId, bytes } = opening();
  for (const length of [1, bytes.length >> 2, bytes.length >> 1, bytes.length - 1]) {
    expectProblem(await send(bytes.subarray(0, length)), 'sync.malformed');
    const packed = gzipSync(bytes.subarray(0, length));
    expectProblem(await send(packed, { 'content-encoding': 'gzip' }), 'sync.malformed');
    expect(await isOpen(shopId)).toBe(false);
  }
  expect((await send(bytes)).status).toBe(200);
  expect(await isOpen(shopId)).toBe(true);
});

test('something else in its place is malformed: JSON without its name, a page, bytes behind the end', async () => {
  const { shopId, bytes } = opening();
  const json = JSON.stringify(phone.syncRequest([]));
  for (const other of [Buffer.from(json), Buffer.from('<html></html>'), Buffer.alloc(300, 0xff)]) {
    expectProblem(await send(other), 'sync.malformed');
  }
  expectProblem(await send(Buffer.concat([bytes, Buffer.from([7])])), 'sync.malformed');
  expect(await isOpen(shopId)).toBe(false);
});

test('well packed and of the wrong shape is malformed: entries that are none, counts that can not be', async () => {
  const node = nodeOf(phone.deviceId, 0);
  const words = [node, ...(declarations.wireWords ?? [])];
  for (const parts of [
    ['a word for an epoch'],
    [0, -1],
    [0, 0, '', 0, 0, 0, 0, 0, 'entries'],
    [0, 0, '', 0, 0, 0, 0, 0, [1, ['shop.open'], 2]],
    [0, 0, '', 0, 0, Date.now(), 0, 0, 0, 0, { maxRows: 'all' }],
  ]) {
    expectProblem(await send(writeCompact(parts, words)), 'sync.malformed');
  }
  expectProblem(await send(writeCompact('no list', words)), 'sync.malformed');
  expect((await phone.sync()).status).toBe(200);
});
