/**
 * Snapshots at addresses that never change what they mean, so that every cache on the way may keep them:
 * the operator's proxy, the browser, a box in the village. They hold what everybody may see.
 */
import { Readable } from 'node:stream';
import { brotliDecompressSync, createGzip } from 'node:zlib';
import { Hono } from 'hono';

import type { ApiEnv, ApiPorts } from '../ports';
import { Problem } from '../problem';

const FOR_EVER = 'public, max-age=31536000, immutable';

export function snapshotRoutes({ shelf }: ApiPorts) {
  return new Hono<ApiEnv>().get('/:id{[0-9a-f]{16}}/:frame{[0-9]{1,6}}', async (c) => {
    const packed = await shelf.stream(c.req.param('id'), Number(c.req.param('frame')));
    if (!packed) throw new Problem('snapshot.unknown');
    c.header('Cache-Control', FOR_EVER);
    c.header('Content-Type', 'text/plain');
    c.header('Vary', 'Accept-Encoding');
    const accepted = c.req.header('accept-encoding') ?? 'br';
    if (/\bbr\b/.test(accepted)) {
      c.header('Content-Encoding', 'br');
      c.header('Content-Length', String(packed.length));
      return c.body(new Uint8Array(packed));
    }
    // Chromium takes no brotli over plain HTTP from another machine: packed again, not as well.
    const text = brotliDecompressSync(packed);
    if (!/\bgzip\b/.test(accepted)) return c.body(new Uint8Array(text));
    c.header('Content-Encoding', 'gzip');
    return c.body(Readable.toWeb(Readable.from([text]).pipe(createGzip())) as ReadableStream);
  });
}
