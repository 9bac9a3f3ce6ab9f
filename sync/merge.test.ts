import { describe, expect, it } from 'vitest';
import { entity } from './entity';
import {
  asked,
  choice,
  decided,
  elementsOf,
  fixed,
  latest,
  rupiah,
  text,
  total,
  union,
} from './field';
import { elementBase, mergePatch, PatchError, RowRemoved, type Said } from './merge';
import type { Row } from './row';
import { makeStamp, nodeOf } from './stamp';

const product = entity('product', {
  fields: {
    shop: fixed(text(10)),
    title: latest(text(40)),
    price: asked(rupiah),
    stock: total(-1000, 1000),
    photos: union('photo', 10),
    status: decided(choice(['shown', 'hidden', 'removed'])),
  },
  privateScopes: () => [],
  tombstone: { field: 'status', gone: 'removed', back: 'hidden' },
});

const phone = (n: number) => nodeOf(`01990000-0000-7000-8000-00000000000${n}`, 0);
const stamp = (n: number, ms: number) => makeStamp({ ms, counter: 0 }, phone(n));
const says = (n: number, ms: number, bases: Said['bases'] = {}): Said => ({
  version: { id: stamp(n, ms), order: stamp(n, ms), by: `person ${n}` },
  bases,
});
const birth = says(1, 100);
const born = (): Row =>
  mergePatch(
    product,
    undefined,
    {
      noun: 'product',
      id: 'p',
      create: true,
      set: { shop: 's', title: 'Keripik', price: 10_000, status: 'shown' },
      add: { stock: 5 },
    },
    birth,
  ).row;
const patch = (rest: object) => ({ noun: 'product', id: 'p', ...rest });
const seenBirth = { title: birth.version.id, price: birth.version.id, status: birth.version.id };
const values = (row: Row) => row.values as Record<string, unknown>;

describe('[S6] two phones change the same thing', () => {
  it('keeps both when they changed different fields', () => {
    const one = mergePatch(
      product,
      born(),
      patch({ set: { title: 'Keripik pisang' } }),
      says(2, 200, seenBirth),
    );
    const two = mergePatch(
      product,
      one.row,
      patch({ set: { price: 12_000 } }),
      says(3, 150, seenBirth),
    );
    expect([values(two.row).title, values(two.row).price]).toEqual(['Keripik pisang', 12_000]);
    expect([two.kept, two.differences, two.concurrent]).toEqual([[], [], false]);
  });

  it.each([
    [says(2, 200, seenBirth), says(3, 300, seenBirth)],
    [says(3, 300, seenBirth), says(2, 200, seenBirth)],
  ])(
    'shows the later title and keeps the earlier one, in either order of arrival',
    (first, second) => {
      const name = (said: Said) => (said.version.by === 'person 2' ? 'Dua' : 'Tiga');
      const one = mergePatch(product, born(), patch({ set: { title: name(first) } }), first);
      const two = mergePatch(product, one.row, patch({ set: { title: name(second) } }), second);
      expect(values(two.row).title).toBe('Tiga');
      expect(two.kept.map(({ value, version }) => [value, version.by])).toEqual([
        ['Dua', 'person 2'],
      ]);
      expect(two.differences).toEqual([]);
    },
  );

  it('asks about a price that two people set without having seen each other', () => {
    const one = mergePatch(
      product,
      born(),
      patch({ set: { price: 12_000 } }),
      says(2, 200, seenBirth),
    );
    const two = mergePatch(
      product,
      one.row,
      patch({ set: { price: 13_000 } }),
      says(3, 300, seenBirth),
    );
    expect(values(two.row).price).toBe(13_000);
    expect(
      two.differences.map(({ field, candidates }) => [field, candidates.map(({ value }) => value)]),
    ).toEqual([['price', [12_000, 13_000]]]);
    expect(two.kept.map(({ value }) => value)).toEqual([12_000]);
  });

  it('asks nothing when both said the same price', () => {
    const one = mergePatch(
      product,
      born(),
      patch({ set: { price: 12_000 } }),
      says(2, 200, seenBirth),
    );
    const two = mergePatch(
      product,
      one.row,
      patch({ set: { price: 12_000 } }),
      says(3, 300, seenBirth),
    );
    expect([two.differences, two.kept]).toEqual([[], []]);
  });

  it('lets a change that had seen the other one win, even from a phone whose clock is years behind', () => {
    const one = mergePatch(
      product,
      born(),
      patch({ set: { title: 'Dua' } }),
      says(2, 900, seenBirth),
    );
    const two = mergePatch(
      product,
      one.row,
      patch({ set: { title: 'Tiga' } }),
      says(3, 1, { title: stamp(2, 900) }),
    );
    expect([values(two.row).title, two.kept]).toEqual(['Tiga', []]);
    const third = mergePatch(
      product,
      two.row,
      patch({ set: { title: 'Empat' } }),
      says(4, 500, seenBirth),
    );
    expect([values(third.row).title, third.kept.map(({ value }) => value)]).toEqual([
      'Tiga',
      ['Empat'],
    ]);
  });

  it.each([
    [11_000, [12_000]],
    [12_000, [11_000]],
    [13_000, [11_000, 12_000]],
  ])('keeps every price that was not chosen, whichever stood meanwhile: %i', (chosen, losers) => {
    for (const [first, second] of [
      [says(2, 200, seenBirth), says(3, 300, seenBirth)],
      [says(2, 300, seenBirth), says(3, 200, seenBirth)],
    ] as const) {
      const one = mergePatch(product, born(), patch({ set: { price: 11_000 } }), first);
      const two = mergePatch(product, one.row, patch({ set: { price: 12_000 } }), second);
      const answer = patch({ set: { price: chosen }, answers: ['price'] });
      const seen = { price: two.row.versions.price!.id };
      const three = mergePatch(product, two.row, answer, says(1, 500, seen));
      expect([values(three.row).price, three.answered]).toEqual([chosen, ['price']]);
      const kept = [...two.kept, ...three.kept].map(({ value }) => value as number);
      expect(new Set(kept.filter((value) => value !== chosen))).toEqual(new Set(losers));
    }
  });

  it('counts what was said earlier on the same phone as seen', () => {
    const one = mergePatch(
      product,
      born(),
      patch({ set: { price: 11_000 } }),
      says(2, 200, seenBirth),
    );
    const two = mergePatch(
      product,
      one.row,
      patch({ set: { price: 12_000 } }),
      says(2, 300, seenBirth),
    );
    expect([values(two.row).price, two.differences, two.kept]).toEqual([12_000, [], []]);
  });

  it('adds deltas up', () => {
    const one = mergePatch(product, born(), patch({ add: { stock: -2 } }), says(2, 200));
    const two = mergePatch(product, one.row, patch({ add: { stock: 7 } }), says(3, 150));
    expect(values(two.row).stock).toBe(10);
  });
});

