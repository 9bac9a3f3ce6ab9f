import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { breachesOf, longestFileLines, roomNames } from './house-rules';

const top = fileURLToPath(new URL('../..', import.meta.url));

function sources(): string[] {
  return roomNames.flatMap((room) =>
    readdirSync(join(top, room), { recursive: true, encoding: 'utf8' })
      .map((path) => `${room}/${path.replaceAll('\\', '/')}`)
      .filter((path) => /\.(ts|js|svelte|css)$/.test(path))
      // This file quotes what it refuses.
      .filter((path) => path !== 'scripts/checks/import-table.test.ts'),
  );
}

describe('the house', () => {
  it('keeps its rules in every file', () => {
    const paths = sources();
    expect(paths.length).toBeGreaterThan(50);
    expect(
      paths.flatMap((path) => breachesOf(path, readFileSync(join(top, path), 'utf8'))),
    ).toEqual([]);
  });
});

describe('the import table', () => {
  it.each([
    ['sync/merge.ts', `import { listing } from '#domain/listing';`],
    ['domain/listing.ts', `import { table } from '#db/tables';`],
    ['db/store.ts', `import { app } from '#api/main';`],
    ['api/main.ts', `import { t } from '$lib/words/words';`],
    ['web/lib/phone/loop.ts', `import { db } from '#db/tables';`],
    ['web/lib/phone/loop.ts', `import { app } from '#api/main';`],
    ['web/lib/phone/loop.ts', `export { app } from '#api/main';`],
    ['web/lib/phone/loop.ts', `const main = await import('#api/main');`],
    ['domain/listing.ts', `import { entity } from '../sync/entity';`],
    ['domain/listing.ts', `import { rupiah } from '#domain/money';`],
    ['domain/listing.ts', `import { entity } from '#sync/entity.ts';`],
    ['sync/merge.ts', `import { readFileSync } from 'node:fs';`],
  ])('refuses in %s: %s', (path, text) => {
    expect(breachesOf(path, text)).toHaveLength(1);
  });

  it.each([
    ['domain/listing.ts', `import { entity } from '#sync/entity';`],
    ['web/lib/phone/api.ts', `import type { App } from '#api/main';`],
    ['web/lib/phone/api.ts', `type App = typeof import('#api/main').app;`],
    [
      'web/routes/+page.svelte',
      `<script lang="ts">import Card from '$lib/ui/Card.svelte';</script>`,
    ],
    ['api/main.ts', `import {\n  one,\n  type Two,\n} from '#db/tables';`],
    ['api/main.ts', `import { fresh } from './fresh'; // not from '#web/x'`],
    ['e2e/airplane.spec.ts', `import { startServer } from '#api/main';`],
  ])('lets pass in %s: %s', (path, text) => {
    expect(breachesOf(path, text)).toEqual([]);
  });

  it('names the file and the reason', () => {
    expect(breachesOf('sync/merge.ts', `import { listing } from '#domain/listing';`)).toEqual([
      'sync/merge.ts imports #domain/listing: the engine knows no noun, no database and no browser',
    ]);
  });
});

describe('the pure rooms', () => {
  it.each([
    'const at = Date.now();',
    'const at = new Date();',
    'const n = Math.random();',
    'const id = crypto.randomUUID();',
    'const id = globalThis.crypto.randomUUID();',
    `await fetch('/api');`,
    'setTimeout(go, 5);',
  ])('refuse %s', (text) => {
    expect(breachesOf('sync/clock.ts', text)).toHaveLength(1);
  });

  it.each([
    'const at = new Date(nowMs);',
    `const say = 'call fetch() and Date.now()';`,
    '// Date.now() is not used here',
    'const page = await phone.fetch(url);',
  ])('let pass %s', (text) => {
    expect(breachesOf('sync/clock.ts', text)).toEqual([]);
  });

  it('let tests and other rooms have a clock', () => {
    expect(breachesOf('sync/clock.test.ts', 'Date.now();')).toEqual([]);
    expect(breachesOf('api/clock.ts', 'Date.now();')).toEqual([]);
  });
});

describe('files and folders', () => {
  it('may have 400 lines and not one more', () => {
    expect(breachesOf('api/long.ts', 'x;\n'.repeat(longestFileLines))).toEqual([]);
    expect(breachesOf('api/long.ts', 'x;\n'.repeat(longestFileLines + 1))).toHaveLength(1);
  });

  it.each(['components', 'stores', 'services', 'utils', 'helpers'])(
    'may not be called %s',
    (name) => {
      expect(breachesOf(`web/lib/${name}/x.ts`, '')).toHaveLength(1);
    },
  );
});
