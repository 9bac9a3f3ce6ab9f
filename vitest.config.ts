import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * Tests are sorted by what they need, told by their file's ending:
 * `.test.ts` nothing · `.pg.test.ts` a PostgreSQL · `.spec.ts` a browser.
 */
const elsewhere = ['**/node_modules/**', 'build/**', '.svelte-kit/**', 'data/**', 'data-demo/**'];
const is15 = process.env['JUKUNG_TEST_POSTGRES'] === '15';
const resolve = { alias: { $lib: fileURLToPath(new URL('web/lib', import.meta.url)) } };

export default defineConfig({
  test: {
    projects: [
      {
        // The house rules: which room may import which, and what a file may hold.
        test: { name: 'rooms', include: ['scripts/checks/**/*.test.ts'], exclude: elsewhere },
      },
      {
        plugins: [svelte()],
        resolve,
        test: {
          name: 'pure',
          include: ['**/*.test.ts'],
          exclude: [...elsewhere, '**/*.pg.test.ts', 'scripts/checks/**'],
        },
      },
      {
        resolve,
        test: {
          name: 'pg',
          include: ['**/*.pg.test.ts'],
          // The embedded server itself is always 18: its own tests need not run again beside 15.
          exclude: is15 ? [...elsewhere, 'db/embedded/embedded.pg.test.ts'] : elsewhere,
          globalSetup: 'db/testing/test-postgres.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // The start command itself, killed and started again on a folder of its own.
        test: {
          name: 'start',
          include: ['scripts/**/*.spec.ts'],
          exclude: elsewhere,
          // They start whole servers, and each building of the pages: one after the other.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.spec.ts'],
          exclude: elsewhere,
          globalSetup: [
            'db/testing/test-postgres.ts',
            'scripts/browser-for-tests.ts',
            'e2e/seed.ts',
          ],
          // A page on a busy machine takes longer than the second that vitest would wait for it.
          expect: { poll: { timeout: 20_000 } },
          // One browser and one server at a time: the journeys measure and kill, and there are two cores.
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        resolve,
        // By themselves: pictures of README.md, and axe with target sizes over every page, which takes long.
        test: {
          name: 'pages',
          include: ['e2e/pictures.ts'],
          globalSetup: [
            'db/testing/test-postgres.ts',
            'scripts/browser-for-tests.ts',
            'e2e/seed.ts',
          ],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
