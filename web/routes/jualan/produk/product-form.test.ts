import { expect, test } from 'vitest';
import { categoryFor, emptyForm, isTouched, stockIn, unitFor } from './product-form';

const form = (changes: Partial<ReturnType<typeof emptyForm>>) => ({ ...emptyForm(), ...changes });

test('the shelf is what the person chose, else what the name says, else the kind of the shop', () => {
  expect(categoryFor(form({ title: 'Pisang', category: 'kue' }), 'ikan')).toBe('kue');
  expect(categoryFor(form({ title: 'Pisang' }), 'ikan')).toBe('buah');
  expect(categoryFor(form({ title: 'Xyz' }), 'ikan')).toBe('ikan');
});

test('the unit is what the person chose, else what the shelf is sold by', () => {
  expect(unitFor(form({ title: 'Kangkung', unit: 'karung' }), 'buah')).toBe('karung');
  expect(unitFor(form({ title: 'Kangkung', unit: '  ' }), 'buah')).toBe('ikat');
});

test.each([
  ['8', 8],
  ['1.200', 1200],
  ['', null],
  ['0', null],
  ['banyak', null],
  ['-3', null],
  ['999999', 100_000],
])('a stock typed as "%s" is %s', (typed, count) => {
  expect(stockIn(typed)).toBe(count);
});

test('an empty form is not worth keeping, one photo is', () => {
  const photo = { id: 'p', hash: 'h', width: 1, height: 1, placeholder: '' };
  expect(isTouched(emptyForm())).toBe(false);
  expect(isTouched(form({ title: ' ' }))).toBe(false);
  expect(isTouched(form({ photos: [photo] }))).toBe(true);
  expect(isTouched(form({ price: 1 }))).toBe(true);
});

test('two forms are two products', () => {
  expect(emptyForm().id).not.toBe(emptyForm().id);
});
