/**
 * An answer arrived. Outcomes settle the queue, rows replace what was known, scopes that were lost
 * take their rows with them, and what still waits is played over the new picture. All in one
 * transaction: an answer applied twice, or a crash in the middle, changes nothing.
 */
import type { Declarations } from '../declarations';
import { HANDED_ON, type Outcome } from '../entry';
import { rowName, type RowName, type Version } from '../row';
import { mustAnswer } from '../request-mark';
import { type Clock, hear, later } from '../stamp';
import {
  fromWireVersion,
  type ScopeChanges,
  type SyncAnswer,
  type SyncRequest,
  type WireTable,
} from '../wire';
import { isOpen } from './prepare';
import type { PhoneRow, PhoneState, PhoneStore, PhoneTx, Queued, Standing } from './store';
import type { PhonePorts } from './tap';
import { rebuildViews, unsentRow } from './view';

export interface Settled {
  readonly more: boolean;
  /** Entries that still wait after this answer. */
  readonly waiting: number;
  readonly refused: number;
}

/** @throws ForeignAnswer when the answer is not to this request: nothing was put away */
export async function settle(
  store: PhoneStore,
  declarations: Declarations,
  request: SyncRequest,
  answer: SyncAnswer,
  ports: PhonePorts,
): Promise<Settled> {
  mustAnswer(request, answer);
  if (answer.heal || request.offers || (request.epoch !== '' && request.epoch !== answer.epoch)) {
    const { settleHealing } = await import('./heal');
    const healed = await settleHealing(store, declarations, request, answer, ports);
    if (healed) return healed;
  }
  return settleNews(store, declarations, request, answer, ports);
}

/** @param anew the server has just been healed: whatever starts from nothing is taken, wherever the phone stood */
export async function settleNews(
  store: PhoneStore,
  declarations: Declarations,
  request: SyncRequest,
  answer: SyncAnswer,
  ports: PhonePorts,
  anew = false,
): Promise<Settled> {
  const goesOn = (changes: ScopeChanges, cursor: string | undefined) =>
    (anew && changes.fresh) || startsAt(cursor, changes, request, answer);
  const isPublic = (scope: string) => declarations.publicScopes.includes(scope);
  // The public copy lives elsewhere and can always be had again: first, so that a crash between the
  // two costs bytes and no work.
  for (const changes of answer.changes) {
    if (!isPublic(changes.scope)) continue;
    if (goesOn(changes, await store.publicCursor(changes.scope))) await store.applyPublic(changes);
  }
  return store.write(async (tx) => {
    const dirty = new Set<RowName>();
    let state = learnTime(await tx.state(), request, answer, ports.nowMs());
    // What was asked under another epoch says nothing new about epochs: it is late, or put away before.
    const timely = request.epoch === state.serverEpoch;
    state = await takeOutcomes(tx, state, request, answer, dirty);
    for (const changes of answer.changes) {
      if (isPublic(changes.scope)) continue;
      if (!goesOn(changes, state.cursors[changes.scope])) continue;
      state = { ...state, clock: await takeChanges(tx, changes, state.clock, dirty) };
      state = { ...state, cursors: { ...state.cursors, [changes.scope]: changes.cursor } };
    }
    state = await leaveScopes(tx, state, answer.scopes, dirty);
    for (const name of await liftAnswered(tx, answer)) dirty.add(name);
    await rebuildViews(tx, declarations, dirty, state);
    const queue = await tx.queue();
    const waiting = queue.filter(isOpen).length;
    const serverEpoch = timely ? answer.epoch : state.serverEpoch;
    await tx.saveState({ ...standingAfter(state, answer, waiting), serverEpoch });
    const refused = queue.filter((queued) => queued.state === 'refused').length;
    return { more: answer.more, waiting, refused };
  });
}

/**
 * Whether these changes begin where the phone stands now. An answer that comes late, after another one
 * has moved the cursor, would take rows back in time or jump over some: it can be asked for again.
 */
