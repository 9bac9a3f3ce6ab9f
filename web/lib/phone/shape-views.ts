/** From rows of the engine to what screens show. Pure, so that every word of it can be tested. */
import { availabilityOf } from '#domain/availability';
import type { ListingValues } from '#domain/listing';
import type { Values } from '#sync/entity';
import { elementsOf } from '#sync/field';
import type { PhoneRow, Queued } from '#sync/phone/store';
import {
  type ConflictValues,
  candidatesOf,
  type KeptValues,
  keptValueOf,
  type SeenValue,
} from '#sync/questions';
import { stampMs } from '#sync/stamp';
import type { grant } from '#domain/grant';
import type { movement } from '#domain/movement';
import type { person } from '#domain/person';
import type { photo } from '#domain/photo';
import type { shop } from '#domain/shop';
import type { HeldPhoto } from './db/person-db';
import type {
  GrantView,
  HistoryValue,
  MovementView,
  OutboxEntry,
  OutboxState,
  PersonView,
  PhotoView,
  ProductView,
  RecordState,
  ShopView,
} from './views';

type ShopValues = Values<(typeof shop)['fields']>;
type PhotoValues = Values<(typeof photo)['fields']>;
type PersonValues = Values<(typeof person)['fields']>;
type GrantValues = Values<(typeof grant)['fields']>;
type MovementValues = Values<(typeof movement)['fields']>;

/** What the row shows, as the noun's own type; undefined when it was refused at birth. */
export const shown = <V>(row: PhoneRow | undefined): V | undefined =>
  row?.view?.values as V | undefined;

/**
 * Where a record stands.
 *
 * @param troubled rows with a refused change or an open question, by row name
 */
export function recordState(
  row: PhoneRow,
  troubled: ReadonlySet<string>,
  isDraft = false,
): RecordState {
  if (troubled.has(row.name)) return 'needs-you';
  if (isDraft) return 'draft';
  return row.waiting > 0 || row.base === null ? 'ready' : 'sent';
}

export function shopView(
  row: PhoneRow,
  personId: string,
  troubled: ReadonlySet<string>,
): ShopView | null {
  const values = shown<ShopValues>(row);
  if (!values) return null;
  const { verified, ...rest } = values;
  return {
    ...rest,
    id: row.id,
    verified: verified !== '',
    mine: values.ownerId === personId,
    state: recordState(row, troubled),
  };
}

export function productView(
  row: PhoneRow,
  photosById: ReadonlyMap<string, PhotoView>,
  troubled: ReadonlySet<string>,
  questionIds: readonly string[],
): ProductView | null {
  const values = shown<ListingValues>(row);
  if (!values) return null;
  const { photos, ...rest } = values;
  const sent = row.base?.values as ListingValues | undefined;
  return {
    ...rest,
    id: row.id,
    availability: availabilityOf(values.counted, values.stock - values.reserved, values.soldOut),
    photos: elementsOf(photos).flatMap((id) => photosById.get(id) ?? []),
    state: recordState(row, troubled, values.status === 'draft'),
    questionIds,
    sent: sent ? { ...sent, photoIds: elementsOf(sent.photos) } : null,
  };
}

/** @param held where the sending of its bytes stands, if they were taken on this phone */
export function photoView(row: PhoneRow, held: HeldPhoto | undefined): PhotoView | null {
  const values = shown<PhotoValues>(row);
  if (!values) return null;
  const { listingId, hash, width, height, placeholder } = values;
  return { id: row.id, listingId, hash, width, height, placeholder, sending: sendingOf(held) };
}

function sendingOf(held: HeldPhoto | undefined): PhotoView['sending'] {
  if (!held || held.sent === 'full') return 'sent';
  if (held.refused !== '') return 'refused';
  return held.sent === 'preview' ? 'preview-sent' : 'waiting';
}

export function movementView(row: PhoneRow, troubled: ReadonlySet<string>): MovementView | null {
  const values = shown<MovementValues>(row);
  if (!values) return null;
  const { listingId, quantity, reason } = values;
  return {
    id: row.id,
    listingId,
    quantity,
    reason,
    atMs: bornMs(row.id),
    state: recordState(row, troubled),
  };
}

