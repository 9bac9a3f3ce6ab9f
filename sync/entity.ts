/** A noun of the village: its fields, each with a policy, and who carries which of them away. */
import type { Field } from './field';

export type Fields = Record<string, Field>;
export type ValueOf<F> = F extends Field<infer V> ? V : never;
export type Values<F extends Fields = Fields> = { -readonly [K in keyof F]: ValueOf<F[K]> };

/**
 * How the public part of a noun is made for phones that may only look: `null` when the row is not
 * for everybody on its own account (its leader may still keep it back, see Follows). The keys are the whole of what leaves (a test at the wire checks it).
 */
export interface PublicFace<F extends Fields> {
  readonly fields: readonly string[];
  show(id: string, values: Values<F>): Record<string, PublicValue> | null;
}
export type PublicValue = string | number | boolean | string[];

/**
 * A row that depends on another one, its leader: a picture on its product, a product on its shop. When
 * the leader changes, the engine looks after its followers in the same transaction.
 */
export interface Follows<F extends Fields> {
  /** Noun of the leader, and the field of this noun that holds its id. */
  readonly noun: string;
  readonly by: string;
  /** Fields of the leader that matter to its followers. */
  readonly heeds: readonly string[];
  /**
   * Declared: the row is for everybody only while its leader is, and while this says so.
   *
   * @param leader values of the leader
   */
  shown?(id: string, values: Values<F>, leader: Values): boolean;
  /** Fields here that always repeat a field of the leader: own name → name there. */
  readonly copies?: Readonly<Record<string, string>>;
}

export interface Entity<N extends string = string, F extends Fields = Fields> {
  readonly noun: N;
  readonly fields: F;
  /** Scopes whose members hold the whole row, e.g. `shop:<id>`. */
  privateScopes(id: string, values: Values<F>): string[];
  readonly publicScope: string | null;
  readonly publicFace: PublicFace<F> | null;
  readonly tombstone: Tombstone | null;
  readonly follows: Follows<F> | null;
}

/** Removal is a value of a field, never a deleted row: an edit made elsewhere must find something. */
export interface Tombstone {
  readonly field: string;
  readonly gone: string;
  /** What the row becomes if a person decides that it should come back. */
  readonly back: string;
}

export interface EntityPlan<F extends Fields> {
  fields: F;
  privateScopes: (id: string, values: Values<F>) => string[];
  publicScope?: string;
  publicFace?: PublicFace<F>;
  tombstone?: Tombstone;
  follows?: Follows<F>;
}

export function entity<const N extends string, F extends Fields>(
  noun: N,
  plan: EntityPlan<F>,
): Entity<N, F> {
  return {
    noun,
    fields: plan.fields,
    privateScopes: plan.privateScopes,
    publicScope: plan.publicScope ?? null,
    publicFace: plan.publicFace ?? null,
    tombstone: plan.tombstone ?? null,
    follows: plan.follows ?? null,
  };
}

/** Every noun a side knows, by name. */
export type EntitiesByNoun = ReadonlyMap<string, Entity>;
