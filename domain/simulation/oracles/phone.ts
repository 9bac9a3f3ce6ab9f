/** What must be true of every phone after every step, and of every tap at its moment. */
import type { Patch } from '#sync/action';
import type { PhoneRow, Queued } from '#sync/phone/store';
import { isOpen } from '#sync/phone/prepare';
import { rowName } from '#sync/row';
import type { Inside } from '#sync/testing/memory-phone-store';
import type { ListingValues } from '../../listing';
import type { Handset } from '../handset';
import { handedOn, placeOf, sameStanding, stands, workKey } from '../history';
import type { Village } from '../village';

/** A tap that was called safe: it is in the queue, next in number, made against what was on the screen. */
export function judgeTap(village: Village, phone: Handset, queued: Queued, before: Inside): void {
  const { queue, state } = phone.store.inspect();
  const { entry } = queued;
  if (!queue.some((one) => one.entry.stamp === entry.stamp))
    village.blame('I2', `${entry.action} of ${phone.name} was called safe and is not in the queue`);
  if (entry.seq !== before.state.nextSeq || state.nextSeq !== entry.seq + 1)
    village.blame('I4', `${phone.name} numbers ${entry.seq} after ${before.state.nextSeq - 1}`);
  for (const one of queue) {
    if (
      one !== queued &&
      one.entry.stamp >= entry.stamp &&
      one.deviceEpoch === queued.deviceEpoch &&
      isOpen(one) &&
      one.seq < entry.seq
    )
      village.blame('I17', `${phone.name} says ${entry.stamp} after ${one.entry.stamp}`);
  }
  const rows = new Map(before.rows.map((row) => [row.name, row]));
  for (const name of queued.rows) {
    for (const { order } of Object.values(rows.get(name)?.base?.versions ?? {}))
      if (entry.stamp <= order)
        village.blame('I17', `${phone.name} speaks before what it has heard`);
  }
  for (const patch of queued.patches) {
    if (patch.create) continue;
    const name = rowName(patch);
    for (const field of Object.keys(patch.set ?? {})) {
      const seen = rows.get(name)?.base?.versions[field]?.id;
      if (entry.bases[name]?.[field] !== seen)
        village.blame('I11', `${phone.name} claims to have seen another ${name}.${field}`);
    }
    for (const [field, elements] of Object.entries(patch.drop ?? {}))
      for (const element of elements) {
        const live = (rows.get(name)?.base?.values as ListingValues | undefined)?.photos.live[
          element
        ];
        if (entry.bases[name]?.[`${field}:${element}`] !== live)
          village.blame('I11', `${phone.name} claims to have seen another ${element}`);
      }
  }
  const writes = phone.store.lastWrites;
  const most = MOST_WRITES + 2 * queued.rows.length;
  if (writes > most) village.blame('I23', `one tap of ${phone.name} wrote ${writes} times`);
}
/** The entry and the phone's state; the rows it changed come on top. */
const MOST_WRITES = 2;

/**
 * Judged after every step: the phones that took part in it, and those whose answers the server has
 * forgotten or decided anew since.
 */
export function judgePhone(village: Village, phone: Handset): void {
  const { history } = village;
  const inside = phone.store.inspect();
  const { queue, sent, rows } = inside;
  const stirred = history.stirred(phone.deviceId);
  const changed = phone.judged?.inside !== inside;
  if (!changed && phone.judged?.stirred === stirred) return;
  phone.judged = { inside, stirred };
  answeredIsTrue(village, phone, [...queue, ...sent]);
  // The rest is between the phone and itself, and what was ever committed: that only grows.
  if (!changed) return;
  ownWordsShow(village, phone, rows, queue);
  noTimeTravel(village, phone, inside);
  const works = history.worksOf(phone.deviceId);
  // What was refused waits for its author and is kept for a restored server at the same time.
  const kept = new Set([...queue, ...sent].map(({ entry }) => entry.stamp)).size;
  // A copy of a phone holds what the first one held.
  if (kept > works) village.blame('I22', `${phone.name} keeps ${kept} of ${works} taps`);
}

/** I3: what a phone believes to be taken was taken, or the server was set back and the phone still has it. */
function answeredIsTrue(village: Village, phone: Handset, kept: readonly Queued[]): void {
  const { history } = village;
  const { deviceId } = phone;
  for (const { deviceEpoch, seq, entry, outcome, state } of kept) {
    const no = outcome?.result === 'refused' || outcome?.result === 'quarantined';
    if (no && state === 'answered' && !handedOn(outcome))
      village.blame('I2', `${phone.name} hides that ${entry.action} ${seq} was refused`);
    const heard = history.decided.get(placeOf(deviceId, deviceEpoch, seq))?.outcome.result;
    if (outcome?.result === 'done' && heard === 'refused' && !history.copied.has(deviceId))
      village.blame('I2', `${phone.name} will never hear that ${entry.action} ${seq} was refused`);
    if (!outcome || !(stands(outcome) || handedOn(outcome) || outcome.result === 'done')) continue;
    const decided = history.decided.get(placeOf(deviceId, deviceEpoch, seq));
    const known = decided?.hash === village.hashOf(entry);
    if (known || history.rolledBack.has(workKey(deviceId, entry))) continue;
    village.blame('I3', `${phone.name} believes ${entry.action} ${deviceEpoch}/${seq} was taken`);
  }
}

