/** What screens are given: plain values in the words of the village, never rows of the engine. */
import type { Availability } from '#domain/availability';
import type { CategoryKey } from '#domain/categories';
import type { Role } from '#domain/rights';
import type { Right } from '#sync/action';
import type { EntryInput, OutcomeResult } from '#sync/entry';
import type { SeenValue } from '#sync/questions';
import type { PublicPhoto } from './public-views';

/** Draf · Siap dikirim · Terkirim · Perlu Anda. */
export type RecordState = 'draft' | 'ready' | 'sent' | 'needs-you';

export interface Me {
  readonly personId: string;
  /** Empty until introduced. */
  readonly name: string;
  readonly village: string;
  readonly hasAccount: boolean;
  readonly session: 'none' | 'live' | 'expired';
  readonly rights: readonly Right[];
  readonly phoneVerified: boolean;
}

export interface PersonView {
  readonly personId: string;
  readonly name: string;
  readonly village: string;
  readonly phoneVerified: boolean;
}

export interface GrantView {
  readonly id: string;
  readonly personId: string;
  /** Empty when this phone does not hold the person. */
  readonly personName: string;
  readonly role: Role;
  readonly village: string;
  readonly shopId: string;
  readonly state: RecordState;
}

export interface ShopView {
  readonly id: string;
  readonly ownerId: string;
  readonly village: string;
  readonly slug: string;
  readonly sample: boolean;
  readonly name: string;
  readonly kind: CategoryKey;
  readonly about: string;
  readonly phone: string;
  readonly open: boolean;
  readonly verified: boolean;
  /** This person owns it. */
  readonly mine: boolean;
  readonly state: RecordState;
}

export interface ProductView {
  readonly id: string;
  readonly shopId: string;
  readonly village: string;
  readonly title: string;
  /** Whole rupiah. */
  readonly price: number;
  readonly unit: string;
  readonly category: CategoryKey;
  readonly about: string;
  readonly soldOut: boolean;
  readonly counted: boolean;
  readonly stock: number;
  readonly availability: Availability;
  readonly status: 'draft' | 'published' | 'hidden' | 'removed';
  readonly photos: readonly PhotoView[];
  readonly state: RecordState;
  /** Open questions about it: ids for `/pilih/[id]`. */
  readonly questionIds: readonly string[];
  /** As the other side last knew it; null while it is only here. */
  readonly sent: SentProduct | null;
}

export interface SentProduct extends Pick<
  ProductView,
  'title' | 'price' | 'unit' | 'category' | 'about' | 'soldOut' | 'stock' | 'status'
> {
  readonly photoIds: readonly string[];
}

export interface PhotoView extends PublicPhoto {
  /** How far its bytes have come; `sent` also for pictures taken on another phone. */
  readonly sending: 'waiting' | 'preview-sent' | 'sent' | 'refused';
}

export interface MovementView {
  readonly id: string;
  readonly listingId: string;
  readonly quantity: number;
  readonly reason: string;
  readonly atMs: number;
  readonly state: RecordState;
}

export interface QuestionView {
  readonly id: string;
  readonly noun: string;
  readonly rowId: string;
  readonly field: string;
  /** Title of the product it is about. */
  readonly subject: string;
  readonly shopId: string;
  readonly candidates: readonly SeenValue[];
  readonly status: 'open' | 'decided';
  /** The chosen value once decided. */
  readonly chosen: string | number | boolean | null;
  /** An answer was given here and waits to be sent. */
  readonly answeredHere: boolean;
  /** This person's word counts (a price is the owner's to decide). */
  readonly mayDecide: boolean;
}

export interface HistoryView {
  readonly noun: string;
  readonly id: string;
  readonly subject: string;
  readonly standing: readonly HistoryValue[];
  /** Values that did not win, newest first. */
  readonly kept: readonly HistoryValue[];
}

export interface HistoryValue {
  readonly field: string;
  readonly value: string | number | boolean;
  readonly personId: string;
  /** Empty when nobody here knows the name. */
  readonly personName: string;
  /** When it was said. ms since epoch. */
  readonly atMs: number;
}

export type OutboxState = 'waiting' | 'sending' | 'arrived' | 'needs-you';

export interface OutboxEntry {
  readonly kind: 'entry';
  readonly key: string;
  readonly deviceEpoch: number;
  readonly seq: number;
  /** `listing.add`: the words for it are `outbox.act.<action>`. */
  readonly action: string;
  /** What was said: prices, quantities, ids. */
  readonly input: EntryInput;
  readonly noun: string;
  readonly rowId: string;
  /** What it is about: title, name; empty when not held. */
  readonly subject: string;
  readonly state: OutboxState;
  readonly madeMs: number;
  /** Bytes of its JSON, before compression. */
  readonly sizeBytes: number;
  /** Why it can't stand; empty otherwise. Words: `refusal.<code>`. */
  readonly code: string;
  readonly result: OutcomeResult | null;
}

export interface OutboxPhoto {
  readonly kind: 'photo';
  readonly key: string;
  readonly hash: string;
  readonly listingId: string;
  readonly subject: string;
  readonly state: OutboxState;
  readonly madeMs: number;
  readonly sizeBytes: number;
  readonly previewSent: boolean;
  readonly code: string;
}

export type OutboxRow = OutboxEntry | OutboxPhoto;

export interface VillageCount {
  readonly village: string;
  readonly shops: number;
  readonly products: number;
}

export interface Freshness {
  /** When the rows here were last known to be up to date. ms, server clock; null: never. */
  readonly freshMs: number | null;
  readonly allSentMs: number | null;
  /** Server clock minus phone clock. ms; null before first contact. */
  readonly offsetMs: number | null;
}
