import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { allScripts, brotliBytes, readRoutes, wireSizes } from './built-pages';

let output: string;

/** A build with two pages and a feed. */
beforeAll(() => {
  output = mkdtempSync(join(tmpdir(), 'jukung-build-'));
  mkdirSync(join(output, 'client', '_app', 'chunks'), { recursive: true });
  mkdirSync(join(output, 'server', 'nodes'), { recursive: true });
  writeFileSync(join(output, 'client', '_app', 'app.js'), 'const boat = 1;'.repeat(200));
  writeFileSync(join(output, 'client', '_app', 'chunks', 'scan.js'), 'const code = 2;');
  writeFileSync(join(output, 'client', '_app', 'version.json'), '{}');
  writeFileSync(join(output, 'server', 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(output, 'server', 'manifest-full.js'),
    `export const manifest = { _: {
      client: { imports: ['app.js', 'shared.js'], stylesheets: ['base.css'] },
      routes: [
        { id: '/', page: { layouts: [0], leaf: 1 } },
        { id: '/toko/[slug]', page: { layouts: [0, undefined], leaf: 2 } },
        { id: '/feed.xml', page: null },
      ] } };`,
  );
  const node = (imports: string[], stylesheets: string[]): string =>
    `export const imports = ${JSON.stringify(imports)}; export const stylesheets = ${JSON.stringify(stylesheets)};`;
  writeFileSync(join(output, 'server', 'nodes', '0.js'), node(['shared.js'], ['layout.css']));
  writeFileSync(join(output, 'server', 'nodes', '1.js'), node(['catalogue.js'], ['card.css']));
  writeFileSync(join(output, 'server', 'nodes', '2.js'), node(['shop.js'], []));
});

afterAll(() => rmSync(output, { recursive: true, force: true }));

describe('what a page costs', () => {
  it('is every script and style of the page and of all around it, each counted once', async () => {
    const routes = await readRoutes(output);
    expect(routes.map(({ id }) => id)).toEqual(['/', '/toko/[slug]']);
    expect([...routes[0]!.scripts].sort()).toEqual(['app.js', 'catalogue.js', 'shared.js']);
    expect([...routes[0]!.stylesheets].sort()).toEqual(['base.css', 'card.css', 'layout.css']);
    expect([...routes[1]!.scripts].sort()).toEqual(['app.js', 'shared.js', 'shop.js']);
  });

  it('is counted as it travels: each file compressed on its own', () => {
    const size = wireSizes(output);
    const alone = brotliBytes('const boat = 1;'.repeat(200));
    expect(alone).toBeLessThan(60);
    expect(size(['_app/app.js'])).toBe(alone);
    expect(size(['_app/app.js', '_app/chunks/scan.js'])).toBe(
      alone + brotliBytes('const code = 2;'),
    );
  });

  it('leaves out what is no script', () => {
    expect(allScripts(output).sort()).toEqual(['_app/app.js', '_app/chunks/scan.js']);
  });
});
