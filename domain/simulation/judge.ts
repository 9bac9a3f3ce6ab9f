/** The judge: what must be true after every step, and what must be true when the trouble is over. */
import type { Row } from '#sync/row';
import { samePhone, stampNode } from '#sync/stamp';
import { candidatesOf, type ConflictValues, type KeptValues } from '#sync/questions';
import { rowName } from '#sync/row';
import { scopesOfRow } from '#sync/server/follow';
import { declarations } from '../index';
import type { ListingValues } from '../listing';
import { scopesOf } from '../scopes';
import type { Phone, Tap, Village } from './village';

/** Violations found now, each a sentence that begins with the rule it breaks; empty when all is well. */
export function judgeStep(village: Village): string[] {
  return [...stockAddsUp(village), ...nothingNowhere(village), ...nobodySeesTooMuch(village)];
}

/** After everything has been quiet and all phones have spoken. */
export function judgePeace(village: Village): string[] {
  return [
    ...judgeStep(village),
    ...allSent(village),
    ...allAgree(village),
    ...losersKept(village),
    ...nobodyAgainstThemselves(village),
  ];
}

/** R-stock: the count of every listing is the sum of its movements, however often they were sent. */
function stockAddsUp(village: Village): string[] {
  const sums = new Map<string, number>();
  for (const row of village.server.allRows()) {
    if (row.noun !== 'movement') continue;
    const { listingId, quantity } = row.values as { listingId: string; quantity: number };
    sums.set(listingId, (sums.get(listingId) ?? 0) + quantity);
  }
  return listings(village).flatMap(({ id, values }) => {
    const sum = sums.get(id) ?? 0;
    const { stock } = values as ListingValues;
    return stock === sum ? [] : [`R-stock: ${id} says ${stock}, movements say ${sum}`];
  });
}

/** R-nowhere: every tap is in its phone's queue, among what it sent, or answered by the server. */
function nothingNowhere(village: Village): string[] {
  const held = new Map<Phone, Set<string>>();
  for (const phone of village.phones) {
    const { queue, sent } = phone.store.inspect();
    held.set(
      phone,
      new Set([...queue, ...sent].map(({ entry }) => workOf(entry.action, entry.input))),
    );
  }
  return village.taps
    .filter((one) => !held.get(one.phone)?.has(workOf(one.call.action, one.call.input)))
    .filter((one) => !village.outcomeOf(one))
    .map((one) => `R-nowhere: ${one.call.action} of ${one.phone.name} (${one.entry.seq}) is gone`);
}

/** R-scope: a phone holds private rows only of scopes its person may hold. */
function nobodySeesTooMuch(village: Village): string[] {
  return village.phones.flatMap((phone) => {
    const { rows, state } = phone.store.inspect();
    const owned = phone.personId === village.ids.owner ? [village.ids.shop] : [];
    const mine = scopesOf(state.actor, owned);
    const tooMuch = rows.filter((row) => row.scopes.some((scope) => !mine.includes(scope)));
    return tooMuch.map((row) => `R-scope: ${phone.name} holds ${row.name}`);
  });
}

/** R-sent: nothing waits, nothing hangs between answered and arrived. */
function allSent(village: Village): string[] {
  return village.phones.flatMap((phone) => {
    const open = phone.store.inspect().queue.filter(({ state }) => state !== 'refused');
    return open.map(
      ({ entry, state }) => `R-sent: ${phone.name} still has ${entry.action} ${state}`,
    );
  });
}

/** R-agree: every phone shows what the server says, and holds all it may hold. */
function allAgree(village: Village): string[] {
  const wrong: string[] = [];
  const truth = new Map(village.server.allRows().map((row) => [rowName(row), row]));
  for (const phone of village.phones) {
    const { rows, state } = phone.store.inspect();
    const held = new Map(rows.map((row) => [row.name, row]));
    const owned = phone.personId === village.ids.owner ? [village.ids.shop] : [];
    const scopes = new Set(scopesOf(state.actor, owned));
    for (const row of village.server.allRows()) {
      const entity = declarations.entities.get(row.noun);
      const mine = entity?.privateScopes(row.id, row.values).some((scope) => scopes.has(scope));
      const shown = held.get(rowName(row));
      if (mine && !same(shown?.view?.values, row.values)) {
        wrong.push(
          `R-agree: ${phone.name} shows ${rowName(row)} as ${JSON.stringify(shown?.view?.values)}, truth ${JSON.stringify(row.values)}`,
        );
      }
      const shows = scopesOfRow(declarations.entities, row, (key) => truth.get(rowName(key)));
      const isPublic = entity?.publicScope && shows.includes(entity.publicScope);
      const face = isPublic ? (entity.publicFace?.show(row.id, row.values) ?? null) : null;
      const copy = phone.store.publicRows.get(rowName(row));
      if (entity?.publicFace && !same(copy?.values ?? null, face)) {
        const told = `${JSON.stringify(copy?.values)}, truth ${JSON.stringify(face)}`;
        wrong.push(`R-agree: ${phone.name} has another public ${rowName(row)}: ${told}`);
      }
    }
  }
  return wrong;
}

