/**
 * A person of the village asks to be forgotten. The operator notes who, beside the backups; their rows go or
 * are emptied, whoever held them hears that they are gone, their phones are cut off. After a restore the note
 * is read again. This is what must come of it, worked out a second time from the rows that stood: PostgreSQL
 * does it in db/erase-person.ts, and both must leave the same.
 */
import type { SeenValue } from '#sync/questions';
import { scopesOfRow } from '#sync/server/follow';
import { type Row, rowName, type RowName } from '#sync/row';
import type { Forgotten } from '#sync/testing/forget';
import { declarations } from '../index';
import type { ListingValues } from '../listing';
import type { OrderLineValues, OrderValues } from '../order';
import { isOpenStatus } from '../order-machine';
import { personScope, shopScope, villageScope } from '../scopes';
import type { Handset } from './handset';
import type { Moment } from './history';
import type { Village } from './village';

/** As it is noted: ids only. */
export interface Erasure {
  readonly personId: string;
  /** Every row that spoke of them then. */
  readonly rows: readonly RowName[];
}

const EVERY_ONE = 10_000;

const valuesOf = (row: Row): Record<string, unknown> => row.values as Record<string, unknown>;

/** Every row that speaks of this person. */
function rowsOfPerson(rows: Moment, personId: string): RowName[] {
  const all = [...rows.values()];
  const mine = all.filter((row) => row.noun === 'shop' && valuesOf(row).ownerId === personId);
  const shops = new Set(mine.map(({ id }) => id));
  const speaks = (row: Row): boolean => {
    const { shopId, personId: named, buyerId } = valuesOf(row);
    const inShop = shops.has(String(shopId));
    if (row.noun === 'person') return row.id === personId;
    if (row.noun === 'shop') return shops.has(row.id);
    if (row.noun === 'grant') return named === personId || inShop;
    if (row.noun.startsWith('order')) return buyerId === personId || inShop;
    return ['listing', 'photo', 'movement'].includes(row.noun) && inShop;
  };
  return all.filter(speaks).map(rowName).sort();
}

/** Of these nothing stays behind. */
const GOES: ReadonlySet<string> = new Set(['photo', 'grant', 'orderContact']);

const BARE: Readonly<Record<string, (row: Row) => object>> = {
  listing: () => ({
    ...{ title: '', about: '', price: 0, status: 'removed' },
    photos: { live: {}, dead: {} },
  }),
  shop: ({ id }) => ({
    ...{ name: '', about: '', phone: '', verified: '', open: false, listed: false },
    slug: `dihapus-${id}`,
  }),
  person: () => ({ name: '', village: '', phoneVerifiedMs: 0, phoneVerifiedBy: '' }),
};

/**
 * Orders are the other one's too: whoever is not forgotten keeps what is left, and an order that was open came
 * to nothing.
 */
function leftOfOrder(
  { noun, values }: Row,
  rows: Moment,
  gone: ReadonlySet<string>,
  nowMs: number,
): { bare: object; scopes: string[] } | null {
  if (noun !== 'order' && noun !== 'orderLine') return null;
  const { buyerId, shopId, village, status } = values as OrderValues;
  const home = rows.get(`shop/${shopId}`)?.values as { ownerId: string } | undefined;
  const shopGone = gone.has(home?.ownerId ?? '');
  const shops = shopGone ? [] : [shopScope(shopId), villageScope(village)];
  const scopes = gone.has(buyerId) ? shops : [personScope(buyerId), ...shops];
  const ends = noun === 'order' && isOpenStatus(status);
  const bare =
    noun === 'order'
      ? {
          ...{ shopName: '', buyerName: '', note: '', reasonWords: '' },
          ...(ends ? { status: 'cancelled', endedMs: nowMs } : {}),
        }
      : { reserved: 0, lacks: 0, ...(shopGone ? { title: '' } : {}) };
  return { bare, scopes };
}

/**
 * What is left of these rows when the person is forgotten.
 *
 * @param gone everybody who is forgotten by then, this person in
 */
