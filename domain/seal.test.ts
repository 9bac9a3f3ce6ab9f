import { expect, test } from 'vitest';
import { readSeal, sealText } from './seal';

const by = '01990000-0000-7000-8000-00000000e001';

test('a seal says who looked, in which office and when', () => {
  const seal = { by, office: 'facilitator', atMs: 1_795_000_000_000 } as const;
  expect(readSeal(sealText(seal))).toEqual(seal);
  expect(readSeal('')).toBeNull();
});

test('a seal from before offices were written down still counts', () => {
  expect(readSeal(JSON.stringify({ by, atMs: 5 }))).toEqual({ by, office: '', atMs: 5 });
});
