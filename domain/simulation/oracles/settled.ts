/** What must be true of a phone that has just put an answer away: judged by before and after. */
import type { PhoneRow, Queued } from '#sync/phone/store';
import { isOpen } from '#sync/phone/prepare';
import type { ForkAnswer, SyncAnswer } from '#sync/wire';
import { declarations } from '../../index';
import type { Handset } from '../handset';
import { same, sameStanding, workKey } from '../history';
import { isFork, type Village } from '../village';
import { heldScopes } from './answer';
import { erasedIsNotHeld } from './erased';
import { holdsNoOthersOrders } from './order-sight';
import { heldBy } from './phone';

export interface Look {
  readonly queue: readonly Queued[];
  readonly rows: readonly PhoneRow[];
  readonly writes: number;
  readonly deviceEpoch: number;
  readonly serverEpoch: string;
  readonly acked: number;
  readonly cursors: Readonly<Record<string, string>>;
}

export function lookAt(phone: Handset): Look {
  const { queue, rows, state } = phone.store.inspect();
  const { deviceEpoch, serverEpoch, acked } = state;
  const { writes } = phone;
  return { queue, rows, writes, deviceEpoch, serverEpoch, acked, cursors: cursorsOf(phone) };
}

/** How far the phone has heard, in every scope. */
function cursorsOf({ store }: Handset): Record<string, string> {
  return { ...store.inspect().state.cursors, ...Object.fromEntries(store.publicCursors) };
}

/** @param quiet nothing was committed while the answer was on its way into the store */
export function judgeSettled(
  village: Village,
  phone: Handset,
  before: Look,
  answer: SyncAnswer | ForkAnswer,
  own: boolean,
  asked: readonly number[],
): void {
  // Another tab wrote in between: what changed is not this answer's doing alone.
  if (phone.writes !== before.writes + 1) return;
  const after = phone.store.inspect();
  nothingLeavesUnanswered(village, phone, before, answer, asked);
  goesOnlyForward(village, phone, before);
  acknowledgesWhatItHeard(village, phone, before, answer);
  if (isFork(answer) || !own) return;
  // Healing comes first: the answer after it tells the time.
  if (answer.heal || phone.store.inspect().state.offered !== undefined) return;
  clockIsRight(village, phone);
  liftedHasArrived(village, phone, before, answer);
  if (!answer.more) completeAsTheServer(village, phone, answer, after.rows);
}

/** I2: the server forgets what was acknowledged; so a refusal nobody has heard is never acknowledged. */
function acknowledgesWhatItHeard(
  village: Village,
  phone: Handset,
  before: Look,
  answer: SyncAnswer | ForkAnswer,
): void {
  const { acked } = phone.store.inspect().state;
  const told = isFork(answer) ? [] : answer.outcomes.map(({ seq }) => seq);
  const heard = Math.max(before.acked, ...told);
  if (acked > heard)
    village.blame('I2', `${phone.name} acknowledges ${acked} and has heard up to ${heard}`);
}

/** I6: what a phone has heard it has heard: an answer that came late takes no cursor back, nor public rows with it. */
function goesOnlyForward(village: Village, phone: Handset, { cursors: before }: Look): void {
  for (const [scope, cursor] of Object.entries(cursorsOf(phone))) {
    const [was, is] = [placeIn(before[scope] ?? ''), placeIn(cursor)];
    if (was.epoch === is.epoch && is.position < was.position)
      village.blame(
        'I6',
        `${phone.name} had heard ${scope} up to ${was.position} and goes back to ${is.position}`,
      );
  }
}
/** A cursor begins with the mark of an epoch and a position, whoever keeps the truth. */
function placeIn(cursor: string): { epoch: string; position: number } {
  const [, epoch = '', position = ''] = /^([^.]*)[.](\d+)/.exec(cursor) ?? [];
  return { epoch, position: Number(position) };
}

/** I17: after an answer the phone knows what time it is, whatever its clock says. */
function clockIsRight(village: Village, phone: Handset): void {
  const offset = phone.store.inspect().state.offsetMs ?? 0;
  const wrong = phone.clock.nowMs() + offset - village.nowMs;
  if (Math.abs(wrong) > CLOCK_ERROR_MS) village.blame('I17', `${phone.name} is ${wrong} ms off`);
}
const CLOCK_ERROR_MS = 1000;

