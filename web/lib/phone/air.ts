/**
 * The air between here and there. Only a completed request proves a signal: `navigator.onLine` says
 * yes inside any shop with a router, and a hotel's log-in page answers everything with HTML and 200.
 * Every answer is one of few things, told apart once, here.
 */
import type { Received } from '#sync/compact/receive';
import { retryAfterMs } from './backoff';

export type Answer =
  /** JSON with a good status. */
  | {
      readonly kind: 'good';
      readonly status: number;
      readonly body: unknown;
      readonly sentBytes: number;
      readonly tookMs: number;
    }
  /** The other side has said no, with a stable code. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly code: string;
      readonly body: unknown;
      readonly retryAfterMs: number;
    }
  /** There, but can't now (429, 5xx). */
  | {
      readonly kind: 'busy';
      readonly status: number;
      readonly code: string;
      readonly retryAfterMs: number;
    }
  /** Nothing came through, or not from where we asked. */
  | { readonly kind: 'no-signal'; readonly why: 'network' | 'timeout' | 'portal' | 'stopped' };

export interface Ask {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  /** The same body written compactly (sync/compact): travels in its place, and is answered likewise. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** Takes a text answer piece by piece as it arrives, each before the next. True: something has come of it. */
  readonly onText?: (piece: string) => Promise<unknown>;
  /** `<deviceId>.<credential>` */
  readonly device?: string;
  readonly signal?: AbortSignal;
}

export interface AirPorts {
  readonly fetch: typeof fetch;
  readonly nowMs: () => number;
}

/** A tower at its edge answers after many seconds; beyond this nobody is there. */
export const FIRST_BYTE_MS = 20_000;
/** Between two pieces of an answer that has begun. */
export const NO_PROGRESS_MS = 30_000;
/** Below this gzip's own frame and the header cost more than they save. */
const GZIP_FROM_BYTES = 512;
const GZIP_COMPACT_FROM_BYTES = 256;
/** Of a text read at once: a browser may hand over half a megabyte, half a second's work of a cheap phone. */
const TEXT_BYTES = 16 * 1024;

const realAir: AirPorts = {
  fetch: (...args) => globalThis.fetch(...args),
  nowMs: () => Date.now(),
};

/** Never throws. */
export async function ask(
  path: string,
  request: Ask = {},
  ports: AirPorts = realAir,
): Promise<Answer> {
  const stop = new AbortController();
  const follow = () => stop.abort();
  request.signal?.addEventListener('abort', follow, { once: true });
  if (request.signal?.aborted) stop.abort();
  const patience = patienceOf(stop);
  const startedMs = ports.nowMs();
  try {
    patience.wait(FIRST_BYTE_MS);
    const { body, headers } = await bodyOf(request);
    if (request.device) headers.set('Authorization', `Device ${request.device}`);
    const response = await ports.fetch(path, {
      method: request.method ?? (request.body === undefined ? 'GET' : 'POST'),
      headers,
      body,
      signal: stop.signal,
      // What never changes may come from any cache on the way.
      cache: request.onText ? 'default' : 'no-store',
      redirect: 'error',
    });
    const isText = response.ok && /^text\/plain/.test(response.headers.get('Content-Type') ?? '');
    const taken = isText ? request.onText : undefined;
    const heard = await readAll(response, patience, taken);
    const sentBytes = typeof body === 'string' ? body.length : (body?.byteLength ?? 0);
    const told = { status: response.status, sentBytes, tookMs: ports.nowMs() - startedMs };
    if (taken) return { kind: 'good', ...told, body: null };
    const compact = request.bytes && compactOf(response, heard);
    if (compact) return { kind: 'good', ...told, body: compact };
    const text = new TextDecoder().decode(heard);
    return sort(response, text, sentBytes, told.tookMs, ports.nowMs());
  } catch {
    if (request.signal?.aborted) return { kind: 'no-signal', why: 'stopped' };
    return { kind: 'no-signal', why: patience.ranOut() ? 'timeout' : 'network' };
  } finally {
    patience.end();
    request.signal?.removeEventListener('abort', follow);
  }
}

/** Bytes that nobody has called anything, or an empty answer with the server's time in its head. */
function compactOf({ status, headers }: Response, bytes: Uint8Array): Received | null {
  const time = headers.get('J');
  if (status === 204 && time) return { serverMs: parseInt(time, 36) };
  return status === 200 && !headers.has('Content-Type') ? { bytes } : null;
}

function sort(
  response: Response,
  text: string,
  sentBytes: number,
  tookMs: number,
  nowMs: number,
): Answer {
  const { status } = response;
  const waitMs = retryAfterMs(response.headers.get('Retry-After'), nowMs);
  const body = jsonOf(response.headers.get('Content-Type'), text);
  const code = codeOf(body);
  if (status === 429 || status >= 500) {
    const asked = (body as { retryAfterMs?: unknown } | undefined)?.retryAfterMs;
    const askedMs = typeof asked === 'number' && asked > 0 ? asked : waitMs;
    return { kind: 'busy', status, code, retryAfterMs: askedMs };
  }
  // A captive portal, a proxy's own page: whatever it says, our side never said it.
  if (body === undefined) return { kind: 'no-signal', why: 'portal' };
  if (response.ok) return { kind: 'good', status, body, sentBytes, tookMs };
  return { kind: 'refused', status, code, body, retryAfterMs: waitMs };
}

function jsonOf(contentType: string | null, text: string): unknown {
  if (!contentType || !/^application\/([a-z.+-]+\+)?json\b/i.test(contentType)) return undefined;
  try {
    const body: unknown = JSON.parse(text);
    return body === null ? undefined : body;
  } catch {
    return undefined;
  }
}

function codeOf(body: unknown): string {
  const code = (body as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

/** The body as it travels: gzip by the browser itself where that saves anything. */
async function bodyOf(
  request: Ask,
): Promise<{ body: string | ArrayBuffer | undefined; headers: Headers }> {
  const { body: value, bytes } = request;
  if (bytes) {
    if (bytes.length < GZIP_COMPACT_FROM_BYTES || typeof CompressionStream === 'undefined')
      return { body: bytes.buffer, headers: new Headers() };
    return { body: await squeezed(bytes), headers: new Headers({ 'Content-Encoding': 'gzip' }) };
  }
  const headers = new Headers({ Accept: 'application/json' });
  if (value === undefined) return { body: undefined, headers };
  headers.set('Content-Type', 'application/json');
  const text = JSON.stringify(value);
  if (text.length < GZIP_FROM_BYTES || typeof CompressionStream === 'undefined')
    return { body: text, headers };
  headers.set('Content-Encoding', 'gzip');
  return { body: await squeezed(text), headers };
}

function squeezed(what: string | Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new Blob([what]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

/** @param onText gets the pieces instead, and nothing is left to return */
async function readAll(
  response: Response,
  patience: Patience,
  onText?: Ask['onText'],
): Promise<Uint8Array> {
  patience.wait(NO_PROGRESS_MS);
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(pieces).arrayBuffer());
    patience.wait(NO_PROGRESS_MS);
    if (!onText) pieces.push(value);
    else
      for (let at = 0; at < value.length; at += TEXT_BYTES)
        await onText(decoder.decode(value.subarray(at, at + TEXT_BYTES), { stream: true }));
  }
}

interface Patience {
  wait(ms: number): void;
  ranOut(): boolean;
  end(): void;
}

function patienceOf(stop: AbortController): Patience {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let out = false;
  return {
    wait: (ms) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        out = true;
        stop.abort();
      }, ms);
    },
    ranOut: () => out,
    end: () => clearTimeout(timer),
  };
}
