import { expect, it } from 'vitest';
import { loadsByItself } from './when-to-load';

it.each([
  ['auto', undefined, false, true],
  ['auto', { rtt: 50 }, false, true],
  ['auto', { rtt: 840 }, false, false],
  ['auto', { saveData: true, rtt: 50 }, false, false],
  ['auto', { type: 'cellular', rtt: 100 }, false, false],
  ['auto', { type: 'wifi', rtt: 100 }, false, true],
  ['always', { type: 'cellular', rtt: 900 }, false, true],
  ['always', undefined, true, false],
  ['tap', undefined, false, false],
] as const)(
  'with %s on %o, without signal: %s, a photo loads by itself: %s',
  (mode, connection, noSignal, expected) => {
    expect(loadsByItself(mode, connection, noSignal)).toBe(expected);
  },
);
