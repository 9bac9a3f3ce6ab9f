/**
 * Bytes that are no message: whoever reads them says so in the one way their docstring names, has done no
 * more than the bound allows, and is the same afterwards. docs/security.md, "Bodies".
 */
import { describe, expect, it } from 'vitest';
import { packAnswer, unpackAnswer } from './compact/answer';
import { packRequest, unpackRequest } from './compact/request';
import { NotCompact, type Plain, readCompact, writeCompact } from './compact/value';
import { FrameTaker } from './frame-taker';
import { ForeignAnswer } from './request-mark';
import { readSyncRequest } from './server/read-request';
import { makeStamp, nodeOf } from './stamp';
import { fuzzSeeds, underSeed } from './testing/fuzz-seeds';
import { anyBytes, spoilt, spoiltBytes } from './testing/hostile';
import { type Chance, seeded } from './testing/seeded-random';
import type { ScopeChanges, SnapshotOffer, SyncAnswer, SyncRequest } from './wire';

const LONG = { timeout: 600_000 };
const FILE = 'sync/wire';
const DEVICE = '01a20518-426d-7926-87c1-c2f3fcd01ba6';
const WORDS = ['listing.edit', 'price', 'title'];

function request(chance: Chance, entries = chance.between(0, 5)): SyncRequest {
  const nowMs = 1_795_000_000_000;
  const node = nodeOf(DEVICE, 0);
  return {
    ...{ protocol: 2, fingerprint: '2-abcdef', deviceEpoch: 0, acked: 3, epoch: chance.id() },
    entries: Array.from({ length: entries }, (_, index) => {
      const id = chance.id();
      const stamp = makeStamp({ ms: nowMs + index, counter: index }, node);
      const bases = { [`listing/${id}`]: { price: stamp } };
      const input = { id, price: chance.between(0, 90_000), title: 'Wadai' };
      const said = { action: 'listing.edit', input, stamp, rawMs: nowMs, corrected: false, bases };
      return { seq: index + 4, ...said };
    }),
    cursors: { 'catalogue:63.11.07': 'aaaaaaaa.17', [`shop:${chance.id()}`]: 'aaaaaaaa.19' },
    ...{ sentMs: nowMs + 60_000, waiting: { count: entries, oldestAgeMs: 1_000 }, maxRows: 500 },
  };
}

function answer({ entries }: SyncRequest, chance: Chance): SyncAnswer {
  const ids = [chance.id(), chance.id()];
  return {
    ...{ epoch: chance.id(), serverMs: 1_795_000_060_000, more: chance.happens(0.5) },
    outcomes: entries.map(({ seq }) => ({
      seq,
      result: 'applied',
      position: seq,
      mac: 'abcdefgh',
    })),
    changes: [
      {
        ...{ scope: 'catalogue:63.11.07', cursor: 'aaaaaaaa.20', fresh: false, complete: true },
        tables: [{ noun: 'listing', ids, columns: { title: ['a', 'b'] }, positions: [4, 5] }],
        gone: [`shop/${chance.id()}`],
      },
    ],
    scopes: ['catalogue:63.11.07'],
    actor: { personId: chance.id(), hasAccount: true, session: 'live', rights: [] },
    missingPhotos: [],
  };
}

/** Bytes of a sound message made wrong, or none at all. */
function wrongBytes(sound: Uint8Array, chance: Chance): Uint8Array<ArrayBuffer> {
  return chance.happens(0.15) ? anyBytes(chance, 2_000) : spoiltBytes(sound, chance);
}

/** The failures a reader may answer with; anything else is ours. */
function mayThrow(kinds: readonly (new (...words: never[]) => Error)[], read: () => void): void {
  try {
    read();
  } catch (failure) {
    if (!kinds.some((kind) => failure instanceof kind)) throw failure;
  }
}

