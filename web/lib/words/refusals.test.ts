import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { declarations } from '#domain/index';
import { orderCodes } from '#domain/order-machine';
import { moneyCodes } from '#domain/order-money';
import { qrisCodes } from '#domain/qris';
import { refusals } from './id/refusals';
import { explain, explainInLine, isExplained } from './refusals';

const top = fileURLToPath(new URL('../../..', import.meta.url));

/** The text of every source below these folders; tests, and what only tests use, left out. */
function sources(...folders: string[]): { path: string; text: string }[] {
  return folders.flatMap((folder) =>
    readdirSync(`${top}/${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|svelte)$/.test(path))
      .filter((path) => !/\.(test|spec)\.ts$|(^|\/)(testing|simulation)\//.test(path))
      .map((path) => ({ path, text: readFileSync(`${top}/${folder}/${path}`, 'utf8') })),
  );
}

function found(pattern: RegExp, ...folders: string[]): string[] {
  const codes = sources(...folders).flatMap(({ text }) =>
    [...text.matchAll(pattern)].map((match) => match[1]!),
  );
  return [...new Set(codes)].sort();
}

const unexplained = (codes: string[]) => codes.filter((code) => !isExplained(code));

describe('every way this app says no has words and a way on', () => {
  test('refusals of actions', () => {
    const codes = found(/\brefuse\(\s*['"]([^'"]+)['"]/g, 'domain', 'sync');
    expect(codes.length).toBeGreaterThan(20);
    expect(unexplained(codes)).toEqual([]);
  });

  test('how an order ended is told alike to its buyer and its seller', () => {
    for (const end of ['is_refused', 'is_cancelled', 'is_expired', 'is_done']) {
      const { what, next } = explain(`order.${end}`);
      expect(`${what} ${next}`).not.toMatch(
        /Hubungi|Barangnya bisa dijual|dibatalkan pembeli|Anda/,
      );
    }
  });

  test('deeds that an order does not allow where it stands', () => {
    expect(orderCodes.length).toBeGreaterThan(5);
    expect(unexplained([...orderCodes, ...moneyCodes])).toEqual([]);
  });

  test('codes before the camera that are not the lasting code of a shop', () => {
    expect(unexplained([...qrisCodes])).toEqual([]);
  });

  test('entries the other side takes in and turns down', () => {
    const codes = found(/EntryRefused\(\s*['"]([^'"]+)['"]/g, 'sync');
    const plain = found(
      /['"]((?:entry|row|device|action|input|stamp|guest|change)\.[a-z_]+)['"]/g,
      'sync/server',
      'sync/phone',
    );
    expect(codes.length).toBeGreaterThan(4);
    expect(unexplained([...codes, ...plain])).toEqual([]);
  });

  test('requests that are turned down', () => {
    const list = /export const problems = \{([\s\S]*?)\} as const/.exec(
      readFileSync(`${top}/api/problem.ts`, 'utf8'),
    )?.[1];
    const codes = [...(list ?? '').matchAll(/^\s*'?([a-z_]+(?:\.[a-z_]+)?)'?: \[/gm)].map(
      (match) => match[1]!,
    );
    expect(codes.length).toBeGreaterThan(40);
    expect(unexplained(codes)).toEqual([]);
  });

  test('troubles of the phone itself', () => {
    const codes = found(
      /['"]((?:phone|photo|lock|file|lost|device|session|app|account)\.[a-z_-]+)['"]/g,
      'web/lib/phone',
    ).filter((code) => !/\.(ts|svelte|js|json)$/.test(code) && !declarations.actions.has(code));
    expect(codes.length).toBeGreaterThan(3);
    expect(unexplained(codes)).toEqual([]);
  });
});

test('what the matter is comes before what to do', () => {
  expect(explain('listing.price_missing')).toEqual({
    what: 'Harga belum ditulis.',
    next: 'Tulis harganya, lalu simpan lagi.',
  });
  expect(explainInLine('photo.too_many')).toBe(
    'Satu barang paling banyak 6 foto. Hapus satu foto dulu.',
  );
});

test('a code younger than this app still says that the work is safe', () => {
  expect(explain('barter.too_early').next).toContain('aman di HP');
});

test('no sentence without a way on, no way on without a sentence', () => {
  const keys = Object.keys(refusals);
  for (const key of keys) {
    const partner = key.endsWith('.next') ? key.slice(0, -'.next'.length) : `${key}.next`;
    expect(keys, key).toContain(partner);
  }
});

test('every sentence ends', () => {
  for (const words of Object.values(refusals)) expect(words).toMatch(/\.$/);
});
