/**
 * From what a browser tells of its requests to bytes of a kind. The worker does this for everybody: pages
 * only hand on what they were told, so that the meter costs a visitor next to nothing.
 */
import { type Bytes, kinds, type Kind, type Use } from './bytes-book';

/**
 * A whole request as the browser tells of it (address, `transferSize`, `nextHopProtocol` of its
 * PerformanceResourceTiming), or bytes that somebody else measured (address, bytes down, bytes up).
 */
export type Weighed = readonly [address: string, down: number, protocolOrBytesUp: string | number];

/** What a page says to the worker. */
export interface BytesMessage {
  readonly type: 'BYTES';
  readonly weighed: readonly Weighed[];
}

/** What a browser counts for an answer's head, whatever it holds (Resource Timing, "transferSize"). */
const TOLD_HEAD_BYTES = 300;
/**
 * What heads really cost: over HTTP/1.1 as Chromium 156 and we say them (measured: questions 425 to 568
 * bytes, answers 512 to 637), over a warm HTTP/2 connection as good as nothing, for both sides remember
 * what was said (JSON of 260 bytes takes 384 up and 120 down, heads in, measured).
 */
export const HEADS = { plain: { up: 500, down: 600 }, packed: { up: 120, down: 120 } } as const;
/** Answers to /api/sync leave out whatever a document would need. */
const SYNC_HEAD_BYTES = 60;

/** More than this in one request is nonsense, not a market. */
const MOST_BYTES = 1e9;

/** Whatever is malformed is left out. */
export function usesOf(message: unknown): Use[] {
  const { type, weighed } = (message ?? {}) as Partial<BytesMessage>;
  if (type !== 'BYTES' || !Array.isArray(weighed)) return [];
  const sums = new Map<Kind, { up: number; down: number }>();
  for (const one of weighed as unknown[]) {
    if (!Array.isArray(one)) continue;
    const [address, told, how] = one as unknown as Weighed;
    const kind = kindOf(address);
    if (!kind || !isSize(told)) continue;
    const { up, down } =
      typeof how === 'string' ? whole(address, told, how) : { up: how, down: told };
    if (!isSize(up)) continue;
    const before = sums.get(kind) ?? { up: 0, down: 0 };
    sums.set(kind, { up: before.up + up, down: before.down + down });
  }
  return kinds.flatMap((kind) => {
    const sum = sums.get(kind);
    return sum ? [{ kind, ...sum }] : [];
  });
}

function whole(address: string, told: number, protocol: string): Bytes {
  const head = protocol.startsWith('http/1') ? HEADS.plain : HEADS.packed;
  const isSync = pathOf(address) === '/api/sync';
  const down = isSync ? Math.min(SYNC_HEAD_BYTES, head.down) : head.down;
  return { up: head.up, down: Math.max(0, told - TOLD_HEAD_BYTES) + down };
}

function kindOf(address: unknown): Kind | null {
  const pathname = pathOf(address);
  if (pathname === null) return null;
  if (/^\/(api\/)?photo\//.test(pathname)) return 'photos';
  if (/^\/api\/(public|snapshot)\//.test(pathname)) return 'market';
  return pathname.startsWith('/api/') ? 'work' : 'app';
}

function pathOf(address: unknown): string | null {
  if (typeof address !== 'string') return null;
  try {
    return new URL(address, 'http://jukung').pathname;
  } catch {
    return null;
  }
}

const isSize = (size: unknown): size is number =>
  typeof size === 'number' && size >= 0 && size <= MOST_BYTES;