/** I2: every tap is on its phone or took effect, but for what speaks of somebody erased; nothing is nowhere. */
export function judgeWorks(village: Village): void {
  const { history } = village;
  const held = [...village.phones.values()].map(heldBy);
  for (const { key, lost, phone, call } of history.works) {
    if (lost || history.effects.has(key) || held.some((one) => one.has(key))) continue;
    if (history.letGo.has(key)) continue;
    village.blame('I2', `${call.action} of ${phone} is nowhere`);
  }
}

/** The taps a phone keeps, whether they wait or were answered, by their content. */
export function heldBy(phone: Handset): ReadonlyMap<string, Queued> {
  const inside = phone.store.inspect();
  const known = holdings.get(inside);
  if (known) return known;
  const { deviceId } = inside.state;
  const held = new Map(
    [...inside.queue, ...inside.sent].map((one) => [workKey(deviceId, one.entry), one]),
  );
  holdings.set(inside, held);
  return held;
}
const holdings = new WeakMap<Inside, ReadonlyMap<string, Queued>>();

/** I5: what waits here shows here, unless a later word of somebody else has arrived over it. */
function ownWordsShow(
  village: Village,
  phone: Handset,
  rows: readonly PhoneRow[],
  queue: readonly Queued[],
): void {
  const byName = new Map(rows.map((row) => [row.name, row]));
  const shaping = queue.filter(
    ({ state, outcome }) => state !== 'refused' || outcome?.result === 'quarantined',
  );
  for (const [index, one] of shaping.entries()) {
    for (const patch of one.patches) {
      const row = byName.get(rowName(patch));
      if (isGone(row, shaping)) continue;
      const later = shaping.slice(index + 1).flatMap(({ patches }) => patches);
      for (const [field, value] of Object.entries(patch.set ?? {})) {
        if (
          later.some(
            (other) => rowName(other) === rowName(patch) && other.set?.[field] !== undefined,
          )
        )
          continue;
        const shown = (row?.view?.values as Record<string, unknown> | undefined)?.[field];
        if (shown === value) continue;
        const standing = row?.view?.versions[field];
        // Of a row that was born here the server may know more than its phone could.
        if (row?.base && patch.create) continue;
        if (row?.base && standing && standing.order > one.entry.stamp) continue;
        if (row && !row.base && !isBornHere(shaping.slice(0, index + 1), row.name)) continue;
        village.blame(
          'I5',
          `${phone.name} said ${rowName(patch)}.${field} ${String(value)} and sees ${String(shown)}`,
        );
      }
    }
  }
  for (const row of rows) deltasShow(village, phone, row, shaping);
}

/** Nothing is added to what was removed: the server will say no, and the picture says it already. */
const isGone = (row: PhoneRow | undefined, shaping: readonly Queued[]): boolean =>
  [row?.base, row?.view].some(
    (standing) => (standing?.values as { status?: string } | undefined)?.status === 'removed',
  ) ||
  shaping.some(({ patches }) =>
    patches.some((patch) => rowName(patch) === row?.name && patch.set?.status === 'removed'),
  );

/** A row whose birth was refused shows nothing, and neither do the words that waited on it. */
const isBornHere = (shaping: readonly Queued[], name: string): boolean =>
  shaping.some(({ patches }) => patches.some((patch) => patch.create && rowName(patch) === name));

function deltasShow(
  village: Village,
  phone: Handset,
  row: PhoneRow,
  shaping: readonly Queued[],
): void {
  if (row.noun !== 'listing' || !row.view) return;
  const about = shaping
    .flatMap((one) => one.patches)
    .filter((patch: Patch) => rowName(patch) === row.name);
  // A product whose birth was refused and tried again is born after what was said of it before: the
  // server will say no to that, and the picture leaves it out already.
  const patches = row.base
    ? about.filter(({ create }) => !create)
    : about.slice(
        Math.max(
          0,
          about.findIndex(({ create }) => create),
        ),
      );
  const sum = patches.reduce((all, { add }) => all + (add?.stock ?? 0), 0);
  const start = (row.base?.values as ListingValues | undefined)?.stock ?? 0;
  const { stock } = row.view.values as ListingValues;
  if (stock !== start + sum && !isGone(row, shaping))
    village.blame('I5', `${phone.name} counts ${stock} of ${row.name}, not ${start} and ${sum}`);
}

/** I6: what a phone holds of a row was committed, whole, and never goes back in time. */
function noTimeTravel(village: Village, phone: Handset, { rows, state }: Inside): void {
  const { revisions, lost } = village.history;
  const { serverEpoch, cursors, offered } = state;
  // The one time travel that is announced: another epoch of the server.
  if (serverEpoch !== phone.serverEpoch || offered !== undefined) phone.floors.clear();
  phone.serverEpoch = serverEpoch;
  // It heals, perhaps in the very epoch it knows: what it holds may go back when that is over.
  if (offered !== undefined) return;
  const ofThisEpoch = (scope: string) => cursors[scope]?.startsWith(serverEpoch.slice(0, 8));
  for (const { name, base, position, scopes } of rows) {
    // Stale, and waiting to be sent again by another epoch: it says so itself, or its scope does.
    if (!base || position === 0 || !scopes.some(ofThisEpoch)) {
      phone.floors.delete(name);
      continue;
    }
    const floor = phone.floors.get(name);
    if (floor?.base === base) continue;
    const told = revisions.get(name) ?? [];
    const stood = told[floor?.index ?? 0];
    const from = floor && stood && !lost.has(stood) ? floor.index : 0;
    const index = told.findIndex((row, nth) => nth >= from && sameStanding(base, row));
    if (index < 0)
      village.blame(
        'I6',
        `${phone.name} holds a ${name} that is half or older than it held before`,
      );
    phone.floors.set(name, { index: Math.max(0, index), base });
  }
}