function startsAt(
  cursor: string | undefined,
  { scope }: ScopeChanges,
  request: SyncRequest,
  { snapshot }: SyncAnswer,
): boolean {
  // Beside a snapshot come the changes after it: they go on where its last frame ends.
  const from = snapshot?.scope === scope ? snapshot.cursor : request.cursors[scope];
  return (from ?? '') === (cursor ?? '');
}

/** Server clock minus phone clock, taken at the middle of the round trip. */
function learnTime(
  state: PhoneState,
  request: SyncRequest,
  answer: SyncAnswer,
  rawNowMs: number,
): PhoneState {
  const offsetMs = Math.round(answer.serverMs - (request.sentMs + rawNowMs) / 2);
  return { ...state, offsetMs };
}

function standingAfter(state: PhoneState, answer: SyncAnswer, waiting: number): PhoneState {
  const { epoch, heard, scopes, actor, missingPhotos } = answer;
  const { personId, hasAccount, rights, session } = actor;
  return {
    ...state,
    actor: { personId, hasAccount, rights },
    session,
    // Never told with `more`, except where a snapshot is all that is still to come.
    missingPhotos: answer.more && !missingPhotos.length ? state.missingPhotos : missingPhotos,
    allSentMs: waiting === 0 ? answer.serverMs : state.allSentMs,
    freshMs: answer.more ? state.freshMs : answer.serverMs,
    ...(answer.covered ? { covered: answer.covered } : {}),
    ...(heard === undefined ? {} : { heard: { name: heard, epoch, scopes, actor, missingPhotos } }),
  };
}

async function takeOutcomes(
  tx: PhoneTx,
  state: PhoneState,
  request: SyncRequest,
  answer: SyncAnswer,
  dirty: Set<RowName>,
): Promise<PhoneState> {
  if (request.deviceEpoch !== state.deviceEpoch) return state;
  const queueBySeq = new Map(
    (await tx.queue())
      .filter(({ deviceEpoch }) => deviceEpoch === state.deviceEpoch)
      .map((queued) => [queued.seq, queued]),
  );
  let { acked, answeredStamp } = state;
  for (const outcome of answer.outcomes) {
    acked = Math.max(acked, outcome.seq);
    const queued = queueBySeq.get(outcome.seq);
    if (!queued || !isOpen(queued)) continue;
    const saidAs = { deviceId: state.deviceId, personId: answer.actor.personId };
    await tx.putQueued({ ...answered(queued, outcome, answer.serverMs), saidAs });
    answeredStamp = later(answeredStamp ?? '', queued.entry.stamp);
    queued.rows.forEach((name) => dirty.add(name));
  }
  return { ...state, acked, ...(answeredStamp === undefined ? {} : { answeredStamp }) };
}

export function answered(queued: Queued, outcome: Outcome, answeredMs: number): Queued {
  // Others look after it from here on: the row that says so tells its author the rest.
  const handedOn = outcome.code === HANDED_ON;
  const stands = handedOn || (outcome.result !== 'refused' && outcome.result !== 'quarantined');
  return { ...queued, state: stands ? 'answered' : 'refused', outcome, answeredMs };
}

async function takeChanges(
  tx: PhoneTx,
  changes: ScopeChanges,
  clock: Clock,
  dirty: Set<RowName>,
): Promise<Clock> {
  let heard = clock;
  if (changes.fresh) {
    for (const row of await tx.rowsInScope(changes.scope)) {
      const unnamed = [...new Set([...(row.unnamed ?? []), changes.scope])];
      await tx.saveRow({ ...row, position: 0, unnamed });
    }
  }
  for (const table of changes.tables) {
    for (const { name, position, base } of rowsOfTable(table)) {
      const held = named((await tx.row(name)) ?? unsentRow(name), changes.scope);
      const scopes = [...new Set([...held.scopes, changes.scope])].sort();
      const newer = held.base === null || position >= held.position;
      await tx.saveRow({ ...held, scopes, ...(newer ? { base, position } : {}) });
      for (const { order } of Object.values(base.versions)) heard = hear(heard, order);
      dirty.add(name);
    }
  }
  for (const name of changes.gone) await leave(tx, name, changes.scope, dirty);
  if (changes.complete) {
    // Of this scope alone: a row may be held through another one that is still being read.
    const stale = (await tx.rowsInScope(changes.scope)).filter(({ unnamed }) =>
      unnamed?.includes(changes.scope),
    );
    for (const row of stale) await leave(tx, row.name, changes.scope, dirty);
  }
  return heard;
}

