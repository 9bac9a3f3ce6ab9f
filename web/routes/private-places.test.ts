import { expect, test } from 'vitest';
import { isPrivate, returnPlace, withReturn } from './private-places';

test('a locked phone shuts what is one person’s own and leaves the market open', () => {
  for (const path of ['/jualan', '/jualan/produk/baru', '/saya', '/dinas/orang/1', '/lupa-pin']) {
    expect(isPrivate(path), path).toBe(true);
  }
  for (const path of ['/', '/produk/1', '/toko/warung', '/desa', '/bantuan', '/kunci', '/sayang']) {
    expect(isPrivate(path), path).toBe(false);
  }
});

test('after signing in one is back where one was', () => {
  const there = new URL('https://jukung.id/jualan/produk?toko=1');
  const signIn = new URL(withReturn('/masuk', there), there.origin);
  expect(returnPlace(signIn, '/saya')).toBe('/jualan/produk?toko=1');
});

test('nobody is sent to a foreign address after signing in', () => {
  for (const ke of ['//jahat.id', 'https://jahat.id/x', '/\\jahat.id', 'javascript:alert(1)', '']) {
    const url = new URL(`https://jukung.id/masuk?ke=${encodeURIComponent(ke)}`);
    expect(returnPlace(url, '/saya'), ke).toBe('/saya');
  }
});
