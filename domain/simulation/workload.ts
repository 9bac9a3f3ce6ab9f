/** What people do all day, by chance: list, edit, price, count, remove, change their minds, decide. */
import type { EntryInput } from '#sync/entry';
import type { HandedValues } from '#sync/handed';
import type { Call } from '#sync/phone/tap';
import type { PhoneRow } from '#sync/phone/store';
import type { Chance } from '#sync/testing/seeded-random';
import { candidatesOf, type ConflictValues } from '#sync/questions';
import { elementsOf } from '#sync/field';
import type { ListingValues } from '../listing';
import type { Weather } from './faults';
import type { Handset } from './handset';
import { POISON } from './instance';
import { asBuyer, asSeller, soughtAfter } from './ordering';
import { type Village, VILLAGE } from './village';

const titles = ['Keripik pisang', 'Wadai bingka', 'Iwak haruan', 'Madu kelulut', 'Bakul purun'];

/** One tap that makes sense on this phone as its screen looks now; null when there is nothing to do. */
export function nextCall(
  village: Village,
  phone: Handset,
  chance: Chance,
  weather: Weather,
): Call | null {
  const { shopId, stallId, people } = village;
  const rows = phone.store.inspect().rows.filter((row) => row.view !== null);
  const buys = () => asBuyer(village, phone, rows, chance);
  switch (phone.personId) {
    case people.dinas:
      return atTheDesk(village, rows, chance, weather);
    case people.buyer:
      return (chance.happens(0.75) ? buys() : null) ?? aboutMyself(phone, rows, chance);
    case people.second:
      if (chance.happens(0.5)) return aboutMyself(phone, rows, chance);
      if (chance.happens(0.2)) return buys();
      return tend(shopId, null, phone, rows, chance, weather);
    case people.neighbour:
      if (chance.happens(0.2)) return aboutMyself(phone, rows, chance);
      if (chance.happens(0.4)) return buys();
      return tend(stallId, open(stallId, 'Lapak Sebelah'), phone, rows, chance, weather);
    case people.facilitator: {
      const helped = chance.happens(0.1) ? stallId : shopId;
      return tend(helped, null, phone, rows, chance, weather);
    }
    default:
      if (chance.happens(0.04)) return buys();
      return tend(shopId, open(shopId, 'Warung Contoh'), phone, rows, chance, weather);
  }
}

/**
 * A day at the stall.
 *
 * @param first what there is to do while there is no shop yet
 */
function tend(
  shopId: string,
  first: Call | null,
  { personId }: Handset,
  rows: PhoneRow[],
  chance: Chance,
  weather: Weather,
): Call | null {
  if (!rows.some(({ noun, id }) => noun === 'shop' && id === shopId)) return first;
  const late = aboutLate(rows, personId, chance);
  if (late) return late;
  const answer = chance.happens(0.5) ? asSeller(shopId, rows, chance) : null;
  if (answer) return answer;
  if (chance.happens(0.07)) return editShop(shopId, chance);
  const decision = chance.happens(0.2) ? decide(rows, shopId, chance) : null;
  if (decision) return decision;
  const products = productsOf(rows, shopId);
  const product = products.length > 0 ? soughtAfter(products, chance) : null;
  if (!product || (products.length < 4 && chance.happens(0.3))) return add(shopId, chance);
  return change(product, shopId, rows, chance, weather);
}

const productsOf = (rows: readonly PhoneRow[], shopId: string): PhoneRow[] =>
  rows.filter(
    ({ noun, view }) => noun === 'listing' && (view?.values as ListingValues).shopId === shopId,
  );

function aboutMyself({ personId: id }: Handset, rows: PhoneRow[], chance: Chance): Call {
  const name = `${chance.pick(['Pak Udin', 'Udin', 'Acil Udin'])} ${chance.between(1, 999)}`;
  const known = rows.some((row) => row.noun === 'person' && row.id === id);
  if (known && chance.happens(0.5)) return { action: 'person.edit', input: { id, name } };
  return { action: 'person.introduce', input: { id, name, village: VILLAGE } };
}

/** The desk gives the village to another facilitator, takes it back, and checks who is who. */
function atTheDesk(
  village: Village,
  rows: PhoneRow[],
  chance: Chance,
  weather: Weather,
): Call | null {
  const { people } = village;
  const active = rows.filter((row) => {
    const values = row.view?.values as { role?: string; status?: string };
    return row.noun === 'grant' && values.role === 'facilitator' && values.status === 'active';
  });
  if (weather.has('role revoked') && active.length > 0 && chance.happens(0.4)) {
    return { action: 'grant.revoke', input: { id: chance.pick(active).id } };
  }
  if (weather.has('scope reassigned') && active.length < 2 && chance.happens(0.6)) {
    const personId = chance.pick([people.second, people.facilitator]);
    const input = { id: chance.id(), personId, role: 'facilitator', village: VILLAGE };
    return { action: 'grant.give', input };
  }
  const known = rows.filter((row) => row.noun === 'person');
  if (known.length > 0 && chance.happens(0.5))
    return { action: 'person.verify-phone', input: { id: chance.pick(known).id } };
  const shops = rows.filter((row) => row.noun === 'shop');
  if (shops.length === 0) return null;
  const input = { id: chance.pick(shops).id, verified: chance.happens(0.7) };
  return { action: 'shop.verify', input };
}

