import { Writable } from 'node:stream';
import { Hono } from 'hono';
import { pino } from 'pino';
import { expect, test } from 'vitest';

import { diary, failureFacts, pageDiary } from './log';

/** A log, and what stands in it. */
function paper() {
  let text = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  return { log: pino({}, sink), text: () => text };
}

/** What would stand in the log after these requests. */
async function logged(...paths: string[]): Promise<string> {
  const { log, text } = paper();
  const people = new Hono()
    .use((_c, next) => next())
    .get('/find', (c) => c.text('ok'))
    .get('/:id', (c) => c.text('ok'))
    .post('/:id/devices/:deviceId/revoke', (c) => c.text('ok'));
  const app = new Hono()
    .use(diary(log, () => 5))
    .use('/api/people/*', (_c, next) => next())
    .route('/api/people', people)
    .get('/api/public/shop/:slug', (c) => c.text('ok'))
    .get('/photo/:hash/:variant', (c) => c.text('ok'))
    .route(
      '/api/photo/upload',
      new Hono().all('*', (c) => c.text('ok')),
    );
  for (const path of paths) {
    const headers = { cookie: 'jukung_multi-x=secret', authorization: 'Device abc.def' };
    await app.request(`http://x${path}`, {
      method: /revoke$/.test(path) ? 'POST' : 'GET',
      headers,
    });
  }
  return text();
}

test('a line says what was asked and how it ended, and not by whom or about whom', async () => {
  const id = '019a203d-2b7f-71bf-85a2-29a9f6cbd6cb';
  const hash = 'a'.repeat(64);
  const text = await logged(
    '/api/people/find?phone=081122334455',
    `/api/people/${id}/devices/${id}/revoke`,
    '/api/public/shop/warung-acil-siti-abcdef',
    `/photo/${hash}/w160.avif`,
    `/api/photo/upload/${id}.${hash}.full`,
    `/api/people/${id}`,
    '/api/people/081122334455/acil-siti',
    '/api/081122334455',
  );
  const routes = text
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { route: string }).route);
  expect(routes).toEqual([
    '/api/people/find',
    '/api/people/:id/devices/:deviceId/revoke',
    '/api/public/shop/:slug',
    '/photo/:hash/:variant',
    '/api/photo/upload/*',
    '/api/people/:id',
    '/api/people/*',
    '/*',
  ]);
  expect(text).not.toMatch(/0811|secret|def|acil/);
});

test('a failure is written down without what it quotes', () => {
  const failure = Object.assign(new Error('Key (username)=(+62811223344) already exists'), {
    code: '23505',
    constraint: 'auth_user_username_key',
    detail: 'Key (username)=(+62811223344) already exists',
  });
  const facts = JSON.stringify(failureFacts(failure));
  expect(facts).toContain('23505');
  expect(facts).toContain('auth_user_username_key');
  expect(facts).not.toContain('62811');
});

test('a page that could not be shown is one line: status, route, and where, not what was typed', () => {
  const { log, text } = paper();
  const failure = new TypeError('no village for\n    at 0811 2233 4455 (Acil Siti)');
  pageDiary(log)({ status: 500, route: '/produk/[id]', failure });
  pageDiary(log)({ status: 404, route: null, failure: new Error('Not found: /acil-siti-0811') });
  const lines = text()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toMatchObject([
    { level: 50, status: 500, route: '/produk/[id]', kind: 'TypeError' },
    { level: 30, status: 404, route: null },
  ]);
  expect(lines[0]?.['at']).toContainEqual(expect.stringContaining('log.test.ts'));
  expect(Object.keys(lines[1] ?? {}).sort()).not.toContain('at');
  expect(text()).not.toMatch(/0811|siti/i);
});