describe('[S6] a phone that had to begin a new device epoch', () => {
  const after = (ms: number, past: Said['past']): Said => {
    const id = makeStamp({ ms, counter: 0 }, nodeOf('01990000-0000-7000-8000-000000000002', 1));
    return { version: { id, order: id, by: 'person 2' }, bases: seenBirth, past };
  };
  const price = (row: Row, value: number, said: Said) =>
    mergePatch(product, row, patch({ set: { price: value } }), said);
  const standing = () => price(born(), 11_000, says(2, 200, seenBirth)).row;

  it('is never asked to choose between two of its own words when it remembered the first', () => {
    const own = price(standing(), 12_000, after(300, [stamp(2, 200)]));
    expect([values(own.row).price, own.concurrent]).toEqual([12_000, false]);
    expect([own.kept, own.differences]).toEqual([[], []]);
  });

  it('is asked when it was set back and had forgotten what it said', () => {
    for (const past of [undefined, [stamp(2, 199)], [stamp(3, 999)]]) {
      expect(price(standing(), 12_000, after(300, past)).differences).toHaveLength(1);
    }
  });

  it('does not count what another phone said as seen, whatever it claims to remember', () => {
    const others = price(born(), 11_000, says(3, 200, seenBirth)).row;
    expect(price(others, 12_000, after(300, [stamp(3, 200)])).differences).toHaveLength(1);
  });

  it('takes off the photo it had put on itself', () => {
    const row = mergePatch(product, born(), patch({ put: { photos: ['a'] } }), says(2, 200)).row;
    const drop = patch({ drop: { photos: ['a'] } });
    const gone = mergePatch(product, row, drop, after(300, [stamp(2, 200)])).row;
    expect(elementsOf(values(gone).photos as never)).toEqual([]);
  });
});

