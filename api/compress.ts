/** Answers leave small: brotli where the phone takes it, gzip elsewhere, nothing below half a kilobyte. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';

const brotli = promisify(brotliCompress);
const gunzippable = promisify(gzip);

/** Below this a compressed body saves less than its own header costs. Bytes. */
const SMALLEST = 512;
/** 5 of 11: near the best size at a tenth of the time; 11 is for what is compressed once. */
const BROTLI_QUALITY = 5;
const GZIP_LEVEL = 6;

/** Compresses JSON answers; pictures and static files are packed already. */
export const compressed: MiddlewareHandler = async (c, next) => {
  await next();
  const { res } = c;
  const type = res.headers.get('content-type') ?? '';
  if (!/\bjson\b/.test(type) || res.headers.has('content-encoding') || !res.body) return;
  const accepted = c.req.header('accept-encoding') ?? '';
  const plain = Buffer.from(await res.arrayBuffer());
  const headers = new Headers(res.headers);
  headers.append('Vary', 'Accept-Encoding');
  const packed = plain.length < SMALLEST ? null : await pack(plain, accepted);
  if (packed) headers.set('Content-Encoding', packed.encoding);
  const body = packed ? packed.bytes : plain;
  headers.set('Content-Length', String(body.length));
  c.res = undefined;
  c.res = new Response(new Uint8Array(body), { status: res.status, headers });
};

async function pack(plain: Buffer, accepted: string) {
  if (/\bbr\b/.test(accepted)) {
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    };
    return { encoding: 'br', bytes: await brotli(plain, { params }) };
  }
  if (/\bgzip\b/.test(accepted)) {
    return { encoding: 'gzip', bytes: await gunzippable(plain, { level: GZIP_LEVEL }) };
  }
  return null;
}
