/**
 * The bytes that a page may cost, checked on the build that people get. A village pays for every
 * kilobyte, so a change that goes over a budget does not land.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { StartFailure } from '#db/embedded/start-failure';

import { projectDir, runCommand, say } from '../installation';
import { allScripts, readRoutes, wireSizes, type BuiltRoute } from './built-pages';
import { bytesToFirstGoods } from './first-content';
import { scriptsOfOpenedPages } from './opened-pages';
import { readPublicPages, type PublicPage } from './public-pages';
import { withSampleVillage } from './sample-village';
import { syncClientSizes } from './sync-client-size';

/**
 * Kilobytes of 1,000 bytes, packed as they travel. `held` is what may not grow; `goal` is where it must come down
 * to (docs/product.md says what stands in the way): lower `held` with every step towards it.
 */
const limitsKb = {
  /** Public pages as the server writes them, with the styles they need to be read and the heads of HTTP. */
  readable: { held: 14, goal: 14 },
  /** All that has come down a slow link when a first visitor sees goods. */
  firstContent: { held: 45, goal: 45 },
  /** Before the list can be tapped; and in all, the market's own copy with Dexie included. */
  catalogueBeforeTap: { held: 55, goal: 55 },
  catalogue: { held: 90, goal: 90 },
  /** When its own content can be tapped (opened-pages.ts tells how that is found), and in all. */
  route: { held: 145, goal: 90 },
  /** What it shows is answered by somebody far away, or by the browser in its own time: what asks belongs to it. */
  routeFromAfar: { held: 158, goal: 90 },
  routeInAll: { held: 162, goal: 155 },
  /** What no page fetches by itself waits for a tap: scanner, uploader, charts. */
  tool: { held: 35, goal: 35 },
  styles: { held: 10, goal: 10 },
  /** Packed with gzip, beyond Dexie (sync-client-size.ts); docs/proof.md says why it is more than its goal. */
  syncEngine: { held: 14.4, goal: 15 },
  syncClient: { held: 22.4, goal: 15 },
} satisfies Record<string, Limit>;

interface Limit {
  readonly held: number;
  readonly goal: number;
}

interface Measure {
  what: string;
  bytes: number;
  limitKb: Limit;
}

runCommand(async () => {
  const output = join(projectDir, '.svelte-kit', 'output');
  if (!existsSync(output))
    throw new StartFailure('There is no build to measure. Run: npm run build');
  const routes = await readRoutes(output);
  const size = wireSizes(output);

  say('Opening every page of the sample village once …');
  const { publicPages, fetched, firstContent } = await withSampleVillage(async (address) => {
    const found = await readPublicPages(address);
    const paths = routes.map((route) => samplePath(route, found));
    return {
      publicPages: found,
      fetched: await scriptsOfOpenedPages(address, paths, say),
      firstContent: await bytesToFirstGoods(address, say),
    };
  });

  const measures: Measure[] = routes.flatMap((route) => {
    const { id, scripts, stylesheets } = route;
    const opened = fetched.get(samplePath(route, publicPages));
    const all = new Set([...scripts, ...(opened?.inAll ?? [])]);
    const usable = new Set([...scripts, ...(opened?.whenUsable ?? [])]);
    const isCatalogue = id === '/';
    const beforeTap = { what: '/ scripts before a tap', bytes: size(scripts) };
    return [
      ...(isCatalogue ? [{ ...beforeTap, limitKb: limitsKb.catalogueBeforeTap }] : []),
      ...(isCatalogue
        ? []
        : [{ what: `${id} when usable`, bytes: size(usable), limitKb: usableLimit(id) }]),
      {
        what: `${id} scripts in all`,
        bytes: size(all),
        limitKb: isCatalogue ? limitsKb.catalogue : limitsKb.routeInAll,
      },
      { what: `${id} styles`, bytes: size(stylesheets), limitKb: limitsKb.styles },
    ];
  });
  for (const { path, bytes } of publicPages) {
    measures.push({
      what: `${path.replace(/[^/]+$/, '…')} readable`,
      bytes,
      limitKb: limitsKb.readable,
    });
  }
  measures.push({
    what: '/ down the wire (EDGE) until the first goods are seen',
    bytes: firstContent,
    limitKb: limitsKb.firstContent,
  });
  const everyPage = new Set([...fetched.values()].flatMap(({ inAll }) => [...inAll]));
  for (const file of allScripts(output).filter((script) => !everyPage.has(script))) {
    measures.push({ what: `by tap: ${file}`, bytes: size([file]), limitKb: limitsKb.tool });
  }
  const { engine, client } = await syncClientSizes();
  measures.push(
    { what: 'sync engine (gzip)', bytes: engine, limitKb: limitsKb.syncEngine },
    { what: 'sync client beyond Dexie (gzip)', bytes: client, limitKb: limitsKb.syncClient },
  );
  report(measures);
});

const usableLimit = (id: string): Limit =>
  id.includes('/orang/') || id === '/saya' ? limitsKb.routeFromAfar : limitsKb.route;

/** A real address for a route: real names where a page shows them, so that it does not end in "not found". */
function samplePath({ id }: BuiltRoute, [, product, shop]: PublicPage[]): string {
  const productId = product?.path.split('/').at(-1) ?? '';
  return id
    .replace(/\/\([^)]+\)/g, '')
    .replace('[slug]', shop?.path.split('/').at(-1) ?? '')
    .replace('[noun]', 'listing')
    .replace(/\[[^\]]+\]/g, productId);
}

function report(measures: Measure[]): void {
  say(`\n${'What'.padEnd(60)} ${'KB'.padStart(7)} ${'held'.padStart(6)} ${'goal'.padStart(5)}`);
  const over = measures.filter(({ bytes, limitKb }) => bytes > limitKb.held * 1000);
  for (const measure of measures) {
    const { what, bytes, limitKb } = measure;
    const mark = over.includes(measure) ? '  OVER' : '';
    const limits = `${String(limitKb.held).padStart(6)} ${String(limitKb.goal).padStart(5)}`;
    say(`${what.padEnd(60)} ${kilobytes(bytes).padStart(7)} ${limits}${mark}`);
  }
  if (over.length > 0) {
    const lines = over.map(
      ({ what, bytes, limitKb }) => `  ${what}: ${kilobytes(bytes)} KB of ${limitKb.held}`,
    );
    throw new StartFailure(['Over budget:', ...lines].join('\n'));
  }
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
