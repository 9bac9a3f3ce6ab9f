/** A day at the stall, by chance: whoever orders, answers, sells or lets time pass, the goods add up. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ownDeed } from '#sync/server/own-deed';
import { EnginePhone, type EngineServer } from '#sync/testing/engine-phone';
import { MemoryServerStore } from '#sync/testing/memory-server-store';
import { declarations } from './index';
import type { ListingValues } from './listing';
import type { OrderContactValues, OrderLineValues, OrderValues } from './order';
import { expireOrder } from './order-ends';
import { lineIdOf, offerText, writeLines, writeQuantities } from './order-lines';
import { isOpenStatus, orderDeeds } from './order-machine';

const NOW_MS = Date.UTC(2026, 10, 23, 4);
const HOUR = 60 * 60 * 1000;
const idOf = (n: number) => `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const SHOP = idOf(1);
const GOODS = [idOf(2), idOf(3)] as const;

/** Of the buyers; the third is between them. */
const KNOWN = 0;
const GUEST = 2;

const few = fc.integer({ min: 0, max: 4 });
const placing = fc.record({
  ...{ kind: fc.constant('place' as const), who: fc.nat(2), units: fc.tuple(few, few) },
});
const doing = fc.record({
  ...{
    kind: fc.constant('deed' as const),
    which: fc.nat(1),
    // What leads on is tried more often: so the day comes further.
    deed: fc.constantFrom(...orderDeeds, 'accept', 'accept', 'ready', 'ready', 'agree'),
    /** Both sides have signal before and after it. */
    near: fc.nat(3).map((n) => n > 0),
  },
});
const selling = fc.record({
  ...{
    kind: fc.constant('stall' as const),
    goods: fc.nat(1),
    units: fc.integer({ min: -4, max: 4 }),
  },
});
const waiting = fc.record({
  ...{ kind: fc.constant('wait' as const), hours: fc.constantFrom(1, 20, 50) },
});
const syncing = fc.record({ kind: fc.constant('sync' as const), who: fc.nat(3) });
const step = fc.oneof(
  { arbitrary: placing, weight: 2 },
  { arbitrary: doing, weight: 6 },
  { arbitrary: selling, weight: 2 },
  { arbitrary: waiting, weight: 1 },
  { arbitrary: syncing, weight: 5 },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

class Day {
  private readonly store = new MemoryServerStore();
  private readonly server: EngineServer = {
    ...{ store: this.store, declarations, nowMs: NOW_MS, poison: [] },
  };
  private readonly phones = [0, 1, 2, 3].map((n) => this.phone(n));
  private readonly placed: { id: string; buyer: EnginePhone; lines: number }[] = [];
  private ids = 1000;
  /** How often each thing really happened on the server. */
  readonly seen = new Map<string, number>();

  private phone(n: number): EnginePhone {
    const [deviceId, personId] = [idOf(100 + n), idOf(200 + n)];
    const hasAccount = n !== GUEST;
    this.store.people.set(personId, { name: 'x', facts: { hasAccount, rights: [] } });
    const fresh = { epoch: 0, lastSeq: 0, lastOrder: '', revoked: false, entryCount: 0 } as const;
    this.store.addDevice({ id: deviceId, personId, ...fresh });
    return new EnginePhone(this.server, deviceId, personId);
  }
  private newId = () => idOf((this.ids += 1));
  private get seller(): EnginePhone {
    return this.phones[3] as EnginePhone;
  }

  async open(): Promise<void> {
    await this.introduce();
    const product = { price: 1_000, unit: 'biji', category: 'kue', publish: true, shopId: SHOP };
    await this.seller.does({
      action: 'shop.open',
      input: { id: SHOP, village: '63.11.07.2005', name: 'Warung', kind: 'kue' },
    });
    for (const [n, id] of GOODS.entries()) {
      const input = { ...product, id, title: `Kue ${n}`, stock: 5, movementId: this.newId() };
      await this.seller.does({ action: 'listing.add', input });
    }
    await this.seller.sync();
  }

  /** One buyer whose number was seen, one whose number nobody has seen, one without an account. */
  private async introduce(): Promise<void> {
    const village = '63.11.07.2005';
    for (const [n, { personId }] of this.phones.entries()) {
      const seen = { phoneVerifiedMs: n === KNOWN ? 1 : 0, phoneVerifiedBy: '' };
      const values = { name: `Ibu ${n}`, village, ...seen };
      await this.store.transaction((tx) =>
        tx.insertRow({ noun: 'person', id: personId, values, versions: {} }),
      );
    }
    // A guest says who she is; so her phone knows it too.
    const { personId } = this.phones[GUEST] as EnginePhone;
    const input = { id: personId, name: 'Ibu 2', village };
    await this.phones[GUEST]?.does({ action: 'person.introduce', input });
  }

  async does(one: Step): Promise<void> {
    if (one.kind === 'place') await this.place(this.phones[one.who] as EnginePhone, one.units);
    else if (one.kind === 'deed') await this.tries(one);
    else if (one.kind === 'sync') await this.phones[one.who]?.sync();
    else if (one.kind === 'wait') this.server.nowMs += one.hours * HOUR;
    else if (one.units !== 0) {
      const [id, listingId] = [this.newId(), GOODS[one.goods] as string];
      const input = { id, listingId, shopId: SHOP, quantity: one.units, reason: 'recount' };
      await this.seller.does({ action: 'movement.record', input });
    }
    this.adds();
  }

  private async place(buyer: EnginePhone, units: readonly [number, number]): Promise<void> {
    const wanted = GOODS.flatMap((listingId, n) => {
      const quantity = units[n] ?? 0;
      return quantity > 0
        ? [{ listingId, title: 'Kue', unit: 'biji', price: 1_000, quantity }]
        : [];
    });
    if (wanted.length === 0) return;
    const id = this.newId();
    const said = { id, shopId: SHOP, number: `2005-K7-${this.ids}`, lines: writeLines(wanted) };
    const isGuest = buyer === this.phones[GUEST];
    const input = isGuest ? { ...said, phone: '+6281234567890' } : said;
    const tapped = await buyer.tap({ action: 'order.place', input });
    expect(tapped).toMatchObject({ ok: true });
    this.placed.push({ id, buyer, lines: wanted.length });
  }

  private async tries(one: Extract<Step, { kind: 'deed' }>): Promise<void> {
    const buyer = this.placed.at(-1 - one.which)?.buyer;
    const both = one.near && buyer ? [buyer, this.seller] : [];
    for (const phone of both) await phone.sync();
    await this.deed(one.deed, one.which);
    for (const phone of both) await phone.sync();
  }

  /** Somebody tries; a phone may say no, and so may the server later. */
  private async deed(deed: (typeof orderDeeds)[number], which: number): Promise<void> {
    const one = this.placed.at(-1 - which);
    if (!one) return;
    const { id, buyer } = one;
    if (deed === 'expire') {
      const { store } = this;
      await store.transaction((tx) =>
        ownDeed(tx, declarations, expireOrder, { id }, this.server.nowMs),
      );
      return;
    }
    const linesOn = (phone: EnginePhone) =>
      Array.from({ length: one.lines }, (_, n) => lineIdOf(id, n)).map(
        (line) =>
          phone.shows('orderLine').find((row) => row.id === line)?.values as
            OrderLineValues | undefined,
      );
    const ours = { id, shopId: SHOP };
    if (deed === 'cancel') await buyer.tap({ action: 'order.cancel', input: { id } });
    else if (deed === 'agree') {
      const offer = offerText(linesOn(buyer).map((line) => line ?? { quantity: 1, cost: 1 }));
      await buyer.tap({ action: 'order.agree', input: { id, offer } });
    } else if (deed === 'acceptPart') {
      const less = linesOn(this.seller).map((line, n) => Math.max(n, (line?.quantity ?? 1) - 1));
      const input = { ...ours, quantities: writeQuantities(less) };
      await this.seller.tap({ action: 'order.accept-part', input });
    } else if (deed === 'refuse') {
      await this.seller.tap({ action: 'order.refuse', input: { ...ours, reason: 'other' } });
    } else {
      const verb = deed === 'handOver' ? 'hand-over' : deed;
      await this.seller.tap({ action: `order.${verb}`, input: ours });
    }
  }

  /** What must hold whenever anybody looks. */
  private adds(): void {
    const rows = this.store.allRows();
    const valuesOf = <V>(noun: string) =>
      rows.filter((row) => row.noun === noun).map((row) => ({ ...(row.values as V), id: row.id }));
    const lines = valuesOf<OrderLineValues>('orderLine');
    const moves = valuesOf<{ listingId: string; quantity: number; orderId: string }>('movement');
    for (const { id, stock, reserved } of valuesOf<ListingValues>('listing')) {
      const sum = (of: readonly { listingId: string }[], units: (one: never) => number) =>
        of
          .filter(({ listingId }) => listingId === id)
          .reduce((all, one) => all + units(one as never), 0);
      expect(stock).toBe(sum(moves, ({ quantity }: { quantity: number }) => quantity));
      expect(reserved).toBe(sum(lines, (line: OrderLineValues) => line.reserved));
      expect(reserved).toBeLessThanOrEqual(Math.max(0, stock));
    }
    for (const order of valuesOf<OrderValues>('order')) {
      const own = lines.filter(({ orderId }) => orderId === order.id);
      this.seen.set(order.trust, 1);
      // Goods are kept for a stranger from the seller's yes on, and not before.
      if (order.trust === 'guest' && order.status === 'placed' && order.acceptedMs === 0) {
        expect(own.every(({ reserved, lacks }) => reserved + lacks === 0)).toBe(true);
      }
      if (order.status === 'accepted' && own.some(({ reserved }) => reserved > 0)) {
        this.seen.set(`kept for ${order.trust}`, 1);
      }
      const contact = valuesOf<OrderContactValues>('orderContact').find(
        ({ orderId }) => orderId === order.id,
      );
      expect(contact?.waits ?? false).toBe(order.trust === 'guest' && isOpenStatus(order.status));
      expect(own).toHaveLength(order.lineCount);
      for (const { quantity, reserved, lacks, wanted } of own) {
        expect(quantity).toBeLessThanOrEqual(wanted);
        expect(reserved + lacks).toBeLessThanOrEqual(quantity);
        if (!isOpenStatus(order.status)) expect([reserved, lacks]).toEqual([0, 0]);
      }
      const sold = moves.filter(({ orderId }) => orderId === order.id);
      const given = own.filter(({ quantity }) => quantity > 0).length;
      expect(sold).toHaveLength(order.status === 'done' ? given : 0);
      expect(order.endedMs > 0).toBe(!isOpenStatus(order.status));
      this.seen.set(order.status, (this.seen.get(order.status) ?? 0) + 1);
      if (own.some(({ lacks }) => lacks > 0)) this.seen.set('lacks', 1);
    }
  }

  /** Everybody has had signal: every phone shows what the server knows. */
  async evening(): Promise<void> {
    for (let round = 0; round < 2; round += 1) for (const phone of this.phones) await phone.sync();
    this.adds();
    expect(this.server.poison).toEqual([]);
    const truth = new Map(this.store.allRows().map((row) => [`${row.noun}/${row.id}`, row.values]));
    for (const phone of this.phones) {
      for (const noun of ['order', 'orderLine', 'listing', 'movement']) {
        for (const { id, values } of phone.shows(noun)) {
          expect(values).toEqual(truth.get(`${noun}/${id}`));
        }
      }
    }
    const orders = this.store.allRows().filter(({ noun }) => noun === 'order');
    expect(this.seller.shows('order')).toHaveLength(orders.length);
  }
}

it('goods, promises and sales add up after every step, and all phones end equal', async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 70 }), async (steps) => {
      const day = new Day();
      await day.open();
      for (const one of steps) await day.does(one);
      await day.evening();
      for (const [what, count] of day.seen) seen.set(what, (seen.get(what) ?? 0) + count);
    }),
    // One day after another, always the same ones: what they lived through is asked below.
    { numRuns: 30, seed: 2026 },
  );
  const all = [
    'placed',
    'asks',
    'accepted',
    'ready',
    'done',
    'refused',
    'cancelled',
    'expired',
    'lacks',
    ...['known', 'unchecked', 'guest'].flatMap((trust) => [trust, `kept for ${trust}`]),
  ];
  expect([...seen.keys()].toSorted()).toEqual(all.toSorted());
}, 60_000);
