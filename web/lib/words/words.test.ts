import { expect, test } from 'vitest';
import type { market as indonesianMarket } from './id/market';
import { t, type InLanguage } from './words';
import './id/status';

const catalogues = import.meta.glob<Record<string, Record<string, string>>>('./id/*.ts', {
  eager: true,
});
const entries = Object.entries(catalogues).flatMap(([file, module]) =>
  Object.values(module).flatMap((words) =>
    Object.entries(words).map(([key, words]) => ({ file, key, words })),
  ),
);

/** What a language lacks beside Indonesian: keys, and places to fill. */
function gaps(indonesian: Catalogue, other: Catalogue): string[] {
  const places = (words: string) => (words.match(/\{\w+\}/g) ?? []).sort().join(' ');
  return Object.entries(indonesian).flatMap(([key, words]) => {
    const said = other[key];
    if (said === undefined) return `${key} is missing`;
    return places(said) === places(words) ? [] : `${key} lacks ${places(words)}`;
  });
}
type Catalogue = Readonly<Record<string, string>>;

const languages = import.meta.glob<Record<string, Catalogue>>('./*/*.ts', { eager: true });
const catalogueOf = (code: string): Catalogue =>
  Object.fromEntries(
    Object.entries(languages)
      .filter(([file]) => file.startsWith(`./${code}/`))
      .flatMap(([, module]) => Object.values(module).flatMap((words) => Object.entries(words))),
  );

test('a language that lacks a key, or a place to fill, is caught', () => {
  const indonesian = catalogueOf('id');
  const { 'common.back': back, ...rest } = indonesian;
  expect(back).toBe('Kembali');
  expect(gaps(indonesian, rest)).toEqual(['common.back is missing']);
  expect(gaps(indonesian, { ...indonesian, 'when.yesterday': 'yesterday' })).toEqual([
    'when.yesterday lacks {time}',
  ]);
  // And before that by the compiler.
  // @ts-expect-error -- a market of one sentence
  const market: InLanguage<typeof indonesianMarket> = { 'market.title': 'Village market' };
  expect(market).toBeDefined();
});

test('every language that is there is whole', () => {
  const codes = new Set(Object.keys(languages).map((file) => file.split('/')[1] ?? ''));
  expect(codes).toContain('id');
  for (const code of codes) expect(gaps(catalogueOf('id'), catalogueOf(code)), code).toEqual([]);
});

test('a number takes its place in the sentence', () => {
  expect(t('status.noSignal.count', { count: 3 })).toBe('3 kiriman aman di HP ini.');
});

test('words without places are given as they are', () => {
  expect(t('common.back')).toBe('Kembali');
});

test('no key is written in two files', () => {
  const homes = new Map<string, string>();
  for (const { file, key } of entries) {
    expect(homes.get(key) ?? file, key).toBe(file);
    homes.set(key, file);
  }
});

test('no sentence uses office words, nor blames anyone', () => {
  const unkind =
    /\b(sinkron\w*|server|cache|submit|error|invalid|dilarang|offline|online|dashboard)\b|gagal\.?$/i;
  for (const { key, words } of entries) expect(words, key).not.toMatch(unkind);
});

test('no sentence shouts', () => {
  for (const { key, words } of entries) expect(words, key).not.toMatch(/!/);
});
