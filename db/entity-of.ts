/** The declaration of a noun that has a table. */
import { declarations } from '#domain/index';
import type { Entity } from '#sync/entity';

/** @throws Error for a noun nobody declared: our own mistake */
export function entityOf(noun: string): Entity {
  const entity = declarations.entities.get(noun);
  if (!entity) throw new Error(`no table for ${noun}`);
  return entity;
}
