/**
 * The shape of everything that travels, as one short text. Phones say it with every request; a change
 * of any noun, field, policy or action input changes it, and a test then asks for a decision: is every
 * phone out there still understood?
 */
import type { InputFields } from '#sync/action';
import type { Declarations } from '#sync/declarations';
import type { Shape } from '#sync/field';
import { PROTOCOL } from '#sync/wire';

/** What wireShape() of today's declarations hashes to; held by wire-version.test.ts. */
export const WIRE_FINGERPRINT = '2-793dda0ee7514e14';

/** Protocol number and 64 bits of FNV-1a over the canonical text of all declarations. */
export function fingerprintOf(declarations: Declarations): string {
  return `${PROTOCOL}-${fnv1a(wireShape(declarations), 0x811c9dc5)}${fnv1a(wireShape(declarations), 0x01000193)}`;
}

/** One line for each noun and each action, in alphabetical order. */
function wireShape({ entities, actions, wireWords }: Declarations): string {
  const nouns = [...entities.values()].map(({ noun, fields, publicFace }) => {
    const told = Object.entries(fields).map(
      ([name, { policy, shape }]) => `${name}=${policy} ${shapeText(shape)}`,
    );
    return `${noun}: ${told.join('; ')}; public ${publicFace?.fields.join(' ') ?? 'nothing'}`;
  });
  const verbs = [...actions.values()].map(({ name, input }) => {
    const told = Object.entries(input as InputFields).map(
      ([field, { shape, optional }]) => `${field}${optional ? '?' : ''}=${shapeText(shape)}`,
    );
    return `${name}(${told.join('; ')})`;
  });
  return [...nouns.sort(), ...verbs.sort(), (wireWords ?? []).join(' ')].join('\n');
}

function shapeText(shape: Shape): string {
  return JSON.stringify(shape, (_key, value: unknown) =>
    value instanceof RegExp ? value.source : value,
  );
}

function fnv1a(text: string, seed: number): string {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}
