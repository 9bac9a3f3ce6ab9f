/** One attempt to sync, with whatever the air and the two machines make of it. */
import { beforeSnapshot } from '#sync/frame-taker';
import type { ServerStore } from '#sync/server/store';
import { prepare } from '#sync/phone/prepare';
import { settleFork } from '#sync/phone/repair';
import { settle } from '#sync/phone/settle';
import type { PhoneStore } from '#sync/phone/store';
import { readSyncRequest } from '#sync/server/read-request';
import { handleSync } from '#sync/server/sync';
import { ServerCrash } from '#sync/testing/memory-server-store';
import type { ForkAnswer, SyncAnswer, SyncRequest } from '#sync/wire';
import { declarations } from '../index';
import { expireDue } from './expiry';
import type { FaultKind } from './faults';
import type { Handset } from './handset';
import type { Moment } from './history';
import { instanceOf } from './instance';
import {
  cutShort,
  lengthOf,
  type Letter,
  pageOf,
  readAnswer,
  readRequest,
  writeAnswer,
  writeRequest,
} from './letter';
import { heldScopes, judgeAnswer } from './oracles/answer';
import { judgeCommit } from './oracles/commit';
import { erasedIsLetGo, noteToldErased } from './oracles/erased';
import { lookAt, judgeSettled } from './oracles/settled';
import { aheadIsAskedToHeal, showsSetBack } from './oracles/set-back';
import { judgeHeardAnswer, judgeHeardRequest } from './oracles/wire';
import type { Mishap, SyncAct } from './script';
import { seal, sha256 } from './sha256';
import { fetchFrames, shelfOf } from './shelf';
import type { TakeTurn } from './turns';
import { type Asked, isFork, type Village } from './village';

const MAX_BYTES = 20_000;

export async function sync(
  village: Village,
  phone: Handset,
  act: SyncAct,
  take: TakeTurn,
  alone: boolean,
): Promise<void> {
  const { mishaps } = act;
  const find = (kind: FaultKind) => mishaps.find((mishap) => mishap.kind === kind) ?? null;
  const storage = find('transaction aborted') ?? find('storage full');
  const tab = phone.tab(take);
  const compact = village.isCompact(phone);
  phone.arm(find('phone died while asking'));
  const limits = {
    fingerprint: 'sim',
    maxEntries: act.maxEntries,
    maxBytes: MAX_BYTES,
    maxRows: act.maxRows,
    takesSnapshots: compact,
  };
  const request = await prepare(tab, declarations.publicScopes, limits, phone.clock);
  phone.arm(null);
  judgeRequest(village, phone, request, act);
  const { life, deviceId } = phone;
  const body = writeRequest(request, deviceId, compact);
  const asked: Asked = { phone, deviceId, request, body };
  village.bytes += lengthOf(body);
  const carries = request.entries.length > 0;
  const lost = (kind: FaultKind): boolean => {
    if (!find(kind)) return false;
    if (carries) village.fault(kind);
    return true;
  };
  if (lost('request lost')) return;
  if (lost('request late')) {
    village.lateRequests.push(asked);
    return;
  }
  const cut = find('request cut short');
  if (cut) {
    if (carries) village.fault('request cut short');
    const part = cutShort(body, cut.at);
    if (part) await deliver(village, { ...asked, body: part }, mishaps, take, false);
    return;
  }
  // Whoever answered was not the server: nothing of the request was done.
  const refusing = [
    'captive portal',
    'status 401',
    'status 403',
    'status 413',
    'status 429',
  ] as const;
  for (const kind of [...refusing, 'status 409 without a fork', 'status 503'] as const) {
    if (!find(kind)) continue;
    if (carries) village.fault(kind);
    await receive(village, phone, request, pageOf(PORTAL, compact), take);
    return;
  }
  const reply = await deliver(village, asked, mishaps, take);
  const heard = village.history.decidedAt;
  if (lost('request repeated')) await deliver(village, asked, [], take);
  if (reply === undefined || phone.life !== life) return;
  const { answer, said } = reply;
  village.bytes += lengthOf(answer);
  if (lost('answer lost') || lost('status 500 after the commit')) return;
  if (find('answer late')) {
    village.lateAnswers.push({ phone, life, request, answer, said });
    return;
  }
  const torn = find('answer cut short');
  if (torn) {
    village.fault('answer cut short');
    const part = cutShort(answer, torn.at);
    if (part) await receive(village, phone, request, part, take);
    return;
  }
  const stale = village.cached.get(phone);
  village.cached.set(phone, answer);
  if (find('answer from a stale cache') && stale && stale !== answer) {
    village.fault('answer from a stale cache');
    phone.arm(null);
    await receive(village, phone, request, stale, take);
    return;
  }
  phone.arm(find('phone died while settling') ?? storage);
  // Whether the answer still tells of the present: alone, and nothing was decided since.
  const own = alone && village.history.decidedAt === heard;
  const cutFrames = find('frames cut short');
  const twice = act.twice && alone;
  await receive(village, phone, request, answer, take, { said, own, twice, cutFrames });
}

