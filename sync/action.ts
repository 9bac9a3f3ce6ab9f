/**
 * What a person does. An action is pure and runs twice: at once on the phone over what it holds, and
 * later on the server over what is true. It returns patches or a refusal from a closed list.
 */
import type { Entity, Fields, Values } from './entity';
import type { Scalar, Typed } from './field';
import type { RowKey } from './row';

/** One row's part of a change. */
export interface Patch {
  readonly noun: string;
  readonly id: string;
  /** The row is born here; refused if the id is taken. `set` then carries its first values. */
  readonly create?: boolean;
  readonly set?: Readonly<Record<string, Scalar>>;
  /** Deltas of `total` fields. */
  readonly add?: Readonly<Record<string, number>>;
  /** Elements put into and dropped from `union` fields. */
  readonly put?: Readonly<Record<string, readonly string[]>>;
  readonly drop?: Readonly<Record<string, readonly string[]>>;
  /** Keeps the row's books and says nothing about the row: removed or not, it is done and nobody is asked. */
  readonly books?: true;
  /** The person answered an open question about these fields: their word closes it. */
  readonly answers?: readonly string[];
}

export interface Refusal {
  readonly refused: string;
}
export const refuse = <const C extends string>(code: C): { refused: C } => ({ refused: code });
export const isRefusal = (result: readonly Patch[] | Refusal): result is Refusal =>
  'refused' in result;

/** A right somebody gave to a person, as the server knows it (on the phone: as it last knew it). */
export interface Right {
  readonly role: string;
  readonly village: string;
  readonly shopId: string;
}

export interface Actor {
  readonly personId: string;
  /** False for a guest: a device without an account behind it yet. */
  readonly hasAccount: boolean;
  readonly rights: readonly Right[];
  /**
   * The server itself has vouched that this very thing was once allowed: rights are not asked again.
   * Only ever set while entries are honoured after a restore.
   */
  readonly vouched?: true;
}

/** Rows the action named, as they stand. */
export interface World {
  get<N extends string, F extends Fields>(entity: Entity<N, F>, id: string): Values<F> | undefined;
}

export type InputFields = Readonly<Record<string, InputField>>;
export type InputField<V = unknown, O extends boolean = boolean> = Typed<V> & {
  readonly optional: O;
};
type Required<I extends InputFields> = {
  [K in keyof I as I[K]['optional'] extends true ? never : K]: I[K] extends Typed<infer V>
    ? V
    : never;
};
type Optional<I extends InputFields> = {
  [K in keyof I as I[K]['optional'] extends true ? K : never]?: I[K] extends Typed<infer V>
    ? V
    : never;
};
export type Input<I extends InputFields> = Required<I> & Optional<I>;

export const must = <V>(type: Typed<V>): InputField<V, false> => ({ ...type, optional: false });
export const may = <V>(type: Typed<V>): InputField<V, true> => ({ ...type, optional: true });

/**
 * Lanes, most valuable first: what should travel when only seconds of signal are left. Declared for the
 * day they are kept to; entries travel in the order they were made (docs/sync.md says why).
 */
export type Lane = 'order' | 'stock' | 'text';

/** Rows by their names, as this side holds them, before they are locked. */
export interface Look {
  row<N extends string, F extends Fields>(
    entity: Entity<N, F>,
    id: string,
  ): Promise<Values<F> | undefined>;
}

/** What rows must say to be found: exactly this value or, under `above`, a higher number. */
export interface Sought {
  readonly is?: Readonly<Record<string, Scalar | readonly Scalar[]>>;
  readonly above?: Readonly<Record<string, number>>;
}

/** Only the server can see what nobody named. */
export interface ServerLook extends Look {
  /** Ids of rows that fit, in their order; at most `limit`. */
  find(entity: { readonly noun: string }, sought: Sought, limit: number): Promise<string[]>;
  count(entity: { readonly noun: string }, sought: Sought): Promise<number>;
  /** Whether the row spoke of somebody who was erased. */
  isErased(key: RowKey): Promise<boolean>;
}

/** What the server saw, and rows of which it is to be decided as well: locked after those that were named. */
export interface Learned<L> {
  readonly facts: L;
  readonly rows: readonly RowKey[];
}

/** It was said before and is honoured after a restore, perhaps long after what came later than it. */
export interface Again {
  /** When the server heard it this time, ms since epoch; `nowMs` is when it was first said. */
  readonly receivedMs: number;
  /** Whether what it says of this field of a row will show, or stands behind what was said later. */
  readonly stands: (key: RowKey, field: string) => boolean;
}

export interface ActionCall<I extends InputFields, L = null> {
  readonly world: World;
  readonly input: Input<I>;
  readonly actor: Actor;
  /** Server: time of receipt. Phone: its own corrected clock. ms since epoch. */
  readonly nowMs: number;
  /** What `learns` found; null on a phone: it can only hope. */
  readonly learned: Learned<L> | null;
  /** Only while it is honoured after a restore. */
  readonly again?: Again;
}

export interface ActionPlan<I extends InputFields, L = null> {
  lane?: Lane;
  input: I;
  /** Rows it reads or writes, from the input alone: the server locks them in name order. */
  touches: (input: Input<I>) => readonly RowKey[];
  /**
   * Further rows, named by the rows it touches: an order names its lines. On both sides, before anything
   * is locked; so it goes by `fixed` fields only. Rows that a side does not hold lead nowhere.
   */
  reaches?: (input: Input<I>, look: Look, actor: Actor) => Promise<readonly RowKey[]>;
  /**
   * What only the server can know: facts, and rows that nobody named. Under the locks of all that was
   * named. Whatever it sees may only change under one of those locks.
   */
  learns?: (input: Input<I>, look: ServerLook, actor: Actor) => Promise<Learned<L>>;
  /**
   * With `learned` (on the server) over what is true; without (on a phone) as far as the phone can tell: a
   * row that is missing there is no row that does not exist.
   */
  decide: (call: ActionCall<I, L>) => readonly Patch[] | Refusal;
}

export interface Action<I extends InputFields = InputFields, L = null> extends Readonly<
  ActionPlan<I, L>
> {
  readonly name: string;
  readonly lane: Lane;
}

/** `on(listing)('hide', { … })` names the action `listing.hide`. */
export const on =
  (home: { readonly noun: string }) =>
  <I extends InputFields, L = null>(verb: string, plan: ActionPlan<I, L>): Action<I, L> => ({
    ...plan,
    name: `${home.noun}.${verb}`,
    lane: plan.lane ?? 'text',
  });

// An action of unknown input: the registry's view. Input is checked against `input` before use.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- contravariant in I; checked by readInput()
export type AnyAction = Action<any, any>;
export type ActionsByName = ReadonlyMap<string, AnyAction>;
