/** What people do all day, by chance: list, edit, price, count, remove, change their minds, decide. */
import type { EntryInput } from '#sync/entry';
import type { Call } from '#sync/phone/tap';
import type { PhoneRow } from '#sync/phone/store';
import type { Chance } from '#sync/testing/seeded-random';
import { candidatesOf, type ConflictValues } from '#sync/questions';
import { elementsOf } from '#sync/merge';
import type { ListingValues } from '../listing';
import { type Phone, type Village, VILLAGE } from './village';

const titles = ['Keripik pisang', 'Wadai bingka', 'Iwak haruan', 'Madu kelulut', 'Bakul purun'];

/** One tap that makes sense on this phone as its screen looks now; null when there is nothing to do. */
export function nextCall(village: Village, phone: Phone, chance: Chance): Call | null {
  const shopId = village.ids.shop;
  const rows = phone.store.inspect().rows.filter((row) => row.view !== null);
  if (phone.name === 'buyer') return introduce(village, chance);
  const hasShop = rows.some((row) => row.noun === 'shop');
  if (!hasShop) return phone.name === 'owner' ? open(shopId) : null;
  const products = rows.filter((row) => row.noun === 'listing');
  const product = products.length > 0 ? chance.pick(products) : null;
  if (!product || (products.length < 6 && chance.happens(0.3))) return add(shopId, chance);
  return change(product, shopId, rows, chance);
}

function introduce(village: Village, chance: Chance): Call {
  const name = chance.pick(['Pak Udin', 'Udin', 'Bapak Udin']);
  return { action: 'person.introduce', input: { id: village.ids.buyer, name, village: VILLAGE } };
}

function open(id: string): Call {
  const input = { id, village: VILLAGE, name: 'Warung Contoh', kind: 'kue' };
  return { action: 'shop.open', input };
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

function change(product: PhoneRow, shopId: string, rows: PhoneRow[], chance: Chance): Call {
  const here = { id: product.id, shopId };
  const values = product.view?.values as ListingValues;
  const listingId = product.id;
  switch (chance.between(0, 9)) {
    case 0:
    case 1:
      return {
        action: 'listing.edit',
        input: { ...here, title: `${chance.pick(titles)} ${chance.between(1, 99)}` },
      };
    case 2:
    case 3:
      return { action: 'listing.edit', input: { ...here, price: chance.between(1, 60) * 500 } };
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
    case 6: {
      const held = elementsOf(values.photos);
      if (held.length > 0 && chance.happens(0.4)) {
        return { action: 'photo.remove', input: { id: chance.pick(held), listingId, shopId } };
      }
      const picture = { hash: 'ab'.repeat(32), width: 800, height: 600, placeholder: '' };
      return { action: 'photo.add', input: { id: chance.id(), listingId, shopId, ...picture } };
    }
    case 7:
      if (values.status === 'removed') {
        return { action: 'listing.restore', input: { ...here, as: 'published' } };
      }
      return {
        action: chance.pick(['listing.hide', 'listing.publish', 'listing.remove']),
        input: here,
      };
    case 8:
      return { action: 'listing.edit', input: { ...here, soldOut: chance.happens(0.5) } };
    default:
      return decide(rows, shopId, chance) ?? { action: 'listing.publish', input: here };
  }
}

function decide(rows: PhoneRow[], shopId: string, chance: Chance): Call | null {
  const open = rows.filter(
    (row) => row.noun === 'conflict' && (row.view?.values as ConflictValues).status === 'open',
  );
  if (open.length === 0) return null;
  const question = chance.pick(open);
  const values = question.view?.values as ConflictValues;
  const { value } = chance.pick(candidatesOf(values));
  const input = { id: question.id, listingId: values.rowId, shopId, value: JSON.stringify(value) };
  return { action: 'conflict.decide', input };
}