/** Everything in it, counted: what a reader was willing to hold. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 1;
  if (typeof value !== 'object' || value === null) return 1;
  return Object.entries(value).reduce((sum, [, part]) => sum + sizeOf(part), 1);
}

describe('[S20] spoilt bytes', () => {
  it(
    'are no compact value, or one that is no larger than the reader is willing to hold',
    LONG,
    async () => {
      for (const seed of fuzzSeeds(600)) {
        await underSeed(seed, FILE, (chance) => {
          const sound = writeCompact(spoilt(request(chance), chance) as Plain);
          mayThrow([NotCompact], () => {
            expect(sizeOf(readCompact(wrongBytes(sound, chance), 5_000))).toBeLessThan(10_001);
          });
        });
      }
    },
  );

  it('come back as they were written, whatever was written', LONG, async () => {
    for (const seed of fuzzSeeds(300)) {
      await underSeed(seed, FILE, (chance) => {
        const value = spoilt(request(chance), chance) as Plain;
        const isText = !/\\ud[89a-f]/.test(JSON.stringify(value));
        // Half a character has no UTF-8: it comes back as the sign for that.
        mayThrow([NotCompact], () => {
          const back = readCompact(writeCompact(value, WORDS), 10_000_000, WORDS);
          if (isText) expect(back).toEqual(JSON.parse(JSON.stringify(back)) ? value : back);
        });
      });
    }
  });

  it('[S11] are a request within all bounds, or refused with a code', LONG, async () => {
    for (const seed of fuzzSeeds(600)) {
      await underSeed(seed, FILE, (chance) => {
        const sound = packRequest(request(chance), DEVICE, WORDS);
        mayThrow([NotCompact, TypeError], () => {
          judge(readSyncRequest(unpackRequest(wrongBytes(sound, chance), DEVICE, WORDS)));
        });
      });
    }
  });

  it('are an answer, or none that a phone would take', LONG, async () => {
    for (const seed of fuzzSeeds(600)) {
      await underSeed(seed, FILE, (chance) => {
        const asked = request(chance);
        const sound = packAnswer(answer(asked, chance), asked, null);
        mayThrow([NotCompact, TypeError, RangeError, ForeignAnswer], () => {
          unpackAnswer(wrongBytes(sound, chance), asked, undefined);
        });
      });
    }
  });
});

it(
  '[S11] a spoilt JSON request is one within all bounds, or refused with a code',
  LONG,
  async () => {
    for (const seed of fuzzSeeds(800)) {
      await underSeed(seed, FILE, (chance) =>
        judge(readSyncRequest(spoilt(request(chance), chance))),
      );
    }
  },
);

function judge(read: ReturnType<typeof readSyncRequest>): void {
  if ('code' in read) return void expect(read.code).toMatch(/^sync\.[a-z_]+$/);
  const { entries, past = [], cursors } = read.request;
  expect(entries.length).toBeLessThanOrEqual(200);
  expect(past.length).toBeLessThanOrEqual(16);
  expect(Object.keys(cursors).length).toBeLessThanOrEqual(128);
  expect(JSON.stringify(entries).length).toBeLessThan(200 * 16_500);
}

describe('[S22] a spoilt snapshot', () => {
  const offer: SnapshotOffer = {
    scope: 'catalogue:63.11.07',
    id: 'ab'.repeat(8),
    frames: 4,
    cursor: 'e.9',
  };
  const frame = (chance: Chance) => [
    ['listing', ['title', 'price'], [chance.id(), chance.id()], ['a', 'b'], [5, 6]],
    ['shop', ['name'], [chance.id()], ['c']],
  ];

  it(
    'brings whole frames or nothing, and its cursor never passes a frame that was not put away',
    LONG,
    async () => {
      for (const seed of fuzzSeeds(600)) {
        await underSeed(seed, FILE, async (chance) => {
          const sound = Array.from({ length: 4 }, () => JSON.stringify(frame(chance)));
          sound[chance.between(0, 3)] = JSON.stringify(spoilt(frame(chance), chance)) ?? '';
          const bytes = new TextEncoder().encode(`${sound.join('\n')}\n`);
          const text = new TextDecoder().decode(
            chance.happens(0.5) ? wrongBytes(bytes, chance) : bytes,
          );
          const put: ScopeChanges[] = [];
          const store = {
            publicCursor: () => Promise.resolve(put.at(-1)?.cursor ?? ''),
            applyPublic: (changes: ScopeChanges) => Promise.resolve(void put.push(changes)),
          };
          const taker = new FrameTaker(store, offer, 0);
          try {
            for (let at = 0; at < text.length;) {
              const until = at + chance.between(1, 200);
              await taker.take(text.slice(at, until));
              at = until;
            }
          } catch (failure) {
            expect([SyntaxError, TypeError].some((kind) => failure instanceof kind)).toBe(true);
          }
          expect(put.length).toBeLessThanOrEqual(offer.frames);
          for (const { tables, cursor, complete } of put) {
            expect(cursor === offer.cursor).toBe(complete);
            tables.forEach(assertRectangle);
          }
        });
      }
    },
  );
});

/** What is put away has one value for each row and field. */
function assertRectangle({ noun, ids, columns }: ScopeChanges['tables'][number]): void {
  expect(typeof noun).toBe('string');
  expect(ids.every((id) => typeof id === 'string')).toBe(true);
  for (const column of Object.values(columns)) expect(column.length).toBe(ids.length);
}

it('the same seed spoils the same', LONG, () => {
  const made = (seed: number) => JSON.stringify(spoilt(request(seeded(seed)), seeded(seed)));
  expect(made(7)).toBe(made(7));
  expect(made(7)).not.toBe(made(8));
});
