/**
 * What must be true of orders at every commit. The ways an order goes, what a buyer said yes to and what is kept
 * of the stock are worked out here a second time, from what was said and what stood; the machine that the server
 * goes by (order-machine.ts) is not asked.
 */
import type { Values } from '#sync/entity';
import type { Row } from '#sync/row';
import type { ListingValues } from '../../listing';
import type { movement } from '../../movement';
import type { OrderLineValues, OrderValues } from '../../order';
import { lineIdOf, readLines, readOffer, saleIdOf } from '../../order-lines';
import type { Commit, History, Moment, Write } from '../history';
import { stands } from '../history';
import type { Village } from '../village';
import { heldScopes } from './answer';
import { OPEN, timeIsOver } from './order-end';

export function judgeOrders(village: Village, commit: Commit): void {
  isNotRefusedForItsGoods(village, commit);
  const touched = commit.writes.filter(({ after: { noun } }) => CONCERNED.has(noun));
  if (touched.length === 0) return;
  const now = standing(village.history.rows, commit.writes);
  promisesAreKept(village, touched, now);
  newestGoesFirst(village, touched, now);
  for (const write of touched) {
    if (write.after.noun !== 'order') continue;
    if (!write.before) bornAsSaid(village, commit, write, now);
    if (!commit.healed) goesItsWay(village, commit, write);
  }
  isAboutNoProduct(village, commit);
  noteWord(village.history, commit);
  owesWhatWasSaid(village, commit, touched, now);
  soldOnce(village, commit, now);
}

const CONCERNED = new Set(['order', 'orderLine', 'orderContact', 'listing', 'movement']);

type Look = (name: string) => Row | undefined;
interface Now {
  readonly row: Look;
  readonly all: (noun: string) => Row[];
}

/** Rows as they stand once these writes do. */
function standing(rows: Moment, writes: readonly Write[]): Now {
  const written = new Map(writes.map(({ name, after }) => [name, after]));
  return {
    row: (name) => written.get(name) ?? rows.get(name),
    all: (noun) => {
      const found: Row[] = [];
      for (const [name, row] of rows) if (row.noun === noun && !written.has(name)) found.push(row);
      for (const row of written.values()) if (row.noun === noun) found.push(row);
      return found;
    },
  };
}

/**
 * I30: no more is promised than is there. I31: what is kept of a product is what the lines of open orders keep of
 * it; and an open order keeps all it is to get of what is counted, or says what it lacks.
 */
function promisesAreKept(village: Village, touched: readonly Write[], now: Now): void {
  const goods = new Set(
    touched.flatMap(({ after: { noun, id, values } }) => {
      if (noun === 'listing') return [id];
      if (noun === 'orderLine') return [(values as OrderLineValues).listingId];
      if (noun !== 'order') return [];
      return linesOf(now, id, values as OrderValues).map(([, { listingId }]) => listingId);
    }),
  );
  if (goods.size === 0) return;
  const lines = now.all('orderLine');
  for (const id of goods) {
    const product = now.row(`listing/${id}`)?.values as ListingValues | undefined;
    if (!product) {
      village.blame('I31', `something is kept of ${id}, which is nowhere`);
      continue;
    }
    const { stock, reserved, counted } = product;
    if (reserved < 0 || (counted && reserved > Math.max(0, stock)))
      village.blame('I30', `${reserved} of listing/${id} are promised and ${stock} are there`);
    let kept = 0;
    for (const { id: lineId, values } of lines) {
      const line = values as OrderLineValues;
      if (line.listingId !== id) continue;
      kept += line.reserved;
      lineKeeps(village, `orderLine/${lineId}`, line, product, now);
    }
    if (kept !== reserved)
      village.blame('I31', `${reserved} of listing/${id} are kept, its orders keep ${kept}`);
  }
}

