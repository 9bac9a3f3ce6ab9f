/**
 * Chance that can be repeated: the same seed gives the same market on every machine, for ever.
 *
 * Every shop and product draws from a seed of its own (`product/<shop>/<title>`), not from one long
 * row of dice, so adding a product tomorrow does not change the id of any other.
 */
export interface Seeded {
  /** A fraction from 0 up to, not including, 1. */
  fraction(): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** One of the items; there must be at least one. */
  pick<T>(items: readonly T[]): T;
  /** An id shaped as UUIDv7 (RFC 9562, 5.7): `ms` since the epoch in front, then drawn bits. */
  uuid7(ms: number): string;
}

/** A row of dice for a seed: sfc32 (Chris Doty-Humphrey, PractRand), four words from the text. */
export function seeded(seed: string): Seeded {
  let a = wordFrom(seed, 0x811c9dc5);
  let b = wordFrom(seed, 0x9e3779b9);
  let c = wordFrom(seed, 0x85ebca6b);
  let counter = 1;

  const word = (): number => {
    const drawn = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + drawn;
    return drawn >>> 0;
  };
  // Near seeds start near each other; the first dozen throws drive them apart.
  for (let i = 0; i < 12; i++) word();

  const fraction = () => word() / 2 ** 32;
  const whole = (least: number, most: number) =>
    least + Math.floor(fraction() * (most - least + 1));
  return {
    fraction,
    whole,
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new Error('nothing to pick from');
      return items[whole(0, items.length - 1)] as T;
    },
    uuid7: (ms) => {
      const time = hex(ms, 12);
      const random = `7${hex(word(), 8).slice(5)}${hex((word() & 0x3fff) | 0x8000, 4)}`;
      const tail = `${hex(word(), 8)}${hex(word(), 8)}`.slice(4);
      return `${time.slice(0, 8)}-${time.slice(8)}-${random.slice(0, 4)}-${random.slice(4)}-${tail}`;
    },
  };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** FNV-1a over the text, from a starting word, stirred so that one letter changes every bit. */
function wordFrom(text: string, start: number): number {
  let hash = start;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
