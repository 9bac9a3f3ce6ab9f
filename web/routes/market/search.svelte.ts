/**
 * Looking through the goods on this phone while the person types. The search lives in a worker that is
 * fetched when it is first wanted; where none can be had, titles that hold the letters answer.
 */
import type { PublicProduct } from '$lib/phone/public-views';

/** What the worker is told. Columns, not rows: a fifth of the time to hand over. */
export type SearchAsked =
  | {
      readonly kind: 'goods';
      readonly ids: readonly string[];
      readonly titles: readonly string[];
      readonly shops: readonly string[];
      readonly categories: readonly string[];
      readonly villages: readonly string[];
    }
  | {
      readonly kind: 'find';
      readonly turn: number;
      readonly typed: string;
      readonly limit: number;
    };

export interface SearchAnswer {
  readonly turn: number;
  readonly ids: readonly string[];
}

type Goods = readonly PublicProduct[];

/** Nobody looks further down than this; the order is by fit, not by age. */
export const BEST = 240;

class Search {
  /** The goods last found, best first; null before any answer and after `forget`. */
  found = $state.raw<Goods | null>(null);
  #worker: Worker | null = null;
  #broken = false;
  /** What the worker holds. */
  #table: Goods | null = null;
  #byId: ReadonlyMap<string, PublicProduct> = new Map();
  /** Answers to earlier letters come too late. */
  #turn = 0;

  /** Somebody is about to type: what can be made ready is. */
  prepare(table: Goods | null) {
    if (this.#broken || !table) return;
    const worker = (this.#worker ??= this.#open());
    if (this.#table === table) return;
    this.#table = table;
    this.#byId = new Map(table.map((product) => [product.id, product]));
    worker.postMessage({
      kind: 'goods',
      ids: table.map(({ id }) => id),
      titles: table.map(({ title }) => title),
      shops: table.map(({ shop }) => shop?.name ?? ''),
      categories: table.map(({ category }) => category),
      villages: table.map(({ village }) => village),
    } satisfies SearchAsked);
  }

  /** Looks for what is typed; `found` follows. */
  find(table: Goods, typed: string) {
    this.prepare(table);
    this.#turn += 1;
    if (!this.#worker || this.#broken) {
      this.found = table.filter(({ title }) => has(title, typed)).slice(0, BEST);
      return;
    }
    const asked: SearchAsked = { kind: 'find', turn: this.#turn, typed, limit: BEST };
    this.#worker.postMessage(asked);
    this.#again = () => this.find(table, typed);
  }

  /** Nothing is looked for any more. */
  forget() {
    this.#turn += 1;
    this.found = null;
  }

  #again: () => void = () => undefined;

  #open(): Worker {
    const worker = new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<SearchAnswer>) => {
      if (data.turn !== this.#turn) return;
      this.found = data.ids.flatMap((id) => this.#byId.get(id) ?? []);
    };
    worker.onerror = () => {
      this.#broken = true;
      worker.terminate();
      this.#again();
    };
    return worker;
  }
}

function has(title: string, typed: string): boolean {
  return title.toLowerCase().includes(typed.trim().toLowerCase());
}

export const search = new Search();