/** I31: when the stall sells what was promised, the newest promise goes first. */
function newestGoesFirst(village: Village, touched: readonly Write[], now: Now): void {
  for (const { name, before, after } of touched) {
    if (after.noun !== 'orderLine' || !before) continue;
    const [was, is] = [before.values, after.values] as [OrderLineValues, OrderLineValues];
    // Told again after a restore a line may also lack what was never kept for it there.
    if (is.lacks <= was.lacks || is.reserved >= was.reserved) continue;
    village.meet('promise taken back');
    for (const { id, values } of now.all('orderLine')) {
      const { listingId, reserved, reservedMs } = values as OrderLineValues;
      if (listingId === is.listingId && reserved > 0 && reservedMs > is.reservedMs)
        village.blame('I31', `${name} lost its promise before the newer orderLine/${id}`);
    }
  }
}

function lineKeeps(
  village: Village,
  name: string,
  line: OrderLineValues,
  { counted }: ListingValues,
  now: Now,
): void {
  const { reserved, lacks, quantity, orderId } = line;
  const { status } = (now.row(`order/${orderId}`)?.values ?? { status: '' }) as OrderValues;
  if (reserved > 0 && !OPEN.has(status))
    village.blame('I31', `${name} keeps ${reserved} and its order is ${status || 'nowhere'}`);
  if (reserved < 0 || lacks < 0 || reserved + lacks > quantity || (reserved > 0 && !counted))
    village.blame('I31', `${name} keeps ${reserved} of ${quantity} and lacks ${lacks}`);
  const isCounted = wordsOf(village.history).counted.has(name);
  if (isCounted && OPEN.has(status) && isSpared(village) && reserved + lacks !== quantity)
    village.blame('I31', `${name} is to get ${quantity}, keeps ${reserved} and lacks ${lacks}`);
}

/** No server was set back yet: what comes again after that is kept as far as it can be (I30, I31 above hold). */
const isSpared = ({ history }: Village): boolean => history.restores.length === 0;

/** The judge's own notes, beside all backups: what was said is said. */
interface Words {
  /** The last word of the buyer about each line: how many, at most for how much. */
  readonly last: Map<string, readonly (readonly [quantity: number, cost: number])[]>;
  /** The most an order may cost by any word of its buyer. */
  readonly most: Map<string, number>;
  /** Lines of products that were counted when they were ordered. */
  readonly counted: Set<string>;
  /** Orders that were over before their goods changed hands: what they cost was said face to face. */
  readonly overdue: Set<string>;
}
const notes = new WeakMap<History, Words>();

function wordsOf(history: History): Words {
  const known = notes.get(history);
  if (known) return known;
  const words = {
    last: new Map(),
    most: new Map(),
    counted: new Set(),
    overdue: new Set(),
  } as Words;
  notes.set(history, words);
  return words;
}

/** I34: a number is what its buyer wrote down, and what everybody calls it names no other. I35: it is as it was said. */
function bornAsSaid(village: Village, { entry }: Commit, { name, after }: Write, now: Now): void {
  const { number, alias, lineCount } = after.values as OrderValues;
  const input = entry?.action === 'order.place' ? entry.input : {};
  if (input.number !== number)
    village.blame('I34', `${name} was written down as ${String(input.number)} and is ${number}`);
  const others = now.all('order').filter(({ id }) => id !== after.id);
  const called = calledOf(after);
  if (others.some((other) => calledOf(other) === called))
    village.blame('I34', `${called} names two orders`);
  const isTaken = others.some(({ values }) => (values as OrderValues).number === number);
  if (isTaken !== (alias !== ''))
    village.blame('I34', `${name} is called ${called}, its number ${number} is taken: ${isTaken}`);
  if (alias !== '') village.meet('number taken');
  const said = readLines(String(input.lines)) ?? [];
  const lines = linesOf(now, after.id, after.values as OrderValues);
  const asSaid = lines.every(([, { listingId, price, wanted, quantity }], index) => {
    const wish = said[index];
    const isIt = listingId === wish?.listingId && price === wish.price && wanted === wish.quantity;
    return isIt && quantity <= wanted;
  });
  if (lineCount !== said.length || lines.length !== said.length || !asSaid)
    village.blame('I35', `${name} is another order than was placed`);
}

const calledOf = ({ values }: Row): string => {
  const { number, alias } = values as OrderValues;
  return alias === '' ? number : alias;
};

