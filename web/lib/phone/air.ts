/**
 * The air between here and there. Only a completed request proves a signal: `navigator.onLine` says
 * yes inside any shop with a router, and a hotel's log-in page answers everything with HTML and 200.
 * Every answer is one of few things, told apart once, here.
 */
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
    const { body, headers } = await bodyOf(request.body);
    if (request.device) headers.set('Authorization', `Device ${request.device}`);
    const response = await ports.fetch(path, {
      method: request.method ?? (request.body === undefined ? 'GET' : 'POST'),
      headers,
      body,
      signal: stop.signal,
      cache: 'no-store',
      redirect: 'error',
    });
    const text = await readAll(response, patience);
    const sentBytes = typeof body === 'string' ? body.length : (body?.byteLength ?? 0);
    return sort(response, text, sentBytes, ports.nowMs() - startedMs, ports.nowMs());
  } catch {
    if (request.signal?.aborted) return { kind: 'no-signal', why: 'stopped' };
    return { kind: 'no-signal', why: patience.ranOut() ? 'timeout' : 'network' };
  } finally {
    patience.end();
    request.signal?.removeEventListener('abort', follow);
  }
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
  value: unknown,
): Promise<{ body: string | ArrayBuffer | undefined; headers: Headers }> {
  const headers = new Headers({ Accept: 'application/json' });
  if (value === undefined) return { body: undefined, headers };
  headers.set('Content-Type', 'application/json');
  const text = JSON.stringify(value);
  if (text.length < GZIP_FROM_BYTES || typeof CompressionStream === 'undefined')
    return { body: text, headers };
  const squeezed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  headers.set('Content-Encoding', 'gzip');
  return { body: await new Response(squeezed).arrayBuffer(), headers };
}

async function readAll(response: Response, patience: Patience): Promise<string> {
  patience.wait(NO_PROGRESS_MS);
  if (!response.body) return response.text();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    patience.wait(NO_PROGRESS_MS);
    text += decoder.decode(value, { stream: true });
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
