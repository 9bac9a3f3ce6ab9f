/**
 * I33: who buys what, and how to reach them, is heard by those alone whom it concerns. An order by its buyer, the
 * shop's people and whoever looks after its village; the buyer's number by the first two. Said here once more:
 * what the nouns themselves declare is not asked.
 */
import type { ScopeChanges, SyncAnswer } from '#sync/wire';
import type { OrderLineValues } from '../../order';
import type { Handset } from '../handset';
import type { Moment } from '../history';
import type { Village } from '../village';
import { heldScopes } from './answer';

/** @param moments what stood whenever rows were read for the answer */
export function ordersAreTheirs(
  village: Village,
  phone: Handset,
  { changes }: SyncAnswer,
  held: readonly string[],
  moments: readonly Moment[],
): void {
  for (const { scope, tables } of changes)
    for (const { noun, ids } of tables)
      if (SEEN.has(noun))
        for (const id of ids) isTheirs(village, phone, `${noun}/${id}`, scope, held, moments);
}

const SEEN = new Set(['order', 'orderLine', 'orderContact']);

function isTheirs(
  village: Village,
  phone: Handset,
  name: string,
  scope: ScopeChanges['scope'],
  held: readonly string[],
  moments: readonly Moment[],
): void {
  const rows = moments.find((moment) => moment.has(name));
  const mayHear = rows ? hearers(rows, name) : [];
  if (!mayHear.includes(scope) || !held.includes(scope))
    village.blame('I33', `${phone.name} hears of ${name} in ${scope}`);
}

/** Scopes of those whom it concerns. */
function hearers(rows: Moment, name: string): string[] {
  const { buyerId, shopId } = rows.get(name)?.values as OrderLineValues;
  const near = [`person:${buyerId}`, `shop:${shopId}`];
  if (name.startsWith('orderContact/')) return near;
  const home = rows.get(`shop/${shopId}`)?.values as { village?: string } | undefined;
  return [...near, `village:${home?.village ?? ''}`];
}

/** The same of what a phone holds once it was told that is all. */
export function holdsNoOthersOrders(village: Village, { name: phone, personId, store }: Handset) {
  const { rows } = village.history;
  const mine = heldScopes(village, personId);
  for (const { name, noun, base } of store.inspect().rows) {
    if (!base || !SEEN.has(noun) || !rows.has(name)) continue;
    if (!hearers(rows, name).some((scope) => mine.includes(scope)))
      village.blame('I33', `${phone} holds ${name}, which is no business of its person`);
  }
}
