import { describe, expect, it } from 'vitest';
import { entryOf, requestOf } from '../testing/toy';
import { LIMITS } from '../wire';
import { readSyncRequest } from './read-request';

const read = (body: unknown) => {
  const result = readSyncRequest(body);
  return 'code' in result ? result.code : 'ok';
};
const offer = { entry: entryOf(1, 1), deviceEpoch: 0, result: 'applied' as const };
const bombOf = (depth: number): unknown => (depth === 0 ? 1 : [bombOf(depth - 1)]);

describe('[S11] a body from outside', () => {
  it('is read when it is well formed', () => {
    expect(read(requestOf([entryOf(1, 1), entryOf(1, 2)]))).toBe('ok');
    expect(read(requestOf([], { offers: [offer, { ...offer, mac: 'abc' }] }))).toBe('ok');
  });

  it.each([
    ['nothing', null],
    ['a list', []],
    ['text', 'hello'],
    ['no entries', { ...requestOf([]), entries: undefined }],
    ['entries of another kind', { ...requestOf([]), entries: { length: 1 } }],
    ['a negative clock', requestOf([], { sentMs: -1 })],
    ['a fraction', requestOf([], { deviceEpoch: 0.5 })],
    ['an epoch beyond the last', requestOf([], { deviceEpoch: 5000 })],
    ['a past that is no list', requestOf([], { past: {} as never })],
    ['a past of no stamps', requestOf([], { past: ['yesterday'] })],
    [
      'a past without end',
      requestOf([], { past: Array.from({ length: LIMITS.past + 1 }, () => entryOf(1, 1).stamp) }),
    ],
    ['no waiting', { ...requestOf([]), waiting: undefined }],
    ['a cursor that is no text', requestOf([], { cursors: { 'shop:1': 7 as never } })],
    ['a scope that is no scope', requestOf([], { cursors: { '../etc': 'x' } })],
    ['a gap inside', requestOf([entryOf(1, 1), entryOf(1, 3)])],
    ['seq zero', requestOf([entryOf(1, 0)])],
    ['a seq no store counts to', requestOf([entryOf(1, 2 ** 31)])],
    ['an entry that is a list', requestOf([[] as never])],
    ['a malformed stamp', requestOf([entryOf(1, 1, { stamp: 'now' })])],
    ['an input with a list', requestOf([entryOf(1, 1, { input: { id: [] as never } })])],
    ['an input with null', requestOf([entryOf(1, 1, { input: { id: null as never } })])],
    [
      'a base that is no stamp',
      requestOf([entryOf(1, 1, { bases: { [`note/${'a'.repeat(36)}`]: { title: 'x' } } })]),
    ],
    ['offers of another kind', { ...requestOf([]), offers: { length: 1 } }],
    ['an offer without an entry', requestOf([], { offers: [{ ...offer, entry: null as never }] })],
    [
      'an offer nobody answered',
      requestOf([], { offers: [{ ...offer, result: 'maybe' as never }] }),
    ],
    ['an offer of no device', requestOf([], { offers: [{ ...offer, deviceId: '../etc' }] })],
    ['an endless seal', requestOf([], { offers: [{ ...offer, mac: 'x'.repeat(41) }] })],
    ['a base of no row', requestOf([entryOf(1, 1, { bases: { constructor: {} } })])],
  ])('is malformed with %s', (_what, body) => {
    expect(read(body)).toBe('sync.malformed');
  });

  it.each([
    ['sync.protocol_unknown', { ...requestOf([]), protocol: 99 }],
    [
      'sync.too_many_entries',
      requestOf(Array.from({ length: LIMITS.entries + 1 }, (_, n) => entryOf(1, n + 1))),
    ],
    [
      'sync.entry_too_large',
      requestOf([entryOf(1, 1, { input: { id: 'x'.repeat(LIMITS.entryBytes) } })]),
    ],
    [
      'sync.too_many_entries',
      requestOf([], { offers: Array.from({ length: LIMITS.entries + 1 }, () => offer) }),
    ],
    ['sync.too_deep', { ...requestOf([]), cursors: bombOf(40) }],
    [
      'sync.too_many_scopes',
      requestOf([], {
        cursors: Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`shop:${n}`, 'x'])),
      }),
    ],
  ])('has a bound: %s', (code, body) => {
    expect(read(body)).toBe(code);
  });
});
