/**
 * What the build says a page needs before it runs: Kit writes the scripts and style sheets of each route
 * into its server output, for the preload links of the HTML.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

interface PageNode {
  imports: string[];
  stylesheets: string[];
}

interface KitManifest {
  _: {
    client: { imports: string[]; stylesheets: string[] };
    routes: { id: string; page: { layouts: (number | undefined)[]; leaf: number } | null }[];
  };
}

export interface BuiltRoute {
  /** As Kit spells it: `/toko/[slug]`. */
  id: string;
  /** Files below the client folder. */
  scripts: Set<string>;
  stylesheets: Set<string>;
}

/**
 * Reads the routes of a build that are pages.
 *
 * @param output Kit's `.svelte-kit/output`
 */
export async function readRoutes(output: string): Promise<BuiltRoute[]> {
  const server = join(output, 'server');
  const { manifest } = await load<{ manifest: KitManifest }>(join(server, 'manifest-full.js'));
  const nodes = new Map<number, PageNode>();
  for (const name of readdirSync(join(server, 'nodes'))) {
    if (name.endsWith('.js'))
      nodes.set(Number.parseInt(name, 10), await load(join(server, 'nodes', name)));
  }
  const { client, routes } = manifest._;
  return routes.flatMap(({ id, page }): BuiltRoute[] => {
    if (!page) return [];
    const used = [...page.layouts, page.leaf].flatMap((index) => nodes.get(index ?? -1) ?? []);
    return [
      {
        id,
        scripts: new Set([...client.imports, ...used.flatMap((node) => node.imports)]),
        stylesheets: new Set([...client.stylesheets, ...used.flatMap((node) => node.stylesheets)]),
      },
    ];
  });
}

/** Every script of the build that a page may load, below the client folder. */
export function allScripts(output: string): string[] {
  return readdirSync(join(output, 'client', '_app'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.js'))
    .map((path) => `_app/${path.replaceAll('\\', '/')}`);
}

/** Tells the bytes of built files on the wire; each travels, and is compressed, on its own. */
export function wireSizes(output: string): (files: Iterable<string>) => number {
  const known = new Map<string, number>();
  const sizeOf = (file: string): number => {
    const size = known.get(file) ?? brotliBytes(readFileSync(join(output, 'client', file)));
    known.set(file, size);
    return size;
  };
  return (files) => [...files].reduce((sum, file) => sum + sizeOf(file), 0);
}

/** Bytes on the wire of a built file: brotli as the build packs it. */
export function brotliBytes(content: Buffer | string): number {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

async function load<T>(path: string): Promise<T> {
  return (await import(pathToFileURL(path).href)) as T;
}