/** The row, once this scope has named it or lets it go. */
function named({ unnamed, ...row }: PhoneRow, scope: string): PhoneRow {
  const left = (unnamed ?? []).filter((one) => one !== scope);
  return left.length > 0 ? { ...row, unnamed: left } : row;
}

/** Every row of a table as a phone keeps it, in the table's order. */
export function* rowsOfTable(
  table: WireTable,
): Generator<{ name: RowName; position: number; base: Standing }> {
  // Once for the table, not once for each row: a first market has twenty thousand.
  const columns = Object.entries(table.columns);
  const versionColumns = Object.entries(table.versions ?? {});
  for (const [index, id] of table.ids.entries()) {
    const values: Record<string, unknown> = {};
    for (const [field, column] of columns) values[field] = column[index];
    const versions: Record<string, Version> = {};
    for (const [field, column] of versionColumns) {
      const version = column[index];
      if (version) versions[field] = fromWireVersion(version);
    }
    yield {
      name: `${table.noun}/${id}`,
      position: table.positions[index] ?? 0,
      base: { values: values as Standing['values'], versions },
    };
  }
}

/** Access that ended takes the rows with it; unsent work about them stays in the queue. */
async function leaveScopes(
  tx: PhoneTx,
  state: PhoneState,
  scopes: readonly string[],
  dirty: Set<RowName>,
): Promise<PhoneState> {
  const cursors = { ...state.cursors };
  for (const lost of (await tx.scopes()).filter((scope) => !scopes.includes(scope))) {
    for (const row of await tx.rowsInScope(lost)) await leave(tx, row.name, lost, dirty);
    delete cursors[lost];
  }
  return { ...state, cursors };
}

async function leave(
  tx: PhoneTx,
  name: RowName,
  scope: string,
  dirty: Set<RowName>,
): Promise<void> {
  const held = await tx.row(name);
  if (!held) return;
  const row = named(held, scope);
  const scopes = row.scopes.filter((one) => one !== scope);
  await tx.saveRow(
    scopes.length > 0 ? { ...row, scopes } : { ...row, scopes, base: null, position: 0 },
  );
  dirty.add(name);
}

/**
 * What was born here may be hidden for a moment behind others who are at work on the server: so long it
 * stays in sight, on the server's clock. ms.
 */
const HIDDEN_MS = 60_000;

/** An answered entry leaves the queue when the rows it changed have arrived, or never will. */
async function liftAnswered(
  tx: PhoneTx,
  answer: Pick<SyncAnswer, 'more' | 'serverMs'>,
): Promise<RowName[]> {
  const lifted: RowName[] = [];
  for (const queued of await tx.queue()) {
    if (queued.state !== 'answered' || !(await arrived(tx, queued, answer))) continue;
    // Position 0: it was kept already, with its true one, when the server turned out to be set back.
    if (queued.outcome?.position !== 0) await tx.keepSent(queued);
    await tx.dropQueued(queued.deviceEpoch, queued.seq);
    lifted.push(...queued.rows);
  }
  return lifted;
}

async function arrived(
  tx: PhoneTx,
  { outcome, patches, answeredMs }: Queued,
  { more, serverMs }: Pick<SyncAnswer, 'more' | 'serverMs'>,
): Promise<boolean> {
  const position = outcome?.position ?? 0;
  const isFresh = answeredMs !== null && serverMs - answeredMs < HIDDEN_MS;
  const born = new Set(isFresh ? patches.filter(({ create }) => create).map(rowName) : []);
  for (const name of outcome?.rows ?? []) {
    const row = await tx.row(name);
    const held = row !== undefined && row.base !== null;
    if (held ? row.position < position : more || born.has(name)) return false;
  }
  return true;
}
