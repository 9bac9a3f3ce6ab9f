import { expect, test } from 'vitest';
import { isId } from '#sync/field';
import { newId } from './new-id';

test('ids are UUIDs of version 7 that sort by the moment they were made', () => {
  expect(newId(0x017f22e279b0, Buffer.from('0cc398c4dc0c0c07398f', 'hex'))).toBe(
    '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
  );
  const ids = [1, 2, 3].map((ms) => newId(ms));
  expect(ids.toSorted()).toEqual(ids);
  expect(ids.every(isId)).toBe(true);
  expect(newId()).not.toBe(newId());
});
