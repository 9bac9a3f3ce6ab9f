/** Everything the engine is told about the village: its nouns, its actions, and who may hold what. */
import type { ActionsByName, Actor, AnyAction } from './action';
import type { EntitiesByNoun, Entity } from './entity';
import type { HandingOn } from './handed';

export interface Declarations {
  readonly entities: EntitiesByNoun;
  readonly actions: ActionsByName;
  /** Scopes everybody may hold, guests too. */
  readonly publicScopes: readonly string[];
  /** Private scopes of a person, from their rights and the rows they own. */
  readonly scopesOf: (actor: Actor, ownedShopIds: readonly string[]) => readonly string[];
  /** Words both sides know before anything is said: never changed while PROTOCOL stays as it is. */
  readonly wireWords?: readonly string[];
  /** Whose work that came too late is kept for others; absent: nobody's. */
  readonly handingOn?: HandingOn;
  /** Changes a guest device may send before an account is attached. */
  readonly guestEntryLimit: number;
}

export const byNoun = (entities: readonly Entity[]): EntitiesByNoun =>
  new Map(entities.map((entity) => [entity.noun, entity]));
export const byName = (actions: readonly AnyAction[]): ActionsByName =>
  new Map(actions.map((action) => [action.name, action]));
