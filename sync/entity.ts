/** A noun of the village: its fields, each with a policy, and who carries which of them away. */
import type { Field } from './field';

export type Fields = Record<string, Field>;
export type ValueOf<F> = F extends Field<infer V> ? V : never;
export type Values<F extends Fields = Fields> = { -readonly [K in keyof F]: ValueOf<F[K]> };

/**
 * How the public part of a noun is made for phones that may only look: `null` when the row is not
 * for everybody. The keys are the whole of what leaves (a test at the wire checks it).
 */
export interface PublicFace<F extends Fields> {
  readonly fields: readonly string[];
  show(id: string, values: Values<F>): Record<string, PublicValue> | null;
}
export type PublicValue = string | number | boolean | string[];

export interface Entity<N extends string = string, F extends Fields = Fields> {
  readonly noun: N;
  readonly fields: F;
  /** Scopes whose members hold the whole row, e.g. `shop:<id>`. */
  privateScopes(id: string, values: Values<F>): string[];
  readonly publicScope: string | null;
  readonly publicFace: PublicFace<F> | null;
  readonly tombstone: Tombstone | null;
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
  };
}

/** Every noun a side knows, by name. */
export type EntitiesByNoun = ReadonlyMap<string, Entity>;
