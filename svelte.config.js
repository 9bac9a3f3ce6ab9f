import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

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
    // Hashes, never nonces: the shell lives in the phone's cache and a nonce would go stale.
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['self'],
        'script-src': ['self'],
        'style-src': ['self', 'unsafe-inline'],
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
