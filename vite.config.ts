import { sveltekit } from '@sveltejs/kit/vite';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import { defineConfig, type Plugin } from 'vite';

/**
 * Few files travel better than many: each costs a request, and small ones hardly compress. So there are
 * a few stable ones, each with all it needs, and a small one per page. `npm test -- budgets` measures what
 * each page fetches. What a tap opens (uploader, photo worker) stays a file of its own.
 */
const fewFiles: Plugin = {
  name: 'jukung:few-files',
  config: (config) => {
    if (config.build?.ssr) return {};
    const groups = [
      {
        name: 'frame',
        test: /node_modules\/(svelte|@sveltejs|esm-env|clsx|devalue)\//,
        priority: 9,
        minShareCount: 8,
      },
      { name: 'dexie', test: /node_modules\/dexie\//, priority: 8 },
      // The market and what stands around every screen.
      { name: 'shore', test: /\/web\/routes\/\+(layout|page|error)\.(svelte|ts)/, priority: 7 },
      // The nouns and what may be done with them: pages ask them, the heart obeys them.
      {
        name: 'nouns',
        test: /\/(domain\/(?!place\/|search\/|wire-)|sync\/(?!phone|compact|wire|frame|request-))/,
        priority: 6,
        minShareCount: 2,
      },
      // Asked by a product's page, which needs no stores, and by the stores.
      { name: 'basket', test: /\/web\/lib\/phone\/cart\/line\.ts/, priority: 8 },
      // What many pages show and ask; nothing of it waits for the stores.
      {
        name: 'deck',
        test: /\/web\/lib\/(ui\/|phone\/(act|uuid7)\.ts)/,
        priority: 5,
        minShareCount: 4,
      },
      // The market's own copy: all that somebody who only looks needs besides the page.
      {
        name: 'market',
        test: /\/web\/lib\/phone\/(visitor|photo\/(pictures-kept|placeholder))\.ts|\/workbox-window\//,
        priority: 5,
      },
      // The stores and the engine, read when somebody does something here.
      { name: 'heart', test: /\/web\/lib\/phone\/heart\.ts/, priority: 4 },
    ];
    return { build: { rolldownOptions: { output: { codeSplitting: { groups } } } } };
  },
};

/** Who takes a photo brings along how a ThumbHash is written; the market only reads them. */
const halves: Plugin = {
  name: 'jukung:halves',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (source !== 'thumbhash' || !importer?.endsWith('/photo/shrink.ts')) return null;
    const whole = await this.resolve(source, importer, { skipSelf: true });
    return whole && !whole.external ? `${whole.id}?written` : whole;
  },
};

export default defineConfig({
  // The builds without the bends for browsers before modules and async functions: a kilobyte less each.
  resolve: {
    alias: [
      { find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' },
      { find: /^workbox-window$/, replacement: 'workbox-window/build/workbox-window.prod.mjs' },
    ],
  },
  plugins: [
    sveltekit(),
    fewFiles,
    halves,
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
  build: {
    target: 'es2022',
    // Scripts are hinted in the page itself; a list of every page's files in every page costs more.
    modulePreload: { resolveDependencies: () => [] },
  },
});
