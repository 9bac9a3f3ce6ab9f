import { afterEach, expect, test, vi } from 'vitest';

import { handleError } from './hooks.server';

afterEach(() => vi.restoreAllMocks());

/** A page fails as Kit tells it. */
function fail(error: Error, platform: unknown): unknown {
  type Told = Parameters<typeof handleError>[0];
  const event = { platform, route: { id: '/produk/[id]' } } as unknown as Told['event'];
  return handleError({ error, event, status: 500, message: 'Internal Error' });
}

test('a page that fails tells the diary of the server, prints nothing, and says no more than Kit does', () => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const told: unknown[] = [];
  const failure = new Error('0811 2233 4455');
  const req = { jukungTell: (trouble: unknown) => void told.push(trouble) };
  expect(fail(failure, { req })).toBeUndefined();
  expect(told).toEqual([{ status: 500, route: '/produk/[id]', failure }]);
  expect(printed).not.toHaveBeenCalled();
});