function open(id: string, name: string): Call {
  const input = { id, village: VILLAGE, name, kind: 'kue' };
  return { action: 'shop.open', input };
}

function editShop(id: string, chance: Chance): Call {
  const input: EntryInput = chance.happens(0.5)
    ? { id, name: `Warung ${chance.between(1, 999)}` }
    : { id, about: `Buka ${chance.between(1, 999)}`, open: chance.happens(0.6) };
  return { action: 'shop.edit', input };
}

function add(shopId: string, chance: Chance): Call {
  const stock: EntryInput = chance.happens(0.7)
    ? { stock: chance.between(1, 20), movementId: chance.id() }
    : {};
  const input = {
    id: chance.id(),
    shopId,
    title: chance.pick(titles),
    price: chance.between(1, 40) * 500,
    unit: 'bungkus',
    category: 'kue',
    publish: chance.happens(0.8),
    ...stock,
  };
  return { action: 'listing.add', input };
}

function change(
  product: PhoneRow,
  shopId: string,
  rows: PhoneRow[],
  chance: Chance,
  weather: Weather,
): Call {
  const here = { id: product.id, shopId };
  const values = product.view?.values as ListingValues;
  const listingId = product.id;
  if (chance.happens((weather.get('poisoned entry') ?? 0) / 2)) {
    return {
      action: 'listing.edit',
      input: { ...here, title: `${POISON} ${chance.between(1, 999)}` },
    };
  }
  switch (chance.between(0, 10)) {
    case 0:
    case 1:
      return {
        action: 'listing.edit',
        input: { ...here, title: `${chance.pick(titles)} ${chance.between(1, 999)}` },
      };
    case 2:
    case 3:
      return { action: 'listing.edit', input: { ...here, price: chance.between(1, 9999) * 100 } };
    case 4:
    case 5: {
      const quantity = chance.pick([-3, -2, -1, 1, 4, 10]);
      const input = {
        id: chance.id(),
        listingId,
        shopId,
        quantity,
        reason: quantity < 0 ? 'sale' : 'restock',
      };
      return { action: 'movement.record', input };
    }
    case 6:
    case 7: {
      const held = elementsOf(values.photos);
      const input = { listingId, shopId };
      const dead = Object.keys(values.photos.dead).filter((id) => !held.includes(id));
      // Taken away by mistake and put back at once: somebody else may not even have seen it go.
      if (dead.length > 0 && chance.happens(0.7)) {
        return { action: 'photo.restore', input: { id: soughtAfter(dead, chance), ...input } };
      }
      if (held.length > 0 && chance.happens(0.25 * held.length)) {
        return { action: 'photo.remove', input: { id: soughtAfter(held, chance), ...input } };
      }
      const picture = { hash: 'ab'.repeat(32), width: 800, height: 600, placeholder: '' };
      return { action: 'photo.add', input: { id: chance.id(), ...input, ...picture } };
    }
    case 8:
      if (values.status === 'removed') {
        return { action: 'listing.restore', input: { ...here, as: 'published' } };
      }
      return {
        action: chance.pick(['listing.hide', 'listing.publish', 'listing.remove']),
        input: here,
      };
    case 9:
      return { action: 'listing.edit', input: { ...here, soldOut: chance.happens(0.5) } };
    default:
      return decide(rows, shopId, chance) ?? { action: 'listing.publish', input: here };
  }
}

/** What somebody wanted who may no longer: taken over, set aside, or brought back from there. */
function aboutLate(rows: readonly PhoneRow[], me: string, chance: Chance): Call | null {
  const late = rows.filter((row) => {
    const { author, status } = (row.view?.values ?? {}) as Partial<HandedValues>;
    return row.noun === 'handed' && author !== me && status !== 'taken';
  });
  if (late.length === 0 || chance.happens(0.4)) return null;
  const { id, view } = soughtAfter(late, chance);
  const { action, said, author, saidMs, status, scopes } = view?.values as HandedValues;
  const [, shopId = ''] = /(?:^| )shop:(\S+)/.exec(scopes) ?? [];
  if (status === 'open' && chance.happens(0.3))
    return { action: 'handed.aside', input: { id, shopId, aside: true } };
  if (status === 'aside' && chance.happens(0.5))
    return { action: 'handed.aside', input: { id, shopId, aside: false } };
  return { action: 'handed.take', input: { id, action, said, author, saidMs } };
}

function decide(rows: PhoneRow[], shopId: string, chance: Chance): Call | null {
  const here = new Set(productsOf(rows, shopId).map(({ id }) => id));
  const open = rows.filter((row) => {
    const { status, rowId } = (row.view?.values ?? {}) as Partial<ConflictValues>;
    return row.noun === 'conflict' && status === 'open' && here.has(String(rowId));
  });
  if (open.length === 0) return null;
  const question = chance.pick(open);
  const values = question.view?.values as ConflictValues;
  const { value } = chance.pick(candidatesOf(values));
  const input = { id: question.id, listingId: values.rowId, shopId, value: JSON.stringify(value) };
  return { action: 'conflict.decide', input };
}
