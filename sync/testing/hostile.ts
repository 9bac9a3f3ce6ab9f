/**
 * What could come instead of what should: a good message with something wrong in it, somewhere. A broken
 * line cuts it, a broken memory turns its bits, an old or a foreign program says other things in its
 * places, and somebody who means harm says the worst that fits. All of it from one seed.
 */
import type { Chance } from './seeded-random';

/** Texts that have broken programs before. */
const TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udc00\ud800',
  '\u202eorem\u202c',
  '\u200b\u200d\ufeff',
  '\u0301'.repeat(40),
  '\n\r\t\u2028\u2029',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  "'; drop table listing; --",
  '%00%ff%2e%2e%2f',
  '../../../../etc/passwd',
  '<script>alert(1)</script>',
  '${7*7}{{7*7}}',
  'NaN',
  'null',
  '-1',
  '1e999',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-7fff-8fff-ffffffffffff',
  '\u{1f6f6}'.repeat(20),
  'ﷺ'.repeat(30),
];

const NUMBERS: readonly number[] = [
  ...[0, -0, 1, -1, 0.5, -0.5, 1e-7, 255, 256, 65_535, 65_536],
  ...[2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 40],
  ...[Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 53, 2 ** 63, 1e21, 1e308, 5e-324],
];

/** Names that mean something to JavaScript itself. */
const KEYS: readonly string[] = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'then', 'length', ''],
  ...['\u0000', 'hasOwnProperty', 'toJSON', '\ud800', 'id', '0', '-1'],
];

export function hostileText(chance: Chance): string {
  const one = chance.pick(TEXTS);
  if (chance.happens(0.15)) return one.repeat(chance.between(2, 400));
  if (chance.happens(0.05)) return 'x'.repeat(chance.between(1_000, 30_000));
  return one;
}

/** A value nobody expects here; as JSON can say it. */
export function hostileValue(chance: Chance, depth = 0): unknown {
  switch (chance.between(0, depth > 2 ? 4 : 8)) {
    case 0:
      return null;
    case 1:
      return chance.happens(0.5);
    case 2:
      return chance.pick(NUMBERS);
    case 3:
    case 4:
      return hostileText(chance);
    case 5:
      return [];
    case 6:
      return {};
    case 7:
      return Array.from({ length: chance.between(1, 5) }, () => hostileValue(chance, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: chance.between(1, 4) }, () => [
          chance.pick(KEYS),
          hostileValue(chance, depth + 1),
        ]),
      );
  }
}

type Path = readonly (string | number)[];

/**
 * The same value with one to three things wrong in it, at places of its own. What it was is left as it is.
 */
export function spoilt(value: unknown, chance: Chance): unknown {
  let now = value;
  for (let left = chance.pick([1, 1, 1, 2, 3]); left > 0; left -= 1) {
    const places = placesOf(now);
    now = changedAt(now, chance.pick(places), (part) => wrong(part, now, chance));
  }
  return now;
}

/** Every place in it, the whole first; of a huge one the first thousand. */
function placesOf(value: unknown): Path[] {
  const places: Path[] = [[]];
  for (let at = 0; at < places.length && places.length < 1_000; at += 1) {
    const path = places[at] ?? [];
    const part = partAt(value, path);
    if (isBytes(part) || typeof part !== 'object' || part === null) continue;
    for (const key of Object.keys(part)) places.push([...path, Array.isArray(part) ? +key : key]);
  }
  return places;
}

const isBytes = (value: unknown): value is ArrayBuffer | Uint8Array =>
  value instanceof ArrayBuffer || ArrayBuffer.isView(value);

const partAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], value);

const GONE = Symbol('gone');

