import { describe, expect, it } from 'vitest';
import { isId } from '#sync/field';
import { uuid7 } from './uuid7';

describe('ids made on the phone', () => {
  it('are UUIDs of version 7 that sort by birth', () => {
    const ids = [1, 2_000, 1_795_000_000_000, 9_999_999_999_999].map((ms) => uuid7(ms));
    for (const id of ids) {
      expect(isId(id)).toBe(true);
      expect(id).toMatch(/^.{14}7.{4}[89ab]/);
    }
    expect(ids.toSorted()).toEqual(ids);
  });

  it('are never the same twice within a millisecond', () => {
    const ids = Array.from({ length: 500 }, () => uuid7(1_795_000_000_000));
    expect(new Set(ids).size).toBe(500);
  });

  it('survive a clock that makes no sense', () => {
    expect(isId(uuid7(-5))).toBe(true);
  });
});
