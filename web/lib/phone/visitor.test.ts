import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newPhone } from './testing/tabs';

const FRESH_MS = Date.UTC(2026, 10, 22, 8);
let end = () => {};

beforeEach(() => {
  newPhone();
  vi.resetModules();
  localStorage.setItem('jukung.market.fresh', JSON.stringify({ freshMs: FRESH_MS, offsetMs: 0 }));
});
afterEach(() => {
  end();
  vi.unstubAllGlobals();
});

/** Somebody opens the app to look, without signal. @returns how new what is here is called */
async function look(held: readonly { scope: string; cursor: string }[]) {
  const [{ lookAround }, { endLooking }, { openMarket }, { signal }] = await Promise.all([
    import('./visitor'),
    import('./looking'),
    import('./market-store'),
    import('./status.svelte'),
  ]);
  end = endLooking;
  const market = await openMarket();
  await market.cursors.bulkPut(held.map((cursor) => ({ ...cursor, hasStale: false })));
  await lookAround();
  return signal.freshMs;
}

it('tells how old the market on this phone is before there is a signal', async () => {
  expect(await look([{ scope: 'catalogue:63.11.07', cursor: 'abc.7' }])).toBe(FRESH_MS);
});

it('does not call an emptied market the whole one: it would say that nobody sells anything', async () => {
  expect(await look([])).toBeNull();
});
