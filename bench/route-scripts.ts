/** JavaScript of each page as it travels, of the build that is there; what `npm test -- budgets` holds. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { readRoutes, wireSizes } from '#scripts/checks/built-pages';

/** Lines to print: bytes after brotli of what a page asks for before a tap. Empty without a build. */
export async function routeScripts(): Promise<string[]> {
  const output = fileURLToPath(new URL('../.svelte-kit/output', import.meta.url));
  if (!existsSync(output)) return [];
  const size = wireSizes(output);
  const routes = await readRoutes(output);
  return routes.map(({ id, scripts }) => `  ${id.padEnd(36)} ${size(scripts)} B`);
}
