import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOMS = ['sync', 'domain', 'db', 'api', 'web', 'e2e'];
const RULE = /^- \*\*([SP]\d+) —/gm;
const NAMED = /\[([SP]\d+)\]/g;

const testFiles = ROOMS.flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(test|spec)\.ts$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(room, name)),
);

it('every rule of SPEC.md has a test, and every rule a test names is in SPEC.md', () => {
  const rules = [...readFileSync('sync/SPEC.md', 'utf8').matchAll(RULE)].map(([, id]) => id);
  const named = testFiles.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(NAMED)].map(([, id]) => id),
  );
  expect([...new Set(named)].sort()).toEqual([...rules].sort());
});
