import { expect, test } from 'vitest';
import { t } from './words';
import './id/status';

const catalogues = import.meta.glob<Record<string, Record<string, string>>>('./id/*.ts', {
  eager: true,
});
const entries = Object.entries(catalogues).flatMap(([file, module]) =>
  Object.values(module).flatMap((words) =>
    Object.entries(words).map(([key, words]) => ({ file, key, words })),
  ),
);

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
