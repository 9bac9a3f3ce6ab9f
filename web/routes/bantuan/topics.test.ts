import { expect, test } from 'vitest';
import { topicsFor, wayBack } from './topics';

const firstFor = (screen: string) => topicsFor(screen).topics[0]?.key;

test('help begins with what fits the screen it was asked from', () => {
  expect(firstFor('/')).toBe('buy');
  expect(firstFor('/produk/0198')).toBe('buy');
  expect(firstFor('/jualan/produk/baru')).toBe('sell');
  expect(firstFor('/kiriman')).toBe('noSignal');
  expect(firstFor('/pilih/0198')).toBe('prices');
  expect(firstFor('/masuk?ke=/jualan')).toBe('account');
  expect(firstFor('/dampingan')).toBe('facilitator');
});

test('every question is there from every screen, and once', () => {
  const all = topicsFor('').topics.map((topic) => topic.key);
  expect(new Set(all).size).toBe(all.length);
  for (const screen of ['/', '/kiriman', '/saya', '/entah']) {
    expect(
      topicsFor(screen)
        .topics.map((topic) => topic.key)
        .toSorted(),
    ).toEqual(all.toSorted());
  }
});

test('people to ask always come last', () => {
  for (const screen of ['/', '/kiriman', '/dinas']) {
    expect(topicsFor(screen).topics.at(-1)?.key).toBe('people');
  }
});

test('the way back never leads out of the village', () => {
  expect(wayBack('/kiriman?x=1')).toBe('/kiriman?x=1');
  for (const strange of ['', 'https://jahat.test', '//jahat.test', '/\\jahat.test', '/bantuan']) {
    expect(wayBack(strange)).toBe('/');
  }
});
