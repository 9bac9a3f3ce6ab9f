import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { newId } from '#db/new-id';

import { testServer, type TestServer } from '../testing/test-server';
import { HeadlessPhone, Refused } from './headless-phone';

let server: TestServer;
let phone: HeadlessPhone;
let trouble: Server;
let answer: RequestListener;
let asked = 0;
beforeAll(async () => {
  server = await testServer();
  trouble = createServer((request, response) => {
    asked += 1;
    request.resume().on('end', () => answer(request, response));
  });
  await new Promise<void>((resolve) => trouble.listen(0, '127.0.0.1', resolve));
  phone = await HeadlessPhone.open({ url: server.url });
  const who = { phone: '081234567802', pin: '493817', name: 'Acil', village: '63.11.07.2005' };
  await phone.signUp(who);
  await phone.firstSync();
  const shop = { id: newId(), village: who.village, name: 'Warung', kind: 'kue' };
  await phone.edit('shop.open', shop);
});
afterAll(async () => {
  phone.close();
  trouble.close();
  await server.close();
});

const problem =
  (status: number, body: object): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/problem+json' });
    response.end(JSON.stringify(body));
  };
const page: RequestListener = (_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html' });
  response.end('<!doctype html>Log in');
};

test.each<[string, RequestListener, number]>([
  ['a captive portal', page, 1],
  ['an ended session', problem(401, { code: 'session.expired' }), 1],
  ['409 that is no fork', problem(409, { code: 'device.id_taken' }), 1],
  ['a fork for ever', problem(409, { forked: true, known: [], nextDeviceEpoch: 3 }), 4],
  ['413', problem(413, { code: 'request.too_big' }), 1],
  ['429', problem(429, { code: 'tries.wait', retryAfterMs: 7_000 }), 1],
  ['500', problem(500, { code: 'internal' }), 1],
  ['503', problem(503, { code: 'busy', retryAfterMs: 7_000 }), 1],
  ['a connection that ends', (_request, response) => void response.destroy(), 1],
])('[P8] a phone without a screen does not ask on after %s', async (_what, says, requests) => {
  phone.moveTo(`http://127.0.0.1:${(trouble.address() as AddressInfo).port}`);
  answer = says;
  asked = 0;
  const failure: unknown = await phone.sync().catch((told: unknown) => told);
  expect(failure).toBeInstanceOf(Error);
  expect(asked).toBe(requests);
  if (failure instanceof Refused && [429, 503].includes(failure.status))
    expect(failure.retryAfterMs).toBe(7_000);
  // And what waits is said as soon as somebody listens.
  expect(phone.store.inspect().queue.filter(({ state }) => state === 'sending')).toHaveLength(1);
});

test('[P8] after all that nothing is lost', async () => {
  phone.moveTo(server.url);
  const { outcomes } = await phone.sync();
  expect(outcomes.map(({ result }) => result)).toEqual(['applied']);
});