/**
 * R-kept: a value that was accepted shows, or is kept in the history, or was replaced by somebody who
 * had seen it. Nothing is overwritten unseen.
 */
function losersKept(village: Village): string[] {
  const keptVersions = new Set(
    village.server
      .allRows()
      .flatMap((row) =>
        row.noun === 'kept'
          ? [(JSON.parse((row.values as KeptValues).value) as { version: string }).version]
          : [],
      ),
  );
  const accepted = village.taps.filter(
    (one) => one.call.action === 'listing.edit' && accepts(village, one),
  );
  const rows = new Map(village.server.allRows().map((row) => [rowName(row), row]));
  return accepted.flatMap((one) =>
    (['title', 'price'] as const).flatMap((field) => {
      const said = one.call.input[field];
      const name = `listing/${String(one.call.input.id)}`;
      const row = rows.get(name);
      if (said === undefined || !row) return [];
      const shows = row.versions[field]?.id === one.stamp;
      const equal = (row.values as Record<string, unknown>)[field] === said;
      const replaced = village.taps.some((other) => replaces(other, one, name, field));
      if (shows || equal || keptVersions.has(one.stamp) || replaced) return [];
      return [`R-kept: ${field} ${String(said)} of ${one.phone.name} vanished`];
    }),
  );
}

/**
 * R-own: no question between two words of one phone of which the later was said remembering the earlier.
 * A question that others have joined may hold several words of one phone.
 */
function nobodyAgainstThemselves(village: Village): string[] {
  return village.server.allRows().flatMap((row) => {
    if (row.noun !== 'conflict') return [];
    const versions = candidatesOf(row.values as ConflictValues).map(({ version }) => version);
    const [first = '', second = ''] = versions.toSorted();
    if (versions.length !== 2 || !samePhone(first, second)) return [];
    const past = village.pastByNode.get(stampNode(second)) ?? [];
    return remembers(second, past, first) ? [`R-own: ${rowName(row)} asks about own words`] : [];
  });
}

/** Whether the phone that said `later`, with this past, knew that it had said `earlier`. */
const remembers = (later: string, past: readonly string[], earlier: string): boolean =>
  [later, ...past].some((last) => stampNode(last) === stampNode(earlier) && earlier <= last);

function replaces(other: Tap, one: Tap, name: string, field: string): boolean {
  const knowing = other.stamp > one.stamp && remembers(other.stamp, other.past, one.stamp);
  const wrote = other.call.input[field] !== undefined && name.endsWith(String(other.call.input.id));
  if (knowing && wrote) return true;
  const decides = other.call.action === 'conflict.decide';
  if (knowing && decides && name.endsWith(String(other.call.input.listingId))) return true;
  return other.entry.bases[name]?.[field] === one.stamp;
}

const accepts = (village: Village, one: Tap): boolean => {
  const { deviceId } = one.phone.store.inspect().state;
  return (
    village.outcomeOf(one) !== undefined &&
    village.server.wasAccepted(deviceId, one.deviceEpoch, one.entry.seq)
  );
};

const listings = (village: Village): Row[] =>
  village.server.allRows().filter((row) => row.noun === 'listing') as Row[];

/** A tap by what it says: forks give it new numbers, never a new content. */
const workOf = (action: string, input: object): string => {
  const entries = Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${action} ${JSON.stringify(entries)}`;
};

function same(a: unknown, b: unknown): boolean {
  return sorted(a) === sorted(b);
}

function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'undefined';
  const parts = Object.entries(value).map(([key, part]) => `${key}:${sorted(part)}`);
  return `{${parts.sort().join()}}`;
}