function changedAt(value: unknown, path: Path, change: (part: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    const made = change(value);
    return made === GONE ? null : made;
  }
  const change1 = rest.length === 0 ? change : (part: unknown) => changedAt(part, rest, change);
  if (Array.isArray(value)) {
    return (value as unknown[]).flatMap((part, index) => {
      const made = index === key ? change1(part) : part;
      return made === GONE ? [] : [made];
    });
  }
  // fromEntries defines: `__proto__` stays a key like any other.
  return Object.fromEntries(
    Object.entries(value as object).flatMap(([name, part]) => {
      const made: unknown = name === key ? change1(part) : part;
      return made === GONE ? [] : [[name, made]];
    }),
  );
}

function wrong(part: unknown, whole: unknown, chance: Chance): unknown {
  const how = chance.between(0, 9);
  if (how === 0) return GONE;
  if (how === 1) return nested(part, chance.between(1, 40));
  if (how === 2) return partAt(whole, chance.pick(placesOf(whole)));
  if (how < 6) return hostileValue(chance);
  if (typeof part === 'string') return wrongText(part, chance);
  if (typeof part === 'number') return wrongNumber(part, chance);
  if (Array.isArray(part)) return wrongList(part, chance);
  if (typeof part === 'object' && part !== null && !isBytes(part)) {
    const key = chance.happens(0.7) ? chance.pick(KEYS) : hostileText(chance).slice(0, 40);
    return Object.fromEntries([...Object.entries(part), [key, hostileValue(chance)]]);
  }
  return hostileValue(chance);
}

function nested(part: unknown, times: number): unknown {
  let made = part;
  for (let n = 0; n < times; n += 1) made = n % 2 ? [made] : { a: made };
  return made;
}

function wrongText(text: string, chance: Chance): string {
  const at = chance.between(0, text.length);
  switch (chance.between(0, 4)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + hostileText(chance) + text.slice(at);
    case 2:
      return text.repeat(chance.between(2, 60));
    case 3:
      return text.toUpperCase();
    default: {
      const sign = String.fromCharCode(chance.between(0, 0xffff));
      return text.slice(0, at) + sign + text.slice(at + 1);
    }
  }
}

const wrongNumber = (number: number, chance: Chance): number =>
  chance.pick([number + 1, number - 1, -number, number * 1_000_000, number + 0.5, ...NUMBERS]);

function wrongList(list: readonly unknown[], chance: Chance): unknown[] {
  const at = chance.between(0, list.length);
  switch (chance.between(0, 3)) {
    case 0:
      return list.slice(0, at);
    case 1:
      return [...list, ...list];
    case 2:
      return [...list].reverse();
    default:
      return [...list.slice(0, at), hostileValue(chance), ...list.slice(at)];
  }
}

/** The same bytes cut, turned, doubled, moved, or with others among them. */
export function spoiltBytes(bytes: Uint8Array, chance: Chance): Uint8Array<ArrayBuffer> {
  let now = new Uint8Array(bytes);
  for (let left = chance.pick([1, 1, 2, 4, 16]); left > 0; left -= 1) {
    const [one, other] = [chance.between(0, now.length), chance.between(0, now.length)];
    const [from, to] = [Math.min(one, other), Math.max(one, other)];
    switch (chance.between(0, 6)) {
      case 0:
        now = now.slice(0, to);
        break;
      case 1:
        now = joined(now.slice(0, from), now.slice(to));
        break;
      case 2:
        now = joined(now.slice(0, to), now.slice(from, Math.min(to, from + 4_096)), now.slice(to));
        break;
      case 3:
        now = joined(now.slice(0, from), anyBytes(chance, 24), now.slice(from));
        break;
      default:
        if (now.length > 0) {
          const at = Math.min(from, now.length - 1);
          const turned = 1 << chance.between(0, 7);
          now[at] = chance.happens(0.5) ? (now[at] ?? 0) ^ turned : chance.between(0, 255);
        }
    }
  }
  return now;
}

/** Noise. @param most bytes */
export const anyBytes = (chance: Chance, most: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: chance.between(0, most) }, () => chance.between(0, 255));

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
