import { describe, expect, it } from 'vitest';
import { PhoneFull, surviving } from './survive';

const named = (name: string, inner?: unknown) => Object.assign(new Error(name), { name, inner });

/** Fails with each of these in turn, then succeeds. */
function work(failures: Error[]) {
  const left = [...failures];
  let tries = 0;
  return {
    tries: () => tries,
    run: () => {
      tries += 1;
      const failure = left.shift();
      return failure ? Promise.reject(failure) : Promise.resolve('done');
    },
  };
}

describe('a database that is taken away under us', () => {
  it.each(['DatabaseClosedError', 'InvalidStateError', 'AbortError', 'UnknownError'])(
    '%s is tried again',
    async (name) => {
      const { run, tries } = work([named(name)]);
      expect(await surviving(run)).toBe('done');
      expect(tries()).toBe(2);
    },
  );

  it('is not tried for ever', async () => {
    const { run, tries } = work(Array.from({ length: 9 }, () => named('DatabaseClosedError')));
    await expect(surviving(run)).rejects.toThrow('DatabaseClosedError');
    expect(tries()).toBe(3);
  });

  it('does not repeat our own mistakes', async () => {
    const { run, tries } = work([named('DataError')]);
    await expect(surviving(run)).rejects.toThrow('DataError');
    expect(tries()).toBe(1);
  });
});

describe('a phone without room', () => {
  it('makes room once and tries again', async () => {
    let freed = 0;
    const { run } = work([named('AbortError', named('QuotaExceededError'))]);
    const result = await surviving(run, () => Promise.resolve((freed += 100)));
    expect([result, freed]).toEqual(['done', 100]);
  });

  it('says so plainly when that was not enough, also when making room fails', async () => {
    const { run } = work([named('QuotaExceededError'), named('QuotaExceededError')]);
    await expect(surviving(run, () => Promise.reject(new Error('no')))).rejects.toThrow(PhoneFull);
  });
});