describe('[S7] photos', () => {
  const photosOf = (row: Row) => elementsOf(values(row).photos as never);
  const put = (row: Row, said: Said, ...photos: string[]) =>
    mergePatch(product, row, patch({ put: { photos } }), said).row;
  const drop = (row: Row, said: Said, ...photos: string[]) =>
    mergePatch(product, row, patch({ drop: { photos } }), said).row;

  it('stay both when two phones add one each', () => {
    expect(photosOf(put(put(born(), says(2, 200), 'a'), says(3, 100), 'b'))).toEqual(['b', 'a']);
  });

  it('go when the remover had seen them, and stay when not', () => {
    const row = put(born(), says(2, 200), 'a');
    const base = { [elementBase('photos', 'a')]: stamp(2, 200) };
    expect(photosOf(drop(row, says(3, 300, base), 'a'))).toEqual([]);
    expect(photosOf(drop(row, says(3, 300), 'a'))).toEqual(['a']);
    const again = put(drop(row, says(3, 300, base), 'a'), says(4, 400), 'a');
    expect(photosOf(again)).toEqual(['a']);
    expect(photosOf(drop(again, says(3, 500, base), 'a'))).toEqual(['a']);
  });

  it('do not come back when the same add arrives twice', () => {
    const base = { [elementBase('photos', 'a')]: stamp(2, 200) };
    const gone = drop(put(born(), says(2, 200), 'a'), says(3, 300, base), 'a');
    expect(photosOf(put(gone, says(2, 200), 'a'))).toEqual([]);
  });
});

describe('[S8] removing and editing meet', () => {
  const edit = (row: Row) =>
    mergePatch(product, row, patch({ set: { title: 'Baru' } }), says(2, 200, seenBirth));
  const remove = (row: Row) =>
    mergePatch(product, row, patch({ set: { status: 'removed' } }), says(3, 300, seenBirth));

  it.each([
    ['edit first', edit, remove],
    ['removal first', remove, edit],
  ] as const)('stays removed, keeps the edit and asks a person (%s)', (_name, first, second) => {
    const both = second(first(born()).row);
    expect([values(both.row).status, values(both.row).title]).toEqual(['removed', 'Baru']);
    expect(
      both.differences.map(({ field, candidates }) => [
        field,
        candidates.map(({ value }) => value),
      ]),
    ).toEqual([['status', ['removed', 'hidden']]]);
  });

  it('names the one whose edit the remover had not seen, not the last who touched the row', () => {
    const title = patch({ set: { title: 'Baru' } });
    const row = mergePatch(product, born(), title, says(2, 200, seenBirth)).row;
    const mine = mergePatch(
      product,
      row,
      patch({ set: { price: 9 } }),
      says(3, 250, seenBirth),
    ).row;
    const { differences } = remove(mine);
    expect(differences[0]?.candidates.map(({ version }) => version.by)).toEqual([
      'person 3',
      'person 2',
    ]);
  });

  it('refuses an edit by somebody who had seen that it was removed', () => {
    const removed = remove(born()).row;
    const seen = { ...seenBirth, status: stamp(3, 300) };
    expect(() =>
      mergePatch(product, removed, patch({ set: { title: 'Baru' } }), says(2, 400, seen)),
    ).toThrow(RowRemoved);
  });

  it('[S8] does what only keeps its books, and asks nobody, whoever saw what', () => {
    const removed = remove(born()).row;
    const books = { ...patch({ add: { stock: -2 } }), books: true } as const;
    for (const bases of [seenBirth, { ...seenBirth, status: stamp(3, 300) }]) {
      const kept = mergePatch(product, removed, books, says(2, 400, bases));
      expect(values(kept.row).stock).toBe((values(removed).stock as number) - 2);
      expect([values(kept.row).status, kept.differences, kept.concurrent]).toEqual([
        'removed',
        [],
        false,
      ]);
    }
  });

  it('closes the question when a person answers it', () => {
    const removed = remove(edit(born()).row).row;
    const answer = patch({ set: { status: 'hidden' }, answers: ['status'] });
    const answered = mergePatch(product, removed, answer, says(1, 500, { status: stamp(3, 300) }));
    expect([values(answered.row).status, answered.answered]).toEqual(['hidden', ['status']]);
  });
});

describe('what no declaration allows', () => {
  it.each([
    [{ set: { colour: 'red' } }],
    [{ set: { shop: 'other' } }],
    [{ set: { stock: 3 } }],
    [{ set: { photos: 'a' } }],
    [{ set: { price: -1 } }],
    [{ set: { title: 7 } }],
    [{ add: { title: 1 } }],
    [{ add: { stock: 5000 } }],
    [{ put: { title: ['a'] } }],
    [{ create: true, set: {} }],
  ])('is thrown, never half done: %j', (rest) => {
    expect(() => mergePatch(product, born(), patch(rest), says(2, 200, seenBirth))).toThrow(
      PatchError,
    );
  });

  it('has no row to change', () => {
    expect(() =>
      mergePatch(product, undefined, patch({ set: { title: 'x' } }), says(2, 200)),
    ).toThrow(PatchError);
    expect(() =>
      mergePatch(product, undefined, patch({ create: true, set: { colour: 'x' } }), says(2, 200)),
    ).toThrow(PatchError);
  });
});