interface Reply {
  readonly answer: Letter;
  /** What the server meant by it. */
  readonly said: SyncAnswer | ForkAnswer;
}

/**
 * The server's side of one request. Undefined when no answer comes back.
 *
 * @param whole false: the body was cut on the way
 */
export async function deliver(
  village: Village,
  { phone, deviceId, body, request: wished }: Asked,
  mishaps: readonly Mishap[],
  take: TakeTurn,
  whole = true,
): Promise<Reply | undefined> {
  const parsed = readRequest(body, deviceId);
  if (parsed === undefined) {
    if (whole) village.blame('I27', `${phone.name} sent what the server cannot read`);
    return undefined;
  }
  const read = readSyncRequest(parsed);
  if ('code' in read) {
    village.blame('I26', `${phone.name} sent what the server cannot read: ${read.code}`);
    return undefined;
  }
  const { request } = read;
  judgeHeardRequest(village, phone, wished, request);
  await expireDue(village, take);
  const receivedMs = village.nowMs;
  const { personId } = phone;
  const moments: Moment[] = [];
  let aheads = 0;
  const onCursor = (scope: string, cursor: string) =>
    village.cursors.tell(deviceId, scope, cursor, village.history);
  const revoked = village.revoked.has(deviceId);
  const epoch = await village.ring.store.epoch();
  const proof = !revoked && showsSetBack(village, deviceId, epoch, request);
  const instance = instanceOf(village.ring, village.history, {
    deviceId,
    personId,
    receivedMs,
    entries: request.entries,
    offers: request.offers ?? [],
    past: request.past ?? [],
    mishaps,
    take,
    onFault: (kind) => village.fault(kind),
    onCommit: (commit) => judgeCommit(village, commit),
    onPull: () => moments.push(village.history.moment()),
    onCursor,
    isAhead: (scope, cursor) => {
      const ahead = village.cursors.isAhead(deviceId, scope, cursor);
      aheads += ahead ? 1 : 0;
      return ahead;
    },
    onProof: () => {
      if (!proof) village.blame('I29', `${phone.name} moved the server's epoch by a mere claim`);
    },
    newId: () => village.newId(),
    newEpoch: () => village.newEpoch(),
    hashOf: (entry) => village.hashOf(entry),
  });
  const caller = { deviceId, personId, revoked, session: 'live' as const };
  const snapshots = shelfOf(village.ring, () => village.fault('snapshot gone'), onCursor);
  const nowMs = () => receivedMs;
  // What a person may hold can change while their request is under way, and back: every moment is right.
  const held = heldScopes(village, personId);
  const store: ServerStore = {
    ...instance,
    async transaction(work) {
      const result = await instance.transaction(work);
      held.push(...heldScopes(village, personId));
      return result;
    },
  };
  const ports = { store, snapshots, nowMs, sha256, seal, onPoison: () => undefined };
  try {
    const answer = await handleSync(request, caller, declarations, ports);
    judgeAnswer(village, phone, request, answer, { held: revoked ? null : held, moments });
    aheadIsAskedToHeal(village, phone, request, answer, aheads > 0);
    if (proof && (await village.ring.store.epoch()) === epoch)
      village.blame('I29', `${phone.name} showed what was lost and no new epoch began`);
    village.trace.add(`answer ${told(answer)}`);
    return { answer: writeAnswer(answer, request, village.isCompact(phone)), said: answer };
  } catch (failure) {
    if (failure instanceof ServerCrash) return undefined;
    throw failure;
  }
}