/** From where each deed leads where to. */
const WAYS: Readonly<Record<string, readonly string[]>> = {
  'order.place': ['>placed', '>asks'],
  'order.agree': ['asks>placed', 'asks>accepted'],
  'order.cancel': ['placed>cancelled', 'asks>cancelled', 'accepted>cancelled', 'ready>cancelled'],
  'order.accept': ['placed>accepted'],
  'order.accept-part': ['placed>asks', 'accepted>asks'],
  'order.refuse': ['placed>refused', 'asks>refused', 'accepted>refused', 'ready>refused'],
  'order.ready': ['accepted>ready'],
  'order.hand-over': ['accepted>done', 'ready>done', 'expired>done'],
};
const BUYERS = new Set(['order.place', 'order.agree', 'order.cancel']);

/** I32: an order moves along its ways, once for each deed, by whom it is for. I34: its other name stays. I37: see there. */
function goesItsWay(village: Village, commit: Commit, { name, before, after }: Write): void {
  const { entry, own, personId, receivedMs } = commit;
  const was = before?.values as OrderValues | undefined;
  const is = after.values as OrderValues;
  const step = `${was?.status ?? ''}>${is.status}`;
  village.meet(step);
  if (was && was.alias !== is.alias)
    village.blame('I34', `${name} was called ${was.alias || was.number} and is ${is.alias}`);
  if (own) {
    if (is.status !== 'expired' || !OPEN.has(was?.status ?? ''))
      village.blame('I32', `${name} went ${step} by itself`);
    if ((was?.expiresMs ?? 0) > receivedMs)
      village.blame('I37', `${name} was ended ${(was?.expiresMs ?? 0) - receivedMs} ms too soon`);
    return;
  }
  const action = entry?.action ?? '';
  if (!WAYS[action]?.includes(step) || entry?.input.id !== after.id)
    village.blame('I32', `${name} went ${step} by ${action}`);
  if (step === 'asks>placed' && was?.askedBy === 'seller')
    village.blame('I32', `${name} was offered by its seller and waits for them again`);
  const held = heldScopes(village, personId);
  const may = BUYERS.has(action)
    ? is.buyerId === personId
    : held.includes(`shop:${is.shopId}`) || held.includes(`village:${is.village}`);
  if (!may) village.blame('I32', `${action} of ${name} by ${personId}, who may not`);
  if (OPEN.has(is.status) && is.expiresMs !== timeIsOver(receivedMs))
    village.blame('I37', `${name} waits until ${is.expiresMs} from ${receivedMs} on`);
}

/** I32: whatever became of the goods, what people do with an order is answered by where the order stands. */
function isNotRefusedForItsGoods(village: Village, { entry, outcomes }: Commit): void {
  const code = outcomes[0]?.outcome.code ?? '';
  if (entry?.action.startsWith('order.') && UNFIT.has(code))
    village.blame('I32', `${entry.action} of ${String(entry.input.id)} was refused: ${code}`);
}
const UNFIT = new Set(['entry.failed', 'change.unfit', 'row.removed']);

/** I12: an order says nothing about a product: nobody is asked whether it should come back because of one. */
function isAboutNoProduct(village: Village, { entry, own, writes }: Commit): void {
  if (!own && !entry?.action.startsWith('order.')) return;
  for (const { name, before, after } of writes)
    if (after.noun === 'conflict' && !before)
      village.blame('I12', `${entry?.action ?? 'time'} asked ${name}`);
}

/** What the buyer says yes to, as soon as it is taken. */
function noteWord(history: History, { entry, effect, writes }: Commit): void {
  const words = wordsOf(history);
  for (const { before, after } of writes) {
    if (after.noun === 'order' && (before?.values as OrderValues | undefined)?.status === 'expired')
      words.overdue.add(after.id);
    if (after.noun !== 'orderLine' || before) continue;
    const { listingId } = after.values as OrderLineValues;
    const product = writes.find(({ name }) => name === `listing/${listingId}`)?.after;
    const { counted } = (product ?? history.rows.get(`listing/${listingId}`))
      ?.values as ListingValues;
    if (counted) words.counted.add(`orderLine/${after.id}`);
  }
  if (!entry || !effect) return;
  const said =
    entry.action === 'order.place'
      ? readLines(String(entry.input.lines))?.map((one) => [one.quantity, one.price] as const)
      : entry.action === 'order.agree'
        ? readOffer(String(entry.input.offer))?.map((one) => [one.quantity, one.cost] as const)
        : undefined;
  if (!said) return;
  const id = String(entry.input.id);
  const total = said.reduce((sum, [quantity, cost]) => sum + quantity * cost, 0);
  words.last.set(id, said);
  words.most.set(id, Math.max(total, words.most.get(id) ?? 0));
}

