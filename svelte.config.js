import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

// The one style attribute that is not ours: SvelteKit hides the line it reads to screen readers after each
// change of page. Every journey complains when this hash is no longer its own.
const STYLE_OF_KITS_ANNOUNCER = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  kit: {
    adapter: adapter({ out: 'build/web', precompress: true }),
    files: {
      assets: 'web/static',
      lib: 'web/lib',
      routes: 'web/routes',
      appTemplate: 'web/app.html',
      errorTemplate: 'web/error.html',
      serviceWorker: 'web/service-worker',
      hooks: {
        client: 'web/hooks.client',
        server: 'web/hooks.server',
        universal: 'web/hooks',
      },
    },
    // Styles ride inside the page they are for: one file fewer to wait for each, and all of it compresses
    // as one piece (13.2 KB against 15.0 KB for the market page).
    inlineStyleThreshold: 20_000,
    // Absolute asset paths: the cached shell answers for every route, at every depth.
    paths: { relative: false },
    // The service worker is registered by web/lib/phone/app-update.ts, when nothing unsent can be hurt.
    serviceWorker: { register: false },
    // Hashes, never nonces: the shell lives in the phone's cache and a nonce would go stale. They cover the
    // styles in a page too, so nothing the server writes may carry a style attribute.
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['self'],
        'script-src': ['self'],
        'style-src': ['self', 'unsafe-hashes', STYLE_OF_KITS_ANNOUNCER],
        'img-src': ['self', 'data:', 'blob:'],
        'connect-src': ['self'],
        'worker-src': ['self'],
        'manifest-src': ['self'],
        'base-uri': ['self'],
        'form-action': ['self'],
        'object-src': ['none'],
      },
    },
    typescript: {
      config(config) {
        config.include = [
          'ambient.d.ts',
          'types/**/$types.d.ts',
          ...['web', 'sync', 'domain', 'db', 'api', 'e2e', 'bench', 'scripts'].flatMap((room) => [
            `../${room}/**/*.ts`,
            `../${room}/**/*.svelte`,
          ]),
          '../vite.config.ts',
        ];
        return config;
      },
    },
  },
};