interface Arrival {
  /** What the server answered to this very request, if this is it, whole. */
  readonly said?: SyncAnswer | ForkAnswer;
  /** Nothing happened since that the answer does not tell of. */
  readonly own?: boolean;
  /** It is put away once more. */
  readonly twice?: boolean;
  readonly cutFrames?: Mishap | null;
}

/** What the phone makes of a body that came back, whoever sent it. */
export async function receive(
  village: Village,
  phone: Handset,
  request: SyncRequest,
  body: Letter,
  take: TakeTurn,
  { said, own = false, twice = false, cutFrames = null }: Arrival = {},
): Promise<void> {
  const tab = phone.tab(take);
  const whole = await hearAndPut(village, phone, tab, request, body, said, cutFrames, own);
  phone.arm(null);
  if (!twice || !whole) return;
  const once = village.picture(phone);
  await hearAndPut(village, phone, tab, request, body, undefined, null, false);
  if (village.picture(phone) !== once) {
    village.blame('I15', `${phone.name} changed when an answer was put away a second time`);
  }
}

/** @returns whether all of the answer is on the phone now, the frames it spoke of in */
async function hearAndPut(
  village: Village,
  phone: Handset,
  tab: PhoneStore,
  request: SyncRequest,
  body: Letter,
  said: SyncAnswer | ForkAnswer | undefined,
  cutFrames: Mishap | null,
  own: boolean,
): Promise<boolean> {
  const answer = await readAnswer(tab, request, body);
  if (said && answer) judgeHeardAnswer(village, phone, said, answer);
  if (!answer) return false;
  if (!isFork(answer)) noteToldErased(village, phone, request, answer);
  const asked = request.entries.map(({ seq }) => seq);
  const put = async (part: SyncAnswer | ForkAnswer): Promise<void> => {
    const before = lookAt(phone);
    if (isFork(part)) await settleFork(tab, declarations, request, part, phone.clock);
    else await settle(tab, declarations, request, part, phone.clock);
    // A reader who heals a server in its very epoch starts from nothing: that is announced as well.
    if (!isFork(part) && part.heal) phone.floors.clear();
    judgeSettled(village, phone, before, part, own, asked);
  };
  const snapshot = isFork(answer) ? undefined : answer.snapshot;
  if (snapshot) {
    // What was said is answered first; the market may take its time.
    await put(beforeSnapshot(answer as SyncAnswer, snapshot));
    if (!(await fetchFrames(village, tab, snapshot, cutFrames))) return false;
  }
  await put(answer);
  if (own && !isFork(answer)) erasedIsLetGo(village, phone, request, answer);
  // A scope it left aside, because its own words did not fit, may fit when they are settled: told anew.
  if (!said || isFork(said) || isFork(answer)) return true;
  return answer.changes.length === said.changes.length;
}

const PORTAL = '<html>Selamat datang di WiFi kami</html>';

/** I18: a phone says no more at once than it was told to. */
function judgeRequest(
  village: Village,
  phone: Handset,
  { entries }: SyncRequest,
  { maxEntries }: SyncAct,
): void {
  const bytes = entries.length > 1 ? JSON.stringify(entries).length : 0;
  if (entries.length > maxEntries || bytes > MAX_BYTES + 2 * entries.length)
    village.blame('I18', `${phone.name} sends ${entries.length} entries, ${bytes} bytes at once`);
}

const told = (answer: SyncAnswer | ForkAnswer): string =>
  isFork(answer)
    ? `fork ${answer.nextDeviceEpoch} ${answer.known.map(({ seq }) => seq).join()}`
    : answer.outcomes.map(({ seq, result, code }) => `${seq} ${result} ${code ?? ''}`).join() +
      (answer.offered ?? []).map(({ seq, result }) => ` again ${seq} ${result}`).join() +
      answer.changes.map(({ scope, tables }) => scope + tables.map(({ ids }) => ids).join()).join();
