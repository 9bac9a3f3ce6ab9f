/** Rows 6 to 9 of the scorecard for cheap phones: bytes of a catalogue, of a change and of an order, and its way. */
import { setTimeout as sleep } from 'node:timers/promises';

import { HeadlessPhone } from '#api/client/headless-phone';
import { newId } from '#db/new-id';
import { writeLines } from '#domain/order-lines';
import { nextOrderNumber } from '#domain/order-number';

import { median } from '../medians';
import { links, Shaper } from '../shaper';
import type { VillageServer } from '../village-server';
import { bareBytes } from './bare-columns';

export interface ScorecardRow {
  readonly row: number;
  readonly what: string;
  readonly figure: string;
  readonly bar: string;
  readonly isMet: boolean;
}

const VILLAGE = '63.11.07.2005';
const CHANGES = 50;
const RUNS = 3;
/** Taps that follow each other quickly travel together; a person's next order comes later. ms */
const QUIET_MS = 1_000;

export async function rowsOfScorecard(server: VillageServer): Promise<ScorecardRow[]> {
  const seller = await somebody(server.url, 1);
  const buyer = await somebody(server.url, 2);
  const shopId = newId();
  const goods = Array.from({ length: CHANGES }, () => newId());
  await seller.edit('shop.open', {
    id: shopId,
    village: VILLAGE,
    name: 'Warung ukur',
    kind: 'kue',
  });
  for (const [n, id] of goods.entries()) {
    const words = { title: `Wadai ${n}`, price: 5_000 + n * 50, unit: 'biji', category: 'kue' };
    await seller.edit('listing.add', { id, shopId, ...words, publish: true });
  }
  await seller.sync();
  await buyer.sync();
  await sleep(QUIET_MS);
  const rows = [
    await catalogueBytes(server, buyer),
    await changeBytes(seller, buyer, shopId, goods),
    ...(await orderBytes(buyer, shopId, goods)),
    await orderLatency(server, shopId, goods),
  ];
  seller.close();
  buyer.close();
  return rows;
}

async function somebody(url: string, n: number): Promise<HeadlessPhone> {
  const phone = await HeadlessPhone.open({ url });
  await phone.signUp({
    phone: `081100007${n}00`,
    pin: '493817',
    name: 'Acil Ukur',
    village: VILLAGE,
  });
  await phone.firstSync();
  return phone;
}

