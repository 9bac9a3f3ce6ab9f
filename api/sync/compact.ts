/**
 * The compact wire (sync/compact) over HTTP: few headers, packed bodies, and for "nothing new" no body at
 * all. Whoever sends JSON is answered in JSON, for ever.
 */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Context } from 'hono';

import { declarations } from '#domain/index';
import { packAnswer, saysNothing } from '#sync/compact/answer';
import { takeOutEcho } from '#sync/compact/echo';
import { unpackRequest } from '#sync/compact/request';
import { LIMITS, type SyncAnswer, type SyncRequest } from '#sync/wire';

import type { ApiEnv } from '../ports';
import { Problem } from '../problem';
import { readBytes } from '../read-body';

const brotli = promisify(brotliCompress);
const gunzippable = promisify(gzip);

/** Bytes that nobody has called anything are compact: a name for them would be said all day long. */
export const isCompact = (request: Request): boolean => !request.headers.has('content-type');

/** Head of an empty answer: the server's time in base 36. It shows as well that nobody else has answered. */
const TIME_HEAD = 'J';
/** Below this a packed body saves less than its own header costs. Bytes. */
const WORTH_PACKING = 160;

/** @throws Problem sync.malformed, and those of readBytes */
export async function readCompactRequest(request: Request, deviceId: string): Promise<unknown> {
  const bytes = await readBytes(request, LIMITS.bodyBytes);
  try {
    return unpackRequest(bytes, deviceId, declarations.wireWords);
  } catch {
    throw new Problem('sync.malformed');
  }
}

export async function compactAnswer(
  c: Context<ApiEnv>,
  answer: SyncAnswer,
  request: SyncRequest,
): Promise<Response> {
  if (saysNothing(answer, request)) {
    c.header(TIME_HEAD, answer.serverMs.toString(36));
    return c.body(null, 204);
  }
  const { answer: left, echo } = takeOutEcho(answer, request, declarations);
  const plain = packAnswer(left, request, echo);
  const packed = await pack(plain, c.req.header('accept-encoding') ?? 'br');
  if (packed) c.header('Content-Encoding', packed.encoding);
  const body = packed ? packed.bytes : plain;
  c.header('Content-Length', String(body.length));
  return c.body(new Uint8Array(body));
}

/** Null where it saves nothing. */
async function pack(plain: Uint8Array, accepted: string) {
  if (plain.length < WORTH_PACKING) return null;
  const params = { [constants.BROTLI_PARAM_QUALITY]: plain.length < 64_000 ? 9 : 5 };
  const packed = /\bbr\b/.test(accepted)
    ? { encoding: 'br', bytes: await brotli(plain, { params }) }
    : /\bgzip\b/.test(accepted)
      ? { encoding: 'gzip', bytes: await gunzippable(plain) }
      : null;
  return packed && packed.bytes.length + 'content-encoding: br\r\n'.length < plain.length
    ? packed
    : null;
}