/** I5: what was answered stays on top until the rows it changed are here. */
function liftedHasArrived(
  village: Village,
  phone: Handset,
  before: Look,
  answer: SyncAnswer,
): void {
  const { queue, rows, state } = phone.store.inspect();
  if (state.serverEpoch !== before.serverEpoch) return;
  const still = new Set(queue.map(({ entry }) => entry.stamp));
  const now = new Map(answer.outcomes.map((outcome) => [outcome.seq, outcome]));
  for (const one of before.queue) {
    if (still.has(one.entry.stamp) || one.deviceEpoch !== before.deviceEpoch) continue;
    const outcome = one.outcome ?? now.get(one.seq);
    for (const name of outcome?.rows ?? []) {
      const row = rows.find((held) => held.name === name);
      const here = row?.base ? row.position >= (outcome?.position ?? 0) : !answer.more;
      if (!here) village.blame('I5', `${phone.name} lets go of ${name} before it has arrived`);
    }
  }
}

/** I20, I10: open work leaves the queue only with an answer that names it, whatever scopes were lost. */
function nothingLeavesUnanswered(
  village: Village,
  phone: Handset,
  before: Look,
  answer: SyncAnswer | ForkAnswer,
  asked: readonly number[],
): void {
  const still = heldBy(phone);
  const told = isFork(answer) ? answer.known : answer.outcomes;
  const named = new Set(told.map(({ seq }) => seq).filter((seq) => asked.includes(seq)));
  const { rows } = phone.store.inspect();
  const lostScope = () =>
    before.rows.some(
      ({ name, scopes }) =>
        scopes.length > 0 && !rows.some((row) => row.name === name && row.scopes.length > 0),
    );
  for (const one of before.queue) {
    const is = still.get(workKey(phone.deviceId, one.entry));
    const which = `${one.entry.action} ${one.deviceEpoch}/${one.seq} of ${phone.name}`;
    if (!is) village.blame(lostScope() ? 'I10' : 'I20', `${which} was thrown away`);
    else if (
      isOpen(one) &&
      !isOpen(is) &&
      !(named.has(one.seq) && one.deviceEpoch === before.deviceEpoch)
    )
      village.blame('I20', `${which} is ${is.state} and nobody answered it`);
  }
}

/**
 * I16: when a scope is complete, no row of it is missing. I7: and none is older than that moment: rows
 * of one transaction have come together. I9: and nothing else is held.
 */
function completeAsTheServer(
  village: Village,
  phone: Handset,
  answer: SyncAnswer,
  rows: readonly PhoneRow[],
): void {
  const { history, revoked } = village;
  if (revoked.has(phone.deviceId)) return;
  erasedIsNotHeld(village, phone);
  holdsNoOthersOrders(village, phone);
  const mine = new Set(heldScopes(village, phone.personId));
  const held = new Map(rows.map((row) => [row.name, row]));
  for (const [name, row] of history.rows) {
    const entity = declarations.entities.get(row.noun);
    if (!entity) continue;
    const base = held.get(name)?.base ?? null;
    if (village.privateScopesOf(row).some((scope) => mine.has(scope))) {
      if (!base) village.blame('I16', `${phone.name} is told that is all and lacks ${name}`);
      else if (!sameStanding(base, row))
        village.blame('I7', `${phone.name} is told that is all and holds an old ${name}`);
    }
    if (!entity.publicFace || history.erased.has(name)) continue;
    const face = village.faceOf(row);
    const copy = phone.store.publicRows.get(name)?.values ?? null;
    if (face && !copy) village.blame('I16', `${phone.name} lacks the public ${name}`);
    else if (!same(copy, face)) village.blame('I7', `${phone.name} shows an old ${name}`);
  }
  for (const row of rows) {
    const astray = row.scopes.filter((scope) => !mine.has(scope));
    if (row.base && row.scopes.length === 0)
      village.blame('I9', `${phone.name} still holds ${row.name}`);
    if (astray.length > 0)
      village.blame('I9', `${phone.name} holds ${row.name} of ${astray.join()}`);
    if (row.base && !history.rows.has(row.name))
      village.blame('I9', `${phone.name} holds ${row.name}, which is nowhere`);
  }
  if (answer.scopes.length === 0) village.blame('I9', `${phone.name} holds no scope at all`);
}