const OWED = new Set(['placed', 'accepted', 'ready', 'done']);

/** I35: nobody owes more than they said yes to: line by line, and in all. */
function owesWhatWasSaid(
  village: Village,
  { healed }: Commit,
  touched: readonly Write[],
  now: Now,
): void {
  const { last, most, overdue } = wordsOf(village.history);
  const ids = touched.flatMap(({ after: { noun, id, values } }) =>
    noun === 'order' ? [id] : noun === 'orderLine' ? [(values as OrderLineValues).orderId] : [],
  );
  for (const id of new Set(ids)) {
    const one = now.row(`order/${id}`)?.values as OrderValues | undefined;
    if (!one || !OWED.has(one.status) || overdue.has(id)) continue;
    const lines = linesOf(now, id, one).map(([, line]) => line);
    const total = lines.reduce((sum, { quantity, cost }) => sum + quantity * cost, 0);
    if (total > (most.get(id) ?? 0))
      village.blame('I35', `order/${id} costs ${total}, its buyer said ${most.get(id)}`);
    if (healed || !isSpared(village)) continue;
    for (const [index, { quantity, cost }] of lines.entries()) {
      const [saidQuantity = 0, saidCost = 0] = last.get(id)?.[index] ?? [];
      if (quantity > saidQuantity || cost > saidCost)
        village.blame(
          'I35',
          `line ${index} of order/${id} is ${quantity}*${cost}, said was ${saidQuantity}*${saidCost}`,
        );
    }
  }
}

/** I36: what is handed over leaves the stock once, line by line, by a sale that names the order; and by nothing else. */
function soldOnce(village: Village, commit: Commit, now: Now): void {
  const { entry, writes, healed, outcomes } = commit;
  const sales = writes.filter(
    ({ before, after }) => after.noun === 'movement' && !before && saleOf(after).orderId !== '',
  );
  const action = entry?.action;
  for (const { name, after } of sales)
    if (action !== 'order.hand-over' || saleOf(after).orderId !== entry?.input.id)
      village.blame('I36', `${String(action)} says with ${name} that an order was handed over`);
  if (action !== 'order.hand-over' || healed || !outcomes[0] || !stands(outcomes[0].outcome))
    return;
  const id = String(entry?.input.id);
  const one = now.row(`order/${id}`)?.values as OrderValues | undefined;
  const lines = one ? linesOf(now, id, one) : [];
  let due = 0;
  for (const [index, line] of lines) {
    const product = now.row(`listing/${line.listingId}`)?.values as ListingValues | undefined;
    const leaves = product?.counted ? line.quantity : 0;
    const sale = now.row(`movement/${saleIdOf(id, index)}`);
    const { quantity = 0, reason = '', listingId = '' } = sale ? saleOf(sale) : {};
    if (quantity !== -leaves || (leaves > 0 && reason !== 'sale'))
      village.blame('I36', `${leaves} of line ${index} of order/${id} left, ${quantity} were told`);
    if (leaves > 0 && listingId !== line.listingId)
      village.blame('I36', `line ${index} of order/${id} left from another product`);
    due += leaves > 0 ? 1 : 0;
  }
  if (isSpared(village) && sales.length !== due)
    village.blame('I36', `order/${id} was handed over by ${sales.length} sales, not ${due}`);
}

const saleOf = ({ values }: Row) => values as Values<(typeof movement)['fields']>;

function linesOf(
  now: Now,
  id: string,
  { lineCount }: OrderValues,
): (readonly [index: number, line: OrderLineValues])[] {
  const lines: (readonly [number, OrderLineValues])[] = [];
  for (let index = 0; index < lineCount; index += 1) {
    const line = now.row(`orderLine/${lineIdOf(id, index)}`)?.values as OrderLineValues | undefined;
    if (line) lines.push([index, line]);
  }
  return lines;
}
