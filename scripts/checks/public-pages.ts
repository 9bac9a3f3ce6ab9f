/** The public pages as a stranger's browser receives them, without JavaScript. */
import { StartFailure } from '#db/embedded/start-failure';

import { brotliBytes } from './built-pages';

export interface PublicPage {
  path: string;
  /** HTML and the style sheets it links, after brotli. */
  bytes: number;
}

/** Fetches the catalogue, one product and one shop. */
export async function readPublicPages(address: string): Promise<PublicPage[]> {
  const catalogue = await fetchPage(address, '/');
  const product = await fetchPage(address, firstLink(catalogue.html, '/produk/'));
  const shop = await fetchPage(address, firstLink(product.html, '/toko/'));
  return [catalogue, product, shop].map(({ path, bytes }) => ({ path, bytes }));
}

async function fetchPage(address: string, path: string): Promise<PublicPage & { html: string }> {
  const html = await fetchText(address, path);
  const sheets = [...html.matchAll(/<link[^>]+href="([^"]+\.css)"[^>]*>/g)]
    .filter(([tag]) => tag.includes('stylesheet') && !tag.includes('disabled'))
    .map(([, href]) => href ?? '');
  const styles = await Promise.all([...new Set(sheets)].map((href) => fetchText(address, href)));
  const bytes = [html, ...styles].reduce((sum, text) => sum + brotliBytes(text), 0);
  return { path, html, bytes };
}

async function fetchText(address: string, path: string): Promise<string> {
  const answer = await fetch(new URL(path, address));
  if (!answer.ok) throw new StartFailure(`${path} answered ${answer.status}`);
  return answer.text();
}

function firstLink(html: string, prefix: string): string {
  const link = new RegExp(`href="(${prefix}[^"#?]+)"`).exec(html)?.[1];
  if (!link) throw new StartFailure(`A public page links no ${prefix}…: nothing to measure.`);
  return link;
}