/** Ids are UUIDv7: the first 48 bits say when the row was born, by the clock of its phone. */
const bornMs = (id: string): number => parseInt(id.replace('-', '').slice(0, 12), 16);

export function personView(row: PhoneRow): PersonView | null {
  const values = shown<PersonValues>(row);
  if (!values) return null;
  const { name, village, phoneVerifiedMs } = values;
  return { personId: row.id, name, village, phoneVerified: phoneVerifiedMs > 0 };
}

export function grantView(
  row: PhoneRow,
  names: ReadonlyMap<string, string>,
  troubled: ReadonlySet<string>,
): GrantView | null {
  const values = shown<GrantValues>(row);
  if (!values || values.status !== 'active') return null;
  const { personId, role, village, shopId } = values;
  // A shop's phone does not hold its helpers as persons; the right itself says their name.
  const personName = names.get(personId) || (values.personName ?? '');
  return {
    id: row.id,
    personId,
    personName,
    role,
    village,
    shopId,
    state: recordState(row, troubled),
  };
}

export const questionValues = (row: PhoneRow): ConflictValues | undefined =>
  shown<ConflictValues>(row);

/** Ids of the open questions about a row. */
export function questionsAbout(questions: readonly PhoneRow[], row: PhoneRow): string[] {
  return questions
    .filter((question) => {
      const values = questionValues(question);
      return values?.noun === row.noun && values.rowId === row.id;
    })
    .map((question) => question.id);
}

/** The values that were said; none when the record can't be read. */
export function candidatesIn(values: ConflictValues): SeenValue[] {
  return parsed(() => candidatesOf(values)) ?? [];
}

export function chosenIn(values: ConflictValues): string | number | boolean | null {
  if (values.chosen === '') return null;
  return parsed(() => JSON.parse(values.chosen) as string | number | boolean) ?? null;
}

export function keptIn(row: PhoneRow): HistoryValue | null {
  const values = shown<KeptValues>(row);
  const seen = values && parsed(() => keptValueOf(values));
  if (!values || !seen) return null;
  const { value, personId, personName, atMs } = seen;
  return { field: values.field, value, personId, personName, atMs };
}

/** Every plain value that stands, and who said it last. */
export function standingOf(row: PhoneRow, names: ReadonlyMap<string, string>): HistoryValue[] {
  const { values, versions } = row.view ?? { values: {}, versions: {} };
  return Object.entries(versions).flatMap(([field, version]) => {
    const value = (values as Record<string, unknown>)[field];
    if (typeof value === 'object' || value === undefined) return [];
    return {
      field,
      value: value as string | number | boolean,
      personId: version.by,
      personName: names.get(version.by) ?? '',
      atMs: stampMs(version.order),
    };
  });
}

const OUTBOX_STATES: Record<Queued['state'], OutboxState> = {
  waiting: 'waiting',
  sending: 'sending',
  answered: 'arrived',
  refused: 'needs-you',
};

/** @param subject what the entry is about, in the person's own words */
export function outboxEntry(queued: Queued, subject: string): OutboxEntry {
  const { deviceEpoch, seq, entry, outcome } = queued;
  const [name = ''] = queued.rows;
  const slash = name.indexOf('/');
  return {
    kind: 'entry',
    key: entry.stamp,
    deviceEpoch,
    seq,
    action: entry.action,
    input: entry.input,
    noun: name.slice(0, slash),
    rowId: name.slice(slash + 1),
    subject,
    state: OUTBOX_STATES[queued.state],
    madeMs: queued.madeMs,
    sizeBytes: JSON.stringify(entry).length,
    code: outcome?.code ?? '',
    result: outcome?.result ?? null,
  };
}

/** What a row is called by the people who made it. */
export function subjectOf(row: PhoneRow | undefined): string {
  const values =
    shown<Record<string, unknown>>(row) ??
    (row?.base?.values as Record<string, unknown> | undefined);
  const name = values?.title ?? values?.name;
  return typeof name === 'string' ? name : '';
}

function parsed<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
