/**
 * A phone's clock may decide which of two concurrent words shows, and nothing else (I17). Whether that is
 * so is seen by living the same life with the clocks of all handsets changed round: what stood, what was
 * refused, every count, status and picture must come out the same, and nobody is asked about anything else.
 *
 * Both lives are spared what depends on a clock rightly: a decision names its question, whose name is made
 * of stamps; what fails at the n-th step or row meets another one where other values were kept; a word the
 * database chokes on does so only where it comes out on top; a restored server hears old words in the order
 * of their stamps. An order meets the price that shows: lives in which people order go without other words
 * about price, "sold out" and "closed", the others go without orders. And both speak JSON: whether the compact wire tells a row now or at the next sync depends
 * on whether it ranks as its phone said (sync/compact/echo.ts).
 */
import { elementsOf, type UnionValue } from '#sync/field';
import type { HandedValues } from '#sync/handed';
import type { Call } from '#sync/phone/tap';
import type { ConflictValues } from '#sync/questions';
import { rowName } from '#sync/row';
import { declarations } from '../index';
import { networkFaults } from './faults';
import { sorted } from './history';
import { POISON } from './instance';
import { play } from './life';
import { memoryRing } from './ring';
import type { Act, Script } from './script';
import { Village } from './village';

export interface Turned {
  /** Sentences that begin with the invariant; empty when clocks decided nothing but what shows. */
  readonly violations: readonly string[];
  /** How many values show another one of the words that were said: the clocks did matter. */
  readonly shownOtherwise: number;
}

/** @param turned every handset gets the clock of the handset so many places after it */
export async function liveWithClocksTurned(script: Script, turned: number): Promise<Turned> {
  const spared = spare(script);
  const before = await told(spared, 0);
  const after = await told(spared, turned);
  const broken = [...before.violations, ...after.violations];
  const [lost, found] = [
    differing(before.fixed, after.fixed),
    differing(after.fixed, before.fixed),
  ];
  const otherwise = [...lost, ...found].map((line) => `I17: other clocks, other outcome: ${line}`);
  return {
    violations: broken.length > 0 ? broken : otherwise,
    shownOtherwise: differing(before.shown, after.shown).length,
  };
}

const differing = (some: ReadonlySet<string>, others: ReadonlySet<string>): string[] =>
  [...some].filter((line) => !others.has(line));

interface Told {
  readonly violations: readonly string[];
  /** All that no clock has a say in. */
  readonly fixed: ReadonlySet<string>;
  /** Values of which the later one shows. */
  readonly shown: ReadonlySet<string>;
}

async function told(script: Script, turned: number): Promise<Told> {
  const village = await Village.build(script.seed, memoryRing(), { turned });
  const { violations } = await play(village, script);
  const values = standing(village);
  const fixed = values.filter(({ ranked }) => !ranked).map(({ line }) => line);
  const shown = values.filter(({ ranked }) => ranked).map(({ line }) => line);
  return { violations, fixed: new Set([...fates(village), ...fixed]), shown: new Set(shown) };
}

/** What became of each tap, in the order in which they were made. */
const fates = ({ history }: Village): string[] =>
  history.works.map(({ phone, call, key }, nth) => {
    const fate = history.effects.has(key) ? 'stands' : 'does not stand';
    return `${nth} ${call.action} of ${phone} ${fate}`;
  });

/** Everything that stands, and whether concurrent words about it are ranked by their clocks. */
function standing({ history }: Village): { line: string; ranked: boolean }[] {
  return [...history.rows.values()].flatMap((row) => {
    if (row.noun === 'kept') return [];
    if (row.noun === 'conflict') {
      const { noun, rowId, field } = row.values as ConflictValues;
      return [{ line: `somebody is asked about ${noun}/${rowId} ${field}`, ranked: false }];
    }
    if (row.noun === 'handed') {
      const { said, status } = row.values as HandedValues;
      return [{ line: `handed on: ${said} ${status}`, ranked: false }];
    }
    const values = row.values as Record<string, unknown>;
    const fields = Object.entries(declarations.entities.get(row.noun)?.fields ?? {});
    return fields.map(([name, { policy }]) => {
      // Of a union its elements; the stamps of their adds are the phones' own.
      const value =
        policy === 'union' ? elementsOf(values[name] as UnionValue).sort() : values[name];
      const repeats = row.noun === 'order' && (name === 'shopName' || name === 'buyerName');
      const ranked = policy === 'latest' || policy === 'asked' || repeats;
      return { line: `${rowName(row)} ${name} is ${sorted(value)}`, ranked };
    });
  });
}

/** What an order meets when it arrives, and which of several words that is, clocks may say. */
const decidesOrders = ({ action, input }: Call): boolean =>
  (action === 'listing.edit' && ('price' in input || 'soldOut' in input)) ||
  (action === 'shop.edit' && 'open' in input);

function spare(script: Script): Script {
  const orders = Math.floor(script.seed / 10) % 2 === 1;
  const acts = (some: readonly Act[]): Act[] =>
    some.flatMap((act): Act[] => {
      if (act.do === 'sync') {
        const mishaps = act.mishaps.filter(({ kind }) => ON_THE_WAY.has(kind));
        return [{ ...act, maxRows: 400, mishaps }];
      }
      if (act.do !== 'tap') return [act];
      // Named after values and stamps, and so after the clocks.
      const named = /^(conflict|handed)\./.test(act.call.action);
      // The database chokes only on a word that comes out on top.
      const chokes = String(act.call.input.title ?? '').includes(POISON);
      const meets = orders ? decidesOrders(act.call) : act.call.action.startsWith('order.');
      return named || chokes || meets ? [] : [{ ...act, mishaps: [] }];
    });
  const steps = script.steps
    .filter(({ event }) => event?.do !== 'restore backup' && event?.do !== 'set back')
    .map((step) => (step.acts ? { ...step, acts: acts(step.acts) } : step));
  return { seed: script.seed, steps };
}
const ON_THE_WAY: ReadonlySet<string> = new Set(networkFaults);