export function forgetting(
  rows: Moment,
  { personId, rows: known }: Erasure,
  gone: ReadonlySet<string>,
  nowMs: number,
): Forgotten {
  const names = [
    ...new Set([`person/${personId}`, ...known, ...rowsOfPerson(rows, personId)]),
  ].sort();
  const spoken = names.flatMap((name) => rows.get(name) ?? []);
  const ids = new Set(names.map((name) => name.slice(name.indexOf('/') + 1)));
  const removed = spoken.filter(({ noun }) => GOES.has(noun)).map(rowName);
  const free = freed(rows, spoken);
  const changed: { row: Row; scopes: string[] }[] = spoken.flatMap((row) => {
    const left = leftOfOrder(row, rows, gone, nowMs);
    const bare = left?.bare ?? BARE[row.noun]?.(row);
    const values = { ...valuesOf(row), ...bare, ...free.get(rowName(row)) } as Row['values'];
    return bare ? [{ row: { ...row, values, versions: {} }, scopes: left?.scopes ?? [] }] : [];
  });
  for (const [name, less] of free) {
    const row = names.includes(name) ? undefined : rows.get(name);
    if (!row) continue;
    const values = { ...valuesOf(row), ...less } as Row['values'];
    const scopes = scopesOfRow(declarations.entities, row, (key) => rows.get(rowName(key)));
    changed.push({ row: { ...row, values }, scopes });
  }
  for (const row of rows.values()) {
    if (row.noun === 'handed') {
      const { author, said } = valuesOf(row);
      const speaks = [...ids].some((id) => String(said).includes(id));
      if (author === personId || speaks) removed.push(rowName(row));
      continue;
    }
    const field = row.noun === 'kept' ? 'value' : row.noun === 'conflict' ? 'candidates' : null;
    if (field === null) continue;
    const { rowId, scopes } = valuesOf(row);
    const text = String(valuesOf(row)[field]);
    if (ids.has(String(rowId))) removed.push(rowName(row));
    else if (text.includes(personId)) {
      const values = { ...valuesOf(row), [field]: nameless(text, personId) } as Row['values'];
      changed.push({ row: { ...row, values }, scopes: String(scopes).split(' ').filter(Boolean) });
    }
  }
  return { personId, names, removed, changed };
}

/** What was kept for these lines is free again, by the name of the product. */
function freed(
  rows: Moment,
  spoken: readonly Row[],
): ReadonlyMap<RowName, { readonly reserved: number }> {
  const kept = new Map<RowName, { reserved: number }>();
  for (const row of spoken) {
    if (row.noun !== 'orderLine') continue;
    const { listingId, reserved } = row.values as OrderLineValues;
    const name = `listing/${listingId}`;
    const product = rows.get(name)?.values as ListingValues | undefined;
    if (!product || reserved === 0) continue;
    const before = kept.get(name)?.reserved ?? product.reserved;
    kept.set(name, { reserved: before - reserved });
  }
  return kept;
}

function nameless(text: string, personId: string): string {
  const hide = (seen: SeenValue): SeenValue =>
    seen.personId === personId ? { ...seen, personName: '' } : seen;
  const told = JSON.parse(text) as SeenValue | SeenValue[];
  return JSON.stringify(Array.isArray(told) ? told.map(hide) : hide(told));
}

/** Noted first, then done. */
export async function erase(village: Village, { personId }: Handset): Promise<void> {
  const { history, phones } = village;
  if (history.forgotten.has(personId)) return;
  const erasure = { personId, rows: rowsOfPerson(history.rows, personId) };
  const names = new Set(erasure.rows);
  // It hit something if somebody held what is forgotten, or was about to say more of it.
  const held = [...phones.values()].some(({ store }) => {
    const { rows, queue } = store.inspect();
    const about = rows.some(({ name, base }) => base !== null && names.has(name));
    return about || queue.some((one) => one.rows.some((name) => names.has(name)));
  });
  if (held) village.fault('person erased');
  village.erasures.push(erasure);
  await forget(village, erasure);
}

/** After the server was set back: everybody it knows again is forgotten again. */
export async function replayErasures(village: Village): Promise<void> {
  for (const erasure of village.erasures) {
    if (village.history.forgotten.has(erasure.personId)) continue;
    const again = rowsOfPerson(village.history.rows, erasure.personId);
    if (again.length > 0) village.fault('erasure replayed');
    await forget(village, erasure);
  }
}

async function forget(village: Village, erasure: Erasure): Promise<void> {
  const { history, ring, nowMs } = village;
  const gone = new Set([...history.forgotten, erasure.personId]);
  history.forget(forgetting(history.rows, erasure, gone, nowMs));
  await ring.erase(erasure, gone, nowMs);
  const parked = await ring.store.parked(EVERY_ONE);
  history.parked = new Set(parked.map(({ offer }) => offer.entry.stamp));
  for (const [deviceId, personId] of village.devices)
    if (personId === erasure.personId) village.revoked.add(deviceId);
}
