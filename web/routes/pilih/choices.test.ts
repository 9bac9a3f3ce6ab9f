import { expect, test } from 'vitest';
import { choicesOf } from './choices';

const said = (value: number, personName: string, atMs: number) => ({
  value,
  personName,
  atMs,
  personId: personName,
  version: `${value}-${atMs}`,
});

test('the newest word comes first', () => {
  const choices = choicesOf([said(12_000, 'Ibu', 10), said(13_000, 'Pendamping', 20)]);
  expect(choices.map(({ value }) => value)).toEqual([13_000, 12_000]);
});

test('the same value said twice is one choice, by whoever said it last', () => {
  const choices = choicesOf([
    said(12_000, 'Ibu', 10),
    said(13_000, 'Anak', 15),
    said(12_000, 'Pendamping', 20),
  ]);
  expect(choices).toHaveLength(2);
  expect(choices[0]?.personName).toBe('Pendamping');
});
