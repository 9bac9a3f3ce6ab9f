/**
 * Pages leave small too: what SvelteKit renders is packed on its way out, chunk by chunk. A catalogue
 * page of 50 KB is a second and a half of EDGE; packed it is a quarter of that.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';

/** Below this a packed body saves less than its own header costs. Bytes. */
const SMALLEST = 512;
const BROTLI_QUALITY = 5;

/** Files that SvelteKit packed while building say so themselves and pass untouched. */
const WORTH_IT =
  /^(text\/(html|css|plain|javascript)|application\/(json|manifest\+json)|image\/svg)/;

type Write = (chunk?: unknown, ...rest: unknown[]) => unknown;

/** Packs whatever is written to `response` from now on, if its head turns out to be worth it. */
export function compressPage(request: IncomingMessage, response: ServerResponse): void {
  const encoding = preferred(String(request.headers['accept-encoding'] ?? ''));
  if (!encoding || request.method === 'HEAD') return;
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = (...args: unknown[]) => {
    if (args.length === 1 && isWorthIt(response, Number(args[0]))) packBody(response, encoding);
    return writeHead(...args);
  };
}

function isWorthIt(response: ServerResponse, status: number): boolean {
  if (status < 200 || status === 204 || status === 206 || status === 304) return false;
  if (response.hasHeader('content-encoding')) return false;
  const length = response.getHeader('content-length');
  if (length !== undefined && Number(length) < SMALLEST) return false;
  return WORTH_IT.test(String(response.getHeader('content-type') ?? ''));
}

function packBody(response: ServerResponse, encoding: 'br' | 'gzip'): void {
  response.removeHeader('content-length');
  response.setHeader('content-encoding', encoding);
  response.appendHeader('vary', 'Accept-Encoding');
  const etag = String(response.getHeader('etag') ?? '');
  // Other bytes than those the tag was made of: it vouches for the page, not for its packing.
  if (etag.startsWith('"')) response.setHeader('etag', `W/${etag}`);

  const packer =
    encoding === 'gzip'
      ? createGzip()
      : createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
  const write = response.write.bind(response) as Write;
  const end = response.end.bind(response) as Write;
  packer.on('data', (chunk: Buffer) => {
    if (write(chunk) === false) packer.pause();
  });
  packer.on('end', () => end());
  packer.on('error', () => response.destroy());
  packer.on('drain', () => response.emit('drain'));
  response.on('drain', () => packer.resume());
  response.on('close', () => packer.destroy());
  response.write = ((chunk: unknown) => packer.write(chunk)) as typeof response.write;
  response.end = ((chunk?: unknown) => {
    packer.end(typeof chunk === 'function' ? undefined : chunk);
    return response;
  }) as typeof response.end;
}

function preferred(accepted: string): 'br' | 'gzip' | null {
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : null;
}
