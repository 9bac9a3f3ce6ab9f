import fc from 'fast-check';
import { expect, test } from 'vitest';
import { declarations } from '#domain/index';
import { below, FROM_THE_START, readCursor, writeCursor } from './feed-cursor';

const position = fc.integer({ min: 0, max: 999_999_999_999_999 });
const noun = fc.constantFrom(...declarations.entities.keys());

test('a cursor that was written reads back as what it meant', () => {
  fc.assert(
    fc.property(position, noun, fc.uuid(), position, (at, name, rowId, fresh) => {
      expect(readCursor(writeCursor(below(at)))).toEqual(below(at));
      const midPage = { position: at, noun: name, rowId, fresh };
      expect(readCursor(writeCursor(midPage))).toEqual(midPage);
    }),
  );
});

test('text that nobody here wrote is no cursor', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(text !== '' && !/^\d{1,15}$/.test(text));
      expect(readCursor(text)).toBeNull();
    }),
  );
  const strange = [
    ...['-1', '1.5', '1e3', ' 1', '1:', '1:person', '1:P3:x', '9999999999999999'],
    ...[
      '1:person:01990000-0000-7000-8000-00000000000G',
      '1:person:01990000-0000-7000-8000-000000000001:',
    ],
  ];
  for (const text of strange) expect(readCursor(text)).toBeNull();
});

test('a phone that holds nothing asks from the start and hears of no departure', () => {
  expect(readCursor('')).toEqual(FROM_THE_START);
  expect(FROM_THE_START.fresh).toBeNull();
});
