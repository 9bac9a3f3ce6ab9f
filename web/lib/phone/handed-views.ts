/** Work that came too late, as its two sides see it: whoever may make it their own, and whoever said it. */
import { shopOfLate } from '#domain/handed';
import { tendsShop } from '#domain/rights';
import type { shop } from '#domain/shop';
import type { Actor } from '#sync/action';
import type { EntryInput } from '#sync/entry';
import type { Values } from '#sync/entity';
import { type HandedValues, readSaid } from '#sync/handed';
import type { PhoneRow, Queued } from '#sync/phone/store';
import { stampMs } from '#sync/stamp';
import { shown, subjectOf } from './shape-views';

export interface HandedView {
  readonly id: string;
  readonly action: string;
  readonly input: EntryInput;
  /** As it came: what is said when it is taken. */
  readonly said: string;
  readonly author: string;
  /** Empty when nobody knows it. */
  readonly authorName: string;
  readonly saidMs: number;
  readonly status: HandedValues['status'];
  /** When it was taken or set aside, by the corrected clock. ms since epoch. */
  readonly decidedMs: number;
  readonly shopId: string;
  /** Title of the product, or name of the shop; empty when nothing here tells it. */
  readonly subject: string;
  /** What stands in its place now, where this phone holds it. */
  readonly now: Readonly<Record<string, unknown>>;
  /** This person said it. */
  readonly mine: boolean;
  /** It is this person's to take over or set aside, and they have not done so here. */
  readonly forMe: boolean;
}

interface Held {
  readonly actor: Actor;
  readonly queue: readonly Queued[];
  readonly row: (noun: string, id: string) => Promise<PhoneRow | undefined>;
  /** A product as everybody sees it: its author may hold no more than that. */
  readonly face: (id: string) => Promise<{ readonly title: string } | null>;
}

/** Newest first; what can't be read is left out. */
export async function handedViews(rows: readonly PhoneRow[], held: Held): Promise<HandedView[]> {
  const views = await Promise.all(rows.map((row) => handedView(row, held)));
  return views.filter((view) => view !== null).sort((a, b) => b.saidMs - a.saidMs);
}

async function handedView(late: PhoneRow, held: Held): Promise<HandedView | null> {
  const values = shown<HandedValues>(late);
  const input = values && readSaid(values.said);
  if (!values || !input) return null;
  const { action, said, author, authorName, saidMs, status } = values;
  const shopId = shopOfLate(action, input);
  const aboutId = String(input.listingId ?? input.id ?? '');
  const about = await held.row(action === 'shop.edit' ? 'shop' : 'listing', aboutId);
  const home = shown<Values<(typeof shop)['fields']>>(await held.row('shop', shopId));
  const mine = author === held.actor.personId;
  // The last word counts: the undo of setting it aside is said by the same deed.
  const answers = held.queue.filter(
    ({ state, entry }) =>
      state !== 'refused' && entry.action.startsWith('handed.') && entry.input.id === late.id,
  );
  const answer = answers[answers.length - 1];
  const answered = answer !== undefined && answer.entry.input.aside !== false;
  const decided = late.view?.versions.status;
  const saidName = input.title ?? input.name;
  return {
    ...{ id: late.id, action, input, said, author, authorName, saidMs, status, shopId, mine },
    decidedMs: decided ? stampMs(decided.order) : saidMs,
    subject:
      subjectOf(about) ||
      (await held.face(aboutId))?.title ||
      (typeof saidName === 'string' ? saidName : ''),
    now: shown<Record<string, unknown>>(about) ?? {},
    forMe:
      status === 'open' && !answered && home !== undefined && tendsShop(held.actor, shopId, home),
  };
}
