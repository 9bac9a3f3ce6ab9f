/** Reading an order out of a message as it was copied: anything around it, lines broken anywhere, big or small letters. */
import { MAX_QUANTITY } from './order';
import { ORDER_NUMBER } from './order-number';
import { checkOf, writeOrderText, type OrderText } from './order-text';
import { isVillageCode } from './village-code';

export type OrderTextRead =
  | {
      readonly found: true;
      readonly order: OrderText;
      /** Nothing of it was changed on the way, as far as the check can tell. */
      readonly intact: boolean;
    }
  /** `none`: it is no order; `broken`: it begins like one, and the rest is missing or mangled. */
  | { readonly found: false; readonly why: 'none' | 'broken' };

const CODE = '[2-9A-HJ-NP-Z]{4}';
const BEGIN = /(?:^|[^A-Z0-9])PSN(?= |$)/;
const LINE = new RegExp(
  `PSN (-|[0-9A-Z-]{8,20}) T(${CODE})((?: P${CODE} ?X ?[0-9]{1,4}){1,20}) = ?([0-9]{1,10})` +
    `(?: D([0-9.]{13}))?(?: # ?([0-9A-F]{2})(?![0-9A-F]))?`,
);
const ITEM = new RegExp(`P(${CODE}) ?X ?([0-9]{1,4})`, 'g');
const MAX_RUPIAH = 2_000_000_000;

/** The first order in a message. */
export function readOrderText(message: string): OrderTextRead {
  const words = message.toUpperCase().replace(/[\s\u00a0]+/g, ' ');
  if (!BEGIN.test(words)) return { found: false, why: 'none' };
  const [, number = '', shop = '', goods = '', sum = '', village = '', check = ''] =
    LINE.exec(words) ?? [];
  const items = [...goods.matchAll(ITEM)].map(([, code = '', quantity = '']) => ({
    ...{ code, quantity: Number(quantity) },
  }));
  const order = { number: number === '-' ? '' : number, shop, items, total: Number(sum), village };
  const fits =
    items.length > 0 &&
    items.every(({ quantity }) => quantity > 0 && quantity <= MAX_QUANTITY) &&
    order.total <= MAX_RUPIAH &&
    ORDER_NUMBER.test(order.number) &&
    (village === '' || isVillageCode(village));
  if (!fits) return { found: false, why: 'broken' };
  const line = writeOrderText(order).replace(/ #..$/, '');
  return { found: true, order, intact: check !== '' && check === checkOf(line) };
}
