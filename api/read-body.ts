/**
 * What a request carries, read with a bound at every step: bytes on the wire, bytes after
 * decompression, depth of nesting. A bomb costs what the bound allows and gets a code for an answer.
 */
import { PassThrough, Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';

import { Problem } from './problem';

interface BodyBounds {
  /** Bytes after decompression. */
  readonly maxBytes: number;
  readonly maxDepth: number;
}

/** What the small routes take: a form's worth of text. */
const SMALL_BODY: BodyBounds = { maxBytes: 16 * 1024, maxDepth: 4 };

/**
 * The JSON value of the body.
 *
 * @throws Problem request.not_json, request.encoding_unknown, request.bad_compression,
 *   request.too_big, request.cut_off, request.bad_json, request.too_deep
 */
export async function readJson(request: Request, bounds: BodyBounds): Promise<unknown> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new Problem('request.not_json');
  }
  const text = await readText(request, bounds.maxBytes);
  // Security: before parsing, because the parser recurses.
  if (deeperThan(text, bounds.maxDepth)) throw new Problem('request.too_deep');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Problem('request.bad_json');
  }
}

/** A flat JSON object, as the small routes take: every field checked by its own rule afterwards. */
export async function readFields(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const body = await readJson(request, SMALL_BODY);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Problem('request.wrong_shape');
  }
  return body as Record<string, unknown>;
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const bytes = await readBytes(request, maxBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem('request.bad_json');
  }
}

/**
 * The body as it was before it was packed.
 *
 * @param maxBytes after decompression
 * @throws Problem request.encoding_unknown, request.bad_compression, request.too_big, request.cut_off
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  const announced = Number(request.headers.get('content-length') ?? '0');
  if (announced > maxBytes) throw new Problem('request.too_big');
  const unpack = unpackerOf(request.headers.get('content-encoding'));
  if (!request.body) return Buffer.alloc(0);
  const source = Readable.fromWeb(request.body as NodeReadableStream);
  let cutOff = false;
  source.on('error', () => {
    cutOff = true;
    unpack.destroy(new Error('the request ended early'));
  });
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of source.pipe(unpack)) {
      size += (chunk as Buffer).length;
      if (size > maxBytes) throw new Problem('request.too_big');
      chunks.push(chunk as Buffer);
    }
  } catch (failure) {
    if (failure instanceof Problem) throw failure;
    throw new Problem(cutOff ? 'request.cut_off' : 'request.bad_compression');
  } finally {
    source.unpipe(unpack);
    source.destroy();
    unpack.destroy();
  }
  return Buffer.concat(chunks);
}

function unpackerOf(encoding: string | null) {
  switch (encoding?.trim().toLowerCase() ?? 'identity') {
    case '':
    case 'identity':
      return new PassThrough();
    case 'gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    default:
      throw new Problem('request.encoding_unknown');
  }
}

/** Counts brackets outside strings in one pass, without building anything. */
function deeperThan(json: string, maxDepth: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < json.length; i++) {
    const char = json.charCodeAt(i);
    if (inString) {
      if (char === 0x5c) i++;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x7b || char === 0x5b) {
      if (++depth > maxDepth) return true;
    } else if (char === 0x7d || char === 0x5d) depth--;
  }
  return false;
}
