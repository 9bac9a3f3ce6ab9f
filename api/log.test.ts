import { Writable } from 'node:stream';
import { Hono } from 'hono';
import { pino } from 'pino';
import { expect, test } from 'vitest';

import { diary, failureFacts } from './log';

/** What would stand in the log after these requests. */
async function logged(...paths: string[]): Promise<string> {
  let text = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  const app = new Hono().use(diary(pino({}, sink), () => 5)).all('*', (c) => c.text('ok'));
  for (const path of paths) {
    const headers = { cookie: 'jukung_multi-x=secret', authorization: 'Device abc.def' };
    await app.request(`http://x${path}`, { headers });
  }
  return text;
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
  );
  const routes = text
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { route: string }).route);
  expect(routes).toEqual([
    '/api/people/find',
    '/api/people/:id/devices/:id/revoke',
    '/api/public/shop/:name',
    '/photo/:hash/w160.avif',
    '/api/photo/upload/:id.:hash.full',
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
