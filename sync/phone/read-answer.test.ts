import { describe, expect, it } from 'vitest';
import { toy as declarations } from '../testing/toy';
import { isAnswer, isFork } from './read-answer';

const id = '01a20518-426d-7926-87c1-c2f3fcd01ba6';
const stamp = `000000001000${'a'.repeat(12)}00`;
const [entity] = [...declarations.entities.values()];
const noun = entity?.noun ?? '';

const answer = (change: Record<string, unknown> = {}, changes: Record<string, unknown> = {}) => ({
  ...{ epoch: 'e', serverMs: 1_795_000_000_000, outcomes: [{ seq: 1, result: 'applied' }] },
  changes: [
    {
      ...{ scope: 'shop:1', cursor: 'e.9', fresh: false, complete: true, gone: [] },
      tables: [{ noun, ids: [id], columns: {}, versions: {}, positions: [9] }],
      ...changes,
    },
  ],
  ...{ scopes: ['shop:1'], more: false, missingPhotos: [] },
  actor: { personId: id, hasAccount: true, session: 'live', rights: [] },
  ...change,
});
const reads = (body: unknown) => isAnswer(body, declarations);

describe('[P2] an answer', () => {
  it('is believed when it is whole, with whatever a newer server adds', () => {
    expect(reads(answer())).toBe(true);
    expect(reads(answer({ weather: 'rain' }))).toBe(true);
    const table = { noun: 'boat', ids: [id], columns: { name: [1] }, positions: [9] };
    expect(reads(answer({}, { tables: [table] }))).toBe(true);
  });

  // Put away, each of these stays: the phone could ask nothing any more, or show nothing.
  it.each<[string, unknown]>([
    ['whose cursor the server would never read again', answer({}, { cursor: 'x'.repeat(121) })],
    ['with a cursor that is no text', answer({}, { cursor: 7 })],
    ['about a scope that is none', answer({}, { scope: 'per\u000fon:1' })],
    ['with a standing too long to be said', answer({ heard: 'x'.repeat(41) })],
    ['with an epoch too long to be said', answer({ epoch: 'x'.repeat(41) })],
    ['from a clock beyond all stamps', answer({ serverMs: 36 ** 9 })],
    ['with rights that are no list', answer({ actor: { ...answer().actor, rights: {} } })],
    ['with an outcome nobody knows', answer({ outcomes: [{ seq: 1, result: 'fine' }] })],
    [
      'with a column that ends early',
      answer({}, { tables: [{ noun, ids: [id], columns: { a: [] }, positions: [9] }] }),
    ],
    [
      'with a version that is none',
      answer(
        {},
        {
          tables: [
            { noun, ids: [id], columns: {}, versions: { a: [['x', 0, id]] }, positions: [9] },
          ],
        },
      ),
    ],
    [
      'with a row for nobody',
      answer({}, { tables: [{ noun, ids: ['7'], columns: {}, positions: [9] }] }),
    ],
    ['that is a page of somebody else', { ok: true }],
    ['that is nothing', null],
  ])('is not believed %s', (_what, body) => {
    expect(reads(body)).toBe(false);
  });

  it('is not believed with a list where a text belongs', () => {
    const [field = '', declared] =
      Object.entries(entity?.fields ?? {}).find(([, { shape }]) => shape.kind === 'text') ?? [];
    const table = (value: unknown) => ({
      noun,
      ids: [id],
      columns: { [field]: [value] },
      positions: [9],
    });
    expect(declared).toBeDefined();
    expect(reads(answer({}, { tables: [table('Bingka')] }))).toBe(true);
    expect(reads(answer({}, { tables: [table(['Bingka'])] }))).toBe(false);
  });
});

it('[S2] a fork is not believed into a device epoch that no stamp can carry', () => {
  const fork = { forked: true, known: [{ seq: 1, result: 'done', order: stamp }] };
  expect(isFork({ ...fork, nextDeviceEpoch: 1 })).toBe(true);
  expect(isFork({ ...fork, nextDeviceEpoch: 1_296 })).toBe(false);
  expect(isFork({ ...fork, known: [null], nextDeviceEpoch: 1 })).toBe(false);
});
