/**
 * Work that came too late: whoever did it may no longer, because somebody else looks after these rows by now.
 * It is kept for those who do, word for word, until one of them makes it their own or sets it aside. The
 * author finds their own words in it, and what became of them.
 */
import type { World } from './action';
import { entity, type Values } from './entity';
import type { EntryInput } from './entry';
import { choice, decided, fixed, integer, ref, text } from './field';

/** At most so many by one author for one shop (whoever is first in `heirs`), ever. */
export const MAX_HANDED = 40;
/** Characters of one, as JSON. */
export const MAX_SAID = 2_000;

export const handed = entity('handed', {
  fields: {
    action: fixed(text(60)),
    /** JSON of the action's input. */
    said: fixed(text(MAX_SAID)),
    author: fixed(ref('person')),
    authorName: fixed(text(60)),
    /** When it was said, by the corrected clock. ms since epoch. */
    saidMs: fixed(integer(0, Number.MAX_SAFE_INTEGER)),
    /** Of those who look after the rows now, whoever they are at the time; and the author's own. */
    scopes: fixed(text(400)),
    status: decided(choice(['open', 'taken', 'aside'])),
  },
  privateScopes: (_id, { scopes }) => (scopes === '' ? [] : scopes.split(' ')),
});

export type HandedValues = Values<(typeof handed)['fields']>;

/** What the village says about work that came too late. */
export interface HandingOn {
  /** Refusals that mean: this person may not. */
  readonly codes: ReadonlySet<string>;
  /** Rows that tell what somebody may or once might: the noun, and its field with the person's id. */
  readonly rights: { readonly noun: string; readonly by: string };
  /** The person's own scope, through which an author hears what became of it. */
  readonly own: (personId: string) => string;
  /** Scopes of those who look after it now, the narrowest first; null where it stays with its author. */
  readonly heirs: (work: LateWork) => readonly string[] | null;
}

export interface LateWork {
  readonly action: string;
  /** As the action declares it. */
  readonly input: EntryInput;
  /** Rows the action names, as they stand. */
  readonly world: World;
  readonly author: string;
  /** Rows of `rights` that name the author, ended ones too. Null: once allowed for sure. */
  readonly rights: readonly Values[] | null;
}

/** What was said, as the action takes it; null for what is no input at all. */
export function readSaid(json: string): EntryInput | null {
  try {
    const said: unknown = JSON.parse(json);
    return typeof said === 'object' && said !== null && !Array.isArray(said)
      ? (said as EntryInput)
      : null;
  } catch {
    return null;
  }
}
