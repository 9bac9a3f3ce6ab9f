import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { problemResponse, problems } from './problem';

test('a refusal is a problem object with its status, and says how long to wait', async () => {
  const answer = problemResponse('tries.wait', { retryAfterMs: 1500 });
  expect(answer.status).toBe(429);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('retry-after')).toBe('2');
  expect(await answer.json()).toEqual({
    type: 'urn:jukung:problem:tries.wait',
    title: problems['tries.wait'][1],
    status: 429,
    code: 'tries.wait',
    retryAfterMs: 1500,
  });
});

test('only one code is our mistake, and one says come back later', () => {
  const own = Object.entries(problems).filter(([, [status]]) => status >= 500);
  expect(own.map(([code]) => code)).toEqual(['busy', 'internal']);
});

test('every code the documentation names exists', () => {
  const text = readFileSync(new URL('../docs/api.md', import.meta.url), 'utf8');
  const groups =
    'request|device|session|phone|pin|account|tries|person|people|photo|listing|shop|catalogue';
  const named = [...text.matchAll(new RegExp(`\`(?:\\d{3} )?((?:${groups})\\.[a-z_]+)\``, 'g'))];
  const codes = named.map(([, code]) => code ?? '').filter((code) => !/\.(ts|pg)$/.test(code));
  expect(codes.length).toBeGreaterThan(30);
  // Why an entry is refused is said by the nouns, in an outcome and not in a problem.
  const domain = new URL('../domain/', import.meta.url);
  const nouns = readdirSync(domain).filter((name) => /(?<!\.test)\.ts$/.test(name));
  const refusals = new Set(
    nouns
      .map((name) => readFileSync(new URL(name, domain), 'utf8'))
      .flatMap((source) => [...source.matchAll(/refuse\('([a-z_.]+)'\)/g)].map(([, code]) => code)),
  );
  expect(codes.filter((code) => !(code in problems) && !refusals.has(code))).toEqual([]);
});