/** Row 6: the stream a phone gets, beside a format made for these rows alone. */
async function catalogueBytes(server: VillageServer, phone: HeadlessPhone): Promise<ScorecardRow> {
  const { snapshot } = await server.newestSnapshot();
  const listed = ['shop', 'photo', 'listing'].map((noun) =>
    [...phone.store.publicRows.entries()]
      .filter(([name]) => name.startsWith(`${noun}/`))
      .map(([name, { values }]) => ({ id: name.slice(noun.length + 1), ...values }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
  const products = listed[2]?.length ?? 1;
  const floor = bareBytes(listed) / products;
  const ours = snapshot.packed.length / (products - CHANGES);
  const figure = `${ours.toFixed(1)} B, ${(ours / floor).toFixed(2)} × ${floor.toFixed(1)} B`;
  const what = 'catalogue, a product with picture and shop';
  return { row: 6, what, figure, bar: '1.10 × varint+br11', isMet: ours / floor <= 1.1 };
}

/** Row 7: other people's prices, as they come to a phone that holds the market. */
async function changeBytes(
  seller: HeadlessPhone,
  buyer: HeadlessPhone,
  shopId: string,
  goods: readonly string[],
): Promise<ScorecardRow> {
  const fixed = await bytesOf(buyer, () => buyer.sync());
  const changed: number[] = [];
  for (let run = 1; run <= RUNS; run += 1) {
    for (const [n, id] of goods.entries())
      await seller.edit('listing.edit', { id, shopId, price: 6_000 + run * 500 + n * 50 });
    await seller.sync();
    changed.push((await bytesOf(buyer, () => buyer.sync())) - fixed);
  }
  const each = median(changed) / CHANGES;
  const figure = `${each.toFixed(1)} B each, ${fixed} B fixed`;
  const isMet = each <= 12 && fixed <= 150;
  return { row: 7, what: `${CHANGES} changed products`, figure, bar: '12 B + 150 B', isMet };
}

/** Row 8: on a connection that is open, HTTP heads in, both ways. */
async function orderBytes(
  buyer: HeadlessPhone,
  shopId: string,
  goods: readonly string[],
): Promise<ScorecardRow[]> {
  const measured = async (what: string, count: number, most: number): Promise<ScorecardRow> => {
    const costs: { up: number; down: number }[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      for (let n = 0; n < count; n += 1) await place(buyer, shopId, goods[n] ?? '');
      await sleep(QUIET_MS);
      const before = buyer.traffic;
      await buyer.sync();
      const { bytesUp, bytesDown } = buyer.traffic;
      const up = (bytesUp - before.bytesUp) / count;
      costs.push({ up, down: (bytesDown - before.bytesDown) / count });
    }
    const up = median(costs.map((cost) => cost.up));
    const down = median(costs.map((cost) => cost.down));
    const figure = `${up.toFixed(0)} B up, ${down.toFixed(0)} B down`;
    return { row: 8, what, figure, bar: `${most} B`, isMet: up + down <= most };
  };
  return [
    await measured('one order, warm connection', 1, 450),
    await measured('an order of five together', 5, 140),
  ];
}

/** Row 9: said and answered through the air of EDGE, connection open. */
async function orderLatency(
  { port }: VillageServer,
  shopId: string,
  goods: readonly string[],
): Promise<ScorecardRow> {
  const air = await Shaper.open({ targetPort: port });
  const buyer = await somebody(`http://localhost:${air.port}`, 3);
  air.set(links.edge);
  await buyer.sync();
  const { roundTripMs, upKbps, downKbps } = links.edge;
  const shares: number[] = [];
  const requests: number[] = [];
  const connections: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    await place(buyer, shopId, goods[run] ?? '');
    await sleep(QUIET_MS);
    air.resetCounters();
    const fromMs = performance.now();
    requests.push((await buyer.sync()).requests);
    const tookMs = performance.now() - fromMs;
    const { bytesUp, bytesDown, connections: opened } = air.passed;
    connections.push(opened);
    shares.push(tookMs / (roundTripMs + (bytesUp * 8) / upKbps + (bytesDown * 8) / downKbps));
  }
  buyer.close();
  await air.close();
  const share = median(shares);
  const figure = `${share.toFixed(2)} in ${median(requests)} request, ${median(connections)} new connections`;
  const bar = '1.15 × round trip and bytes';
  return { row: 9, what: 'an order on EDGE, warm', figure, bar, isMet: share <= 1.15 };
}

async function place(buyer: HeadlessPhone, shopId: string, listingId: string): Promise<void> {
  const { state, rows } = buyer.store.inspect();
  const known = rows.flatMap(({ noun, view }) =>
    noun === 'order' ? [String((view?.values as { number?: unknown } | undefined)?.number)] : [],
  );
  const title = 'Wadai bingka kentang';
  const line = { listingId, quantity: 2, price: 5_000, unit: 'biji', title };
  await buyer.edit('order.place', {
    ...{ id: newId(), shopId, number: nextOrderNumber(VILLAGE, state.deviceId, known) },
    ...{ lines: writeLines([line]), phone: '+628110000720' },
  });
}

async function bytesOf(phone: HeadlessPhone, work: () => Promise<unknown>): Promise<number> {
  const before = phone.traffic;
  await work();
  const { bytesUp, bytesDown } = phone.traffic;
  return bytesUp - before.bytesUp + bytesDown - before.bytesDown;
}
