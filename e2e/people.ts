/** The people of the sample village that one can sign in as, and what they own. */
import { demoMarket } from '#db/demo/village-market';
import { signInPeople } from '#db/demo/people';
import { showPhone } from '#domain/phone-number';

export interface Villager {
  readonly personId: string;
  /** As it stands in Jukung, with "(contoh)". */
  readonly name: string;
  /** As a person types it. */
  readonly number: string;
  readonly pin: string;
}

const market = demoMarket();

function villager(key: string): Villager {
  const index = signInPeople.findIndex((person) => person.key === key);
  const name = signInPeople[index]?.name;
  const found = market.people.find((person) => person.name === name);
  if (!found?.pin) throw new Error(`nobody to sign in as ${key}`);
  const { id: personId, phone, pin } = found;
  return { personId, name: found.name, number: showPhone(phone), pin };
}

export const rina = villager('buyer');
export const siti = villager('seller-panggung');
export const udin = villager('seller-lingsir');
export const nanda = villager('helper');
export const laila = villager('facilitator');
export const noor = villager('dinas');
export const kurir = villager('courier');

/** The shop somebody owns, with its goods. */
export function shopOf(person: Villager) {
  const shop = market.shops.find(({ ownerId }) => ownerId === person.personId);
  if (!shop) throw new Error(`${person.name} has no shop`);
  return { ...shop, goods: market.products.filter(({ shopId }) => shopId === shop.id) };
}

export const goodsInTheMarket = market.products;
