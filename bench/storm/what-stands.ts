/**
 * The judge of a storm. It asks the database itself, not the engine: is everything there that was
 * acknowledged, is nothing there twice, do the sums agree, and do all phones show the same?
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';

import type { Db } from '#db/connect';
import { entryText } from '#sync/entry';

import { acknowledged, type Fleet, type Worker } from './fleet';

/** An entry a phone holds an answer to, as it stood before the server was shot. */
export interface Promise_ {
  readonly deviceId: string;
  readonly deviceEpoch: number;
  readonly seq: number;
  readonly hash: string;
}

/** What all phones have been told is safe, at this moment. */
export function promisesOf({ workers }: Fleet): Promise_[] {
  return workers.flatMap((worker) => {
    const { deviceId } = worker.phone.store.inspect().state;
    return acknowledged(worker).map(({ deviceEpoch, seq, entry }) => {
      const hash = createHash('sha256').update(entryText(entry), 'utf8').digest('hex');
      return { deviceId, deviceEpoch, seq, hash };
    });
  });
}

/** @returns one sentence for each promise the database does not hold; empty when all is well */
export async function brokenPromises(db: Db, promises: readonly Promise_[]): Promise<string[]> {
  const held = await db
    .selectFrom('outcome')
    .select(['device_id', 'device_epoch', 'seq', 'hash'])
    .execute();
  const hashes = new Map(
    held.map((row) => [`${row.device_id} ${row.device_epoch} ${row.seq}`, row.hash]),
  );
  return promises.flatMap(({ deviceId, deviceEpoch, seq, hash }) => {
    const name = `${deviceId} ${deviceEpoch} ${seq}`;
    const stands = hashes.get(name);
    if (stands === hash) return [];
    return [`entry ${name} was acknowledged and ${stands ? 'is another one now' : 'is gone'}`];
  });
}

/** Call when all phones have come to rest. @returns one sentence for each thing that is not as it must be */
export async function whatIsWrong(db: Db, fleet: Fleet): Promise<string[]> {
  const wrong = await brokenPromises(db, promisesOf(fleet));
  for (const worker of fleet.workers) wrong.push(...(await wrongWithPhone(db, worker)));
  const shops = new Map(fleet.workers.map((worker) => [worker.shopId, worker]));
  for (const { shopId, listingId } of shops.values()) {
    const staff = fleet.workers.filter((worker) => worker.shopId === shopId);
    wrong.push(...(await wrongWithShop(db, staff, shopId, listingId)));
  }
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (
      select from feed group by noun, row_id, scope having count(*) > 1) twice`.execute(db);
  if (rows[0]?.n !== 0) wrong.push(`${rows[0]?.n} rows stand twice in the feed`);
  return wrong;
}

/** Every tap has an answer, under its first number: no fork, no second try under another one. */
async function wrongWithPhone(db: Db, worker: Worker): Promise<string[]> {
  const { state, queue, sent } = worker.phone.store.inspect();
  const name = state.deviceId.slice(-6);
  const device = await db
    .selectFrom('device')
    .select(['epoch', 'last_seq', 'entry_count'])
    .where('id', '=', state.deviceId)
    .executeTakeFirstOrThrow();
  const taps = state.nextSeq - 1;
  const refused = queue.filter((queued) => queued.state === 'refused');
  const waiting = queue.length - refused.length;
  return [
    ...(state.deviceEpoch === 0 ? [] : [`phone ${name} was taken for a fork`]),
    ...(waiting === 0 ? [] : [`phone ${name} still waits with ${waiting}`]),
    ...refused.map(({ outcome }) => `phone ${name} was refused: ${outcome?.code ?? ''}`),
    ...(sent.length === taps
      ? []
      : [`phone ${name} made ${taps} taps, ${sent.length} were answered`]),
    ...(device.last_seq === taps && device.entry_count === taps
      ? []
      : [`of ${taps} taps of phone ${name} the server counts ${device.entry_count}`]),
  ];
}

async function wrongWithShop(
  db: Db,
  staff: readonly Worker[],
  shopId: string,
  listingId: string,
): Promise<string[]> {
  const said = new Map(staff.flatMap(({ moved }) => [...moved]));
  const sum = [...said.values()].reduce((all, quantity) => all + quantity, 0);
  const stood = await db
    .selectFrom('movement')
    .select(['id', 'quantity'])
    .where('listing_id', '=', listingId)
    .execute();
  const listings = await db
    .selectFrom('listing')
    .selectAll()
    .where('shop_id', '=', shopId)
    .execute();
  const shared = listings.find(({ id }) => id === listingId);
  const wrong: string[] = [];
  const complain = (isWrong: boolean, words: string) =>
    void (isWrong && wrong.push(`shop ${shopId.slice(-6)}: ${words}`));
  complain(stood.length !== said.size, `${said.size} movements were made, ${stood.length} stand`);
  complain(
    stood.some(({ id, quantity }) => said.get(id) !== quantity),
    'a movement stands that nobody made',
  );
  complain(shared?.stock !== sum, `stock is ${shared?.stock}, the movements say ${sum}`);
  const added = staff.flatMap((worker) => worker.added);
  const there = new Set(listings.map(({ id }) => id));
  complain(
    listings.length !== added.length + 1,
    `${added.length + 1} products were added, ${listings.length} stand`,
  );
  complain(
    added.some((id) => !there.has(id)),
    'a product that was added is not there',
  );
  const prices = new Set(staff.flatMap((worker) => pricesSaid(worker, listingId)));
  complain(!prices.has(shared?.price ?? 0), `nobody ever said the price ${shared?.price}`);
  // The history: what lost against a concurrent word was once said, and is kept once.
  const kept = await db
    .selectFrom('kept')
    .select(['value', 'lost_to'])
    .where('row_id', '=', listingId)
    .where('field', '=', 'price')
    .execute();
  const lost = kept.map(({ value }) => JSON.parse(value) as { value: number; version: string });
  complain(
    lost.some(({ value }) => !prices.has(value)),
    'a price is kept that nobody said',
  );
  complain(
    new Set(lost.map(({ version }) => version)).size !== lost.length,
    'a lost price is kept twice',
  );
  const shown = listings.filter(({ status }) => status === 'published').length;
  for (const { phone } of staff) {
    const inMarket = [...phone.store.publicRows].filter(
      ([name, { values }]) => name.startsWith('listing/') && values['shopId'] === shopId,
    );
    complain(
      inMarket.length !== shown ||
        inMarket.some(
          ([name, { values }]) => name.endsWith(listingId) && values['price'] !== shared?.price,
        ),
      'a phone’s copy of the market is not the market',
    );
    const { rows } = phone.store.inspect();
    const here = rows.find(({ noun, id }) => noun === 'listing' && id === listingId)?.view?.values;
    complain(
      here?.['price'] !== shared?.price || here?.['stock'] !== shared?.stock,
      `a phone shows ${String(here?.['price'])} and ${String(here?.['stock'])}, the server has ${shared?.price} and ${shared?.stock}`,
    );
    const held = rows.filter(
      ({ noun, view }) => noun === 'listing' && view?.values['shopId'] === shopId,
    );
    complain(
      held.length !== listings.length,
      `a phone holds ${held.length} of ${listings.length} products`,
    );
  }
  return wrong;
}

const pricesSaid = ({ phone }: Worker, listingId: string): number[] =>
  phone.store.inspect().sent.flatMap(({ entry }) => {
    const { id, price } = entry.input as { id?: unknown; price?: unknown };
    return id === listingId && typeof price === 'number' ? [price] : [];
  });
