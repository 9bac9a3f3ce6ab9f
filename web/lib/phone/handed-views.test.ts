import { describe, expect, it } from 'vitest';
import type { PhoneRow, Queued } from '#sync/phone/store';
import { handedViews } from './handed-views';

const [ME, UDIN, SHOP, GOODS, LATE] = ['me', 'udin', 'shop', 'goods', 'late'];
const VILLAGE = '63.11.07.2005';

function row(noun: string, id: string, values: Record<string, unknown>): PhoneRow {
  const standing = { values, versions: {} } as unknown as PhoneRow['view'];
  const held = { scopes: [], base: standing, position: 1, view: standing, waiting: 0 };
  return { name: `${noun}/${id}`, noun, id, ...held };
}
const said = (input: object) => JSON.stringify({ id: GOODS, shopId: SHOP, ...input });
const late = (change: object = {}) =>
  row('handed', LATE, {
    ...{ action: 'listing.edit', said: said({ price: 15_000 }), author: UDIN, status: 'open' },
    ...{ authorName: 'Pak Udin', saidMs: 5, scopes: 'shop:shop village:63.11.07.2005' },
    ...change,
  });
const shop = (ownerId: string) => row('shop', SHOP, { ownerId, village: VILLAGE, name: 'Warung' });
const goods = row('listing', GOODS, { title: 'Bingka', price: 12_000, shopId: SHOP });
const answer = (state: Queued['state'], aside = true) =>
  ({ state, entry: { action: 'handed.aside', input: { id: LATE, aside } } }) as unknown as Queued;

const see = (
  rows: PhoneRow[],
  held: PhoneRow[],
  queue: Queued[] = [],
  face: { title: string } | null = null,
) =>
  handedViews(rows, {
    actor: { personId: ME, hasAccount: true, rights: [] },
    queue,
    row: (noun, id) => Promise.resolve(held.find(({ name }) => name === `${noun}/${id}`)),
    face: () => Promise.resolve(face),
  });

describe('work that came too late', () => {
  it('is for the owner to judge, beside what stands now, until she has answered here', async () => {
    const held = [shop(ME), goods];
    const [view] = await see([late()], held);
    expect(view).toMatchObject({ forMe: true, mine: false, subject: 'Bingka', shopId: SHOP });
    expect([view?.input.price, view?.now.price]).toEqual([15_000, 12_000]);
    expect((await see([late()], held, [answer('waiting')]))[0]?.forMe).toBe(false);
    // Set aside and taken back, both without signal: it is hers to judge again.
    const back = [answer('waiting'), answer('waiting', false)];
    expect((await see([late()], held, back))[0]?.forMe).toBe(true);
    expect((await see([late()], held, [...back, answer('waiting')]))[0]?.forMe).toBe(false);
    // Refused: it is hers to judge again.
    expect((await see([late()], held, [answer('refused')]))[0]?.forMe).toBe(true);
    expect((await see([late({ status: 'taken' })], held))[0]?.forMe).toBe(false);
  });

  it('is told to its author, who holds no more of the product than everybody', async () => {
    const own = late({ author: ME });
    const [view] = await see([own], [], [], { title: 'Bingka' });
    expect(view).toMatchObject({ forMe: false, mine: true, subject: 'Bingka', now: {} });
    expect((await see([own], []))[0]?.subject).toBe('');
    expect((await see([late({ said: said({ title: 'Wadai' }) })], []))[0]?.subject).toBe('Wadai');
  });

  it('of a phone of somebody else is not for this person to judge', async () => {
    expect((await see([late()], [shop('other'), goods]))[0]?.forMe).toBe(false);
  });

  it('that can’t be read holds up nothing, and the newest comes first', async () => {
    const rows = [late({ said: '{' }), late({ said: '[]' }), late(), late({ saidMs: 9 })];
    expect((await see(rows, [])).map(({ saidMs }) => saidMs)).toEqual([9, 5]);
  });
});
