import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const catalogues = import.meta.glob<Record<string, Record<string, string>>>('./id/*.ts', {
  eager: true,
});
const homeOf = new Map<string, string>();
for (const [file, module] of Object.entries(catalogues)) {
  const home = file.replace('./id/', '').replace('.ts', '');
  for (const words of Object.values(module)) {
    for (const key of Object.keys(words)) homeOf.set(key, home);
  }
}

const sources = readdirSync('web', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(svelte|ts)$/.test(name) && !/\.test\.ts$/.test(name))
  .filter((name) => !name.startsWith(join('lib', 'words')));

/** Word files a source needs: of keys it writes out, and of keys it puts together (`role.${role}`). */
function needed(source: string): Set<string> {
  const homes = new Set<string>();
  for (const [, text = '', rest] of source.matchAll(/['"`]([a-z][\w.-]*\.[\w.-]*)(\$\{)?/g)) {
    for (const [key, home] of homeOf) {
      if (rest ? key.startsWith(text) : key === text) homes.add(home);
    }
  }
  homes.delete('common');
  return homes;
}

test('every screen brings the words it says', () => {
  const missing = sources.flatMap((name) => {
    const source = readFileSync(join('web', name), 'utf8');
    return [...needed(source)]
      .filter((home) => !source.includes(`'$lib/words/id/${home}'`))
      .map((home) => `web/${name} lacks: import '$lib/words/id/${home}';`);
  });
  expect(missing).toEqual([]);
});
