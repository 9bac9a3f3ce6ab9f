/**
 * Two nouns the engine writes by itself: the question that waits for a person, and the value that did
 * not win. They live in the scopes of the row they speak of, so whoever holds it finds them.
 */
import { entity, type Values } from './entity';
import { choice, decided, fixed, text } from './field';

const scopesOf = (_id: string, values: { scopes: string }): string[] =>
  values.scopes === '' ? [] : values.scopes.split(' ');

export const conflict = entity('conflict', {
  fields: {
    noun: fixed(text(30)),
    rowId: fixed(text(36)),
    field: fixed(text(30)),
    scopes: fixed(text(400)),
    /** JSON of SeenValue[]: every value that was said, oldest first. */
    candidates: decided(text(8000)),
    status: decided(choice(['open', 'decided'])),
    /** JSON of the chosen value, empty while open. */
    chosen: decided(text(1000)),
    decidedBy: decided(text(36)),
  },
  privateScopes: scopesOf,
});

export const kept = entity('kept', {
  fields: {
    noun: fixed(text(30)),
    rowId: fixed(text(36)),
    field: fixed(text(30)),
    scopes: fixed(text(400)),
    /** JSON of SeenValue. */
    value: fixed(text(4000)),
    lostTo: fixed(text(30)),
  },
  privateScopes: scopesOf,
});

export type ConflictValues = Values<(typeof conflict)['fields']>;
export type KeptValues = Values<(typeof kept)['fields']>;

/** A value and who said it, in the words a screen needs. */
export interface SeenValue {
  readonly value: string | number | boolean;
  readonly version: string;
  readonly personId: string;
  readonly personName: string;
  /** When it was said, by the corrected clock. ms since epoch. */
  readonly atMs: number;
}

export const candidatesOf = (values: ConflictValues): SeenValue[] =>
  JSON.parse(values.candidates) as SeenValue[];
export const keptValueOf = (values: KeptValues): SeenValue => JSON.parse(values.value) as SeenValue;
