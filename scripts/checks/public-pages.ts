/** The public pages as a stranger's phone receives them: every byte that comes down the wire, heads included. */
import { connect } from 'node:net';
import { brotliDecompressSync } from 'node:zlib';

import { StartFailure } from '#db/embedded/start-failure';

export interface PublicPage {
  path: string;
  /** HTML and the style sheets it links, as the server packed them, with the heads of the answers. */
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
  const page = await receive(address, path);
  const html = page.text;
  const sheets = [...html.matchAll(/<link[^>]+href="([^"]+\.css)"[^>]*>/g)]
    .filter(([tag]) => tag.includes('stylesheet') && !tag.includes('disabled'))
    .map(([, href]) => href ?? '');
  const styles = await Promise.all([...new Set(sheets)].map((href) => receive(address, href)));
  const bytes = [page, ...styles].reduce((sum, answer) => sum + answer.bytes, 0);
  return { path, html, bytes };
}

/** One answer as it comes out of the socket; asked for by a client that lets no library unpack it unseen. */
async function receive(address: string, path: string): Promise<{ text: string; bytes: number }> {
  const { hostname, port, host } = new URL(address);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAccept: text/html,*/*\r\n`);
  socket.write('Accept-Encoding: gzip, deflate, br\r\nConnection: close\r\n\r\n');
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece as Buffer);
  const answer = Buffer.concat(pieces);
  const headEnds = answer.indexOf('\r\n\r\n');
  const head = answer.subarray(0, Math.max(0, headEnds)).toString('latin1').toLowerCase();
  if (!head.startsWith('http/1.1 200')) throw new StartFailure(`${path} answered ${head}`);
  let body: Buffer = answer.subarray(headEnds + 4);
  if (head.includes('transfer-encoding: chunked')) body = unchunked(body);
  if (!head.includes('content-encoding: br'))
    throw new StartFailure(`${path} came without brotli.`);
  return { text: brotliDecompressSync(body).toString('utf8'), bytes: answer.length };
}

/** RFC 9112, 7.1. */
function unchunked(body: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnds = body.indexOf('\r\n', at);
    const length = Number.parseInt(body.subarray(at, lineEnds).toString('latin1'), 16);
    if (!(length > 0)) return Buffer.concat(pieces);
    pieces.push(body.subarray(lineEnds + 2, lineEnds + 2 + length));
    at = lineEnds + 2 + length + 2;
  }
}

function firstLink(html: string, prefix: string): string {
  const link = new RegExp(`href="(${prefix}[^"#?]+)"`).exec(html)?.[1];
  if (!link) throw new StartFailure(`A public page links no ${prefix}…: nothing to measure.`);
  return link;
}
