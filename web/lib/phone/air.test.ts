import { gunzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { ask, type AirPorts, FIRST_BYTE_MS, NO_PROGRESS_MS } from './air';

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
  });

function airOf(
  answer: (url: string, init: RequestInit) => Response | Promise<Response>,
): AirPorts & { calls: RequestInit[] } {
  const calls: RequestInit[] = [];
  return {
    calls,
    nowMs: () => 0,
    fetch: ((url: string, init: RequestInit) => {
      calls.push(init);
      return Promise.resolve(answer(url, init));
    }) as never,
  };
}
/** Answers only when it is told to stop. */
const silent = (_url: string, init: RequestInit) =>
  new Promise<Response>((_, fail) =>
    init.signal!.addEventListener('abort', () => fail(new DOMException('x', 'AbortError'))),
  );

describe('what comes back through the air', () => {
  it.each([
    ['our answer', () => json({ epoch: 'e' }), { kind: 'good', status: 200 }],
    [
      'a refusal with a code',
      () => json({ code: 'session.expired' }, 401),
      { kind: 'refused', status: 401, code: 'session.expired' },
    ],
    ['a fork', () => json({ forked: true }, 409), { kind: 'refused', status: 409, code: '' }],
    [
      'asked to wait',
      () => json({ code: 'tries.wait', retryAfterMs: 7_000 }, 429),
      { kind: 'busy', code: 'tries.wait', retryAfterMs: 7_000 },
    ],
    [
      'asked to wait by header',
      () => new Response('', { status: 503, headers: { 'Retry-After': '9' } }),
      { kind: 'busy', retryAfterMs: 9_000 },
    ],
    [
      "a log-in page of somebody's router",
      () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } }),
      { kind: 'no-signal', why: 'portal' },
    ],
    [
      'JSON that was cut off',
      () => new Response('{"epoch":', { headers: { 'Content-Type': 'application/json' } }),
      { kind: 'no-signal', why: 'portal' },
    ],
    [
      'nothing at all',
      () => Promise.reject(new TypeError('failed')),
      { kind: 'no-signal', why: 'network' },
    ],
  ])('%s', async (_name, answer, expected) => {
    expect(await ask('/api/sync', { body: {} }, airOf(answer))).toMatchObject(expected);
  });

  it('carries the device, and squeezes what is large enough to be worth it', async () => {
    const air = airOf(() => json({}));
    await ask('/x', { body: { a: 1 }, device: 'id.secret' }, air);
    await ask('/x', { body: { text: 'wadai '.repeat(200) } }, air);
    const [small, large] = air.calls as [RequestInit, RequestInit];
    expect(new Headers(small.headers).get('Authorization')).toBe('Device id.secret');
    expect(small.body).toBe('{"a":1}');
    expect(new Headers(large.headers).get('Content-Encoding')).toBe('gzip');
    const bytes = large.body as ArrayBuffer;
    expect(bytes.byteLength).toBeLessThan(200);
    expect(JSON.parse(gunzipSync(new Uint8Array(bytes)).toString())).toEqual({
      text: 'wadai '.repeat(200),
    });
  });

  it('gives up on silence: before the first byte, and in the middle', async () => {
    vi.useFakeTimers();
    try {
      const never = ask('/x', {}, airOf(silent));
      await vi.advanceTimersByTimeAsync(FIRST_BYTE_MS + 1);
      expect(await never).toEqual({ kind: 'no-signal', why: 'timeout' });
      const stuck = ask(
        '/x',
        {},
        airOf((_url, init) => {
          const body = new ReadableStream({
            start: (controller) => {
              controller.enqueue(new TextEncoder().encode('{'));
              init.signal!.addEventListener('abort', () => controller.error(new Error('stopped')));
            },
          });
          return new Response(body, { headers: { 'Content-Type': 'application/json' } });
        }),
      );
      await vi.advanceTimersByTimeAsync(NO_PROGRESS_MS + 1);
      expect(await stuck).toEqual({ kind: 'no-signal', why: 'timeout' });
    } finally {
      vi.useRealTimers();
    }
  });

  it('says when it was we who stopped', async () => {
    const stop = new AbortController();
    const asked = ask('/x', { signal: stop.signal }, airOf(silent));
    await Promise.resolve();
    stop.abort();
    expect(await asked).toEqual({ kind: 'no-signal', why: 'stopped' });
  });
});
