import { sveltekit } from '@sveltejs/kit/vite';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import { defineConfig, type Plugin } from 'vite';

/** What every page begins with, and what pages share with the phone's heart: small, read at once. */
const light =
  /\/lib\/(ui|words)\/|\/domain\/|\/sync\/(?!phone)|\/lib\/phone\/(public-|market-copy|storage|calm|uuid7|shelf|phone\.svelte|status\.svelte|signal-status|live|act|db\/(store|catalogue)-name|photo\/(when|picture\.svelte))/;

/** The stores and the engine: one file, read after the page. */
const heart =
  /\/sync\/phone\/|\/lib\/phone\/(heart|send|sync-|device|dexie-store|open-person|profiles|queries|shape-views|watch-signal|lock-watch|undo|leader|air|backoff|beacon|tab-talk|keep-first-paint|db\/|photo\/(upload|keep))/;

/** Pages that must share a piece of our own code before all of them carry it. */
const MANY_PAGES = 12;

/**
 * Few files travel better than many: each costs a request, and small ones hardly compress; but a file that
 * two pages share must not carry what only one of them says. `npm test -- budgets` measures what each page
 * fetches: 64 KB (brotli) to the market page, 126 KB with the stores. What a tap opens (uploader, photo
 * worker) stays a file of its own.
 */
const fewFiles: Plugin = {
  name: 'jukung:few-files',
  config: (config) => {
    if (config.build?.ssr) return {};
    const groups = [
      {
        name: 'frame',
        test: /node_modules\/(svelte|@sveltejs|esm-env|clsx|devalue)\//,
        priority: 5,
        minShareCount: 8,
      },
      { name: 'dexie', test: /node_modules\/dexie\//, priority: 4 },
      { name: 'speech', test: /\/lib\/words\/(spoken|words|id\/common)\.ts/, priority: 6 },
      // Words travel with the screens that say them (web/lib/words/spoken.ts), never in one lump.
      { name: 'words', test: /\/lib\/words\/id\/(?!common)/, priority: 4, entriesAware: true },
      {
        name: 'common',
        test: /\/(web\/lib\/(?!words\/)|sync|domain)\//,
        priority: 3,
        minShareCount: MANY_PAGES,
      },
      { name: 'light', test: light, priority: 2, minShareCount: 2, entriesAware: true },
      { name: 'heart', test: heart, priority: 1 },
    ];
    return { build: { rolldownOptions: { output: { codeSplitting: { groups } } } } };
  },
};

export default defineConfig({
  plugins: [
    sveltekit(),
    fewFiles,
    // Kit compiles web/service-worker.ts; this writes the list of the build's files into it. When it is
    // registered, and when a new one takes over, is decided by web/lib/phone/app-update.svelte.ts.
    SvelteKitPWA({
      strategies: 'injectManifest',
      srcDir: 'web',
      filename: 'service-worker.ts',
      injectRegister: null,
      manifest: false,
      injectManifest: {
        globPatterns: ['client/_app/immutable/**/*.{js,css}', 'prerendered/**/*.html'],
      },
    }),
  ],
  build: { target: 'chrome90' },
});
