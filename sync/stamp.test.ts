import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hear, isStamp, later, makeStamp, MAX_MS, nodeOf, stampMs, stampNode, tick } from './stamp';

const NODE = nodeOf('01990000-0000-7000-8000-0123456789ab', 0);
const clocks = fc.record({
  ms: fc.integer({ min: 0, max: MAX_MS }),
  counter: fc.integer({ min: 0, max: 46_655 }),
});
const anyMs = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(NaN, Infinity, -Infinity));

describe('[S4] the clock', () => {
  it('always moves forward, whatever the phone thinks the time is', () => {
    fc.assert(
      fc.property(clocks, fc.array(anyMs, { maxLength: 20 }), (start, walls) => {
        let clock = start;
        for (const wall of walls) {
          const next = tick(clock, wall);
          if (clock.ms === MAX_MS) return;
          expect(makeStamp(next, NODE) > makeStamp(clock, NODE)).toBe(true);
          clock = next;
        }
      }),
    );
  });

  it('speaks after everything it has heard', () => {
    fc.assert(
      fc.property(clocks, clocks, fc.integer({ min: 0, max: MAX_MS }), (mine, theirs, wall) => {
        fc.pre(mine.ms < MAX_MS && theirs.ms < MAX_MS);
        const heard = makeStamp(theirs, nodeOf('01990000-0000-7000-8000-ffffffffffff', 3));
        expect(makeStamp(tick(hear(mine, heard), wall), NODE) > heard).toBe(true);
      }),
    );
  });

  it('sorts as text in the order of time', () => {
    fc.assert(
      fc.property(clocks, clocks, (a, b) => {
        const byTime = a.ms - b.ms || a.counter - b.counter;
        const [textA, textB] = [makeStamp(a, NODE), makeStamp(b, NODE)];
        expect(Math.sign(byTime)).toBe(textA === textB ? 0 : textA < textB ? -1 : 1);
        expect(later(textA, textB)).toBe(byTime >= 0 ? textA : textB);
      }),
    );
  });

  it('can be read back, and forged text is not a stamp', () => {
    const stamp = makeStamp({ ms: 1_790_000_000_000, counter: 5 }, NODE);
    expect([isStamp(stamp), stampMs(stamp), stampNode(stamp)]).toEqual([
      true,
      1_790_000_000_000,
      NODE,
    ]);
    for (const bad of ['', stamp.slice(1), `${stamp}0`, stamp.toUpperCase(), 42, null]) {
      expect(isStamp(bad)).toBe(false);
    }
    expect(() => makeStamp({ ms: 0, counter: 0 }, 'me')).toThrow(RangeError);
  });
});
