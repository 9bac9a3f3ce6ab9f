import { expect, test } from 'vitest';
import { shortPath, shownAddress, slugMeant } from './address';

test('the short address is the shop’s own name after /t/', () => {
  expect(shortPath('keripik-acil-siti-1a2b3c')).toBe('/t/keripik-acil-siti-1a2b3c');
});

test('on paper it stands without what nobody types', () => {
  expect(shownAddress('https://jukung.desa.id/t/madu-1a2b3c')).toBe('jukung.desa.id/t/madu-1a2b3c');
  expect(shownAddress('http://192.168.4.1:3000/t/madu-1a2b3c')).toBe(
    '192.168.4.1:3000/t/madu-1a2b3c',
  );
});

test('typed from a poster with a capital, a blank or a full stop it is still understood', () => {
  for (const typed of [
    'Madu-Kelulut-1a2b3c',
    'madu kelulut 1a2b3c',
    'madu-kelulut-1a2b3c.',
    '/madu_kelulut-1a2b3c/',
  ])
    expect(slugMeant(typed)).toBe('madu-kelulut-1a2b3c');
});

test('what can’t be a name is nothing', () => {
  expect(slugMeant(' … ')).toBe('');
  expect(slugMeant('')).toBe('');
});
