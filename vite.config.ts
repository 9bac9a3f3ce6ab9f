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
      // Half of the pages show none of them.
      { name: 'drawings', test: /\/web\/lib\/ui\/drawings\.ts/, priority: 10 },
      // The market and what stands around every screen: apart they would cost a visitor 2 KB more.
      {
        name: 'shore',
        test: /\/web\/(routes\/\+(layout|page|error)\.(svelte|ts)|lib\/(phone\/(live\.svelte|market-copy|public-views)|words\/when)\.ts)|\/domain\/(money|categories|place\/villages)\.ts/,
        priority: 9,
      },
      // The nouns and what may be done with them: pages ask them, the heart obeys them.
      {
        name: 'nouns',
        test: /\/(domain\/(?!place\/|search\/|wire-|order-text)|sync\/(?!phone|compact|wire|frame|request-|merge))/,
        priority: 8,
        minShareCount: 2,
      },
      // Asked by a product's page, which needs no stores, and by the stores.
      { name: 'basket', test: /\/web\/lib\/phone\/cart\/line\.ts/, priority: 8 },
      // What many pages show and ask; nothing of it waits for the stores.
      {
        name: 'deck',
        test: /\/web\/(lib\/(ui\/|phone\/(act|uuid7|what-waits)\.ts)|routes\/jualan\/PhoneGate)/,
        priority: 5,
        minShareCount: 8,
      },
      // The stores, of people and of somebody who only looks.
      {
        name: 'hold',
        test: /\/web\/lib\/phone\/(market-store|public-queries|looking|loop-state|db\/(put-public|survive|drop-thumbs))\.ts|\/sync\/wire\.ts/,
        priority: 4,
      },
      // What is known here: with it the page can be used.
      { name: 'heart', test: /\/web\/lib\/phone\/heart\.ts/, priority: 3 },
      // What is done here.
      { name: 'deed', test: /\/web\/lib\/phone\/deed\.ts/, priority: 2 },
      // The market's own copy: all that somebody who only looks needs besides the page.
      {
        name: 'market',
        test: /\/web\/lib\/phone\/(visitor|photo\/(pictures-kept|placeholder))\.ts|\/workbox-window\//,
        priority: 1,
      },
      // What goes to the others and comes from them.
      {
        name: 'sail',
        test: /\/web\/lib\/phone\/(send|outbox-heart|account-heart)\.ts/,
        priority: 0,
      },
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

/**
 * Vite's own way to fetch a file knows much that these pages never need (scripts to hint, nonces, browsers
 * without modules) and weighs more than a page of words. What is left: the styles first, once each.
 */
const plainFetch: Plugin = {
  name: 'jukung:plain-fetch',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? PLAIN_FETCH : null),
};
const PLAIN_FETCH = `
  const coming = {};
  const arrives = (href) => coming[href] ??= new Promise((go, fail) => {
    if ([...document.getElementsByTagName('link')].some((link) => link.href === href)) return go();
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href, onload: go });
    link.onerror = () => {
      delete coming[href];
      link.remove();
      fail(new Error('No ' + href));
    };
    document.head.append(link);
  });
  export const __vitePreload = (load, styles = [], base) =>
    Promise.all(styles.map((style) => arrives(new URL(style, base).href))).then(load);
`;

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
    plainFetch,
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
