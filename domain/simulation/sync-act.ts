/** One attempt to sync, with whatever the air and the two machines make of it. */
import { prepare } from '#sync/phone/prepare';
import { settleFork } from '#sync/phone/repair';
import { settle } from '#sync/phone/settle';
import { readSyncRequest } from '#sync/server/read-request';
import { handleSync } from '#sync/server/sync';
import { ServerCrash } from '#sync/testing/memory-server-store';
import type { ForkAnswer, SyncAnswer, SyncRequest } from '#sync/wire';
import { declarations } from '../index';
import type { FaultKind } from './faults';
import type { Handset } from './handset';
import type { Moment } from './history';
import { instanceOf } from './instance';
import { heldScopes, judgeAnswer } from './oracles/answer';
import { judgeCommit } from './oracles/commit';
import { lookAt, judgeSettled } from './oracles/settled';
import type { Mishap, SyncAct } from './script';
import type { TakeTurn } from './turns';
import { seal, sha256 } from './sha256';
import { isFork, type Village } from './village';

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
  phone.arm(find('phone died while asking'));
  const limits = {
    fingerprint: 'sim',
    maxEntries: act.maxEntries,
    maxBytes: MAX_BYTES,
    maxRows: act.maxRows,
  };
  const request = await prepare(tab, declarations.publicScopes, limits, phone.clock);
  phone.arm(null);
  judgeRequest(village, phone, request, act);
  const body = JSON.stringify(request);
  village.bytes += body.length;
  const { life, deviceId } = phone;
  const carries = request.entries.length > 0;
  const lost = (kind: FaultKind): boolean => {
    if (!find(kind)) return false;
    if (carries) village.fault(kind);
    return true;
  };
  if (lost('request lost')) return;
  if (lost('request late')) {
    village.lateRequests.push({ phone, deviceId, body });
    return;
  }
  const cut = find('request cut short');
  if (cut) {
    if (carries) village.fault('request cut short');
    await deliver(village, phone, deviceId, body.slice(0, cut.at % body.length), mishaps, take);
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
    await receive(village, phone, request, '<html>Selamat datang di WiFi kami</html>', take, false);
    return;
  }
  const answer = await deliver(village, phone, deviceId, body, mishaps, take);
  const heard = village.history.decidedAt;
  if (lost('request repeated')) await deliver(village, phone, deviceId, body, [], take);
  if (answer === undefined || phone.life !== life) return;
  village.bytes += answer.length;
  if (lost('answer lost') || lost('status 500 after the commit')) return;
  if (find('answer late')) {
    village.lateAnswers.push({ phone, life, request, answer });
    return;
  }
  const torn = find('answer cut short');
  if (torn) {
    village.fault('answer cut short');
    await receive(village, phone, request, answer.slice(0, torn.at % answer.length), take, false);
    return;
  }
  const stale = village.cached.get(phone);
  village.cached.set(phone, answer);
  if (find('answer from a stale cache') && stale && stale !== answer) {
    village.fault('answer from a stale cache');
    phone.arm(null);
    await receive(village, phone, request, stale, take, false);
    return;
  }
  phone.arm(find('phone died while settling') ?? storage);
  // Whether the answer still tells of the present: alone, and nothing was decided since.
  const own = alone && village.history.decidedAt === heard;
  await receive(village, phone, request, answer, take, act.twice && alone, own);
}

/** The server's side of one request. Undefined when no answer comes back. */
export async function deliver(
  village: Village,
  phone: Handset,
  deviceId: string,
  body: string,
  mishaps: readonly Mishap[],
  take: TakeTurn,
): Promise<string | undefined> {
  const parsed = parse(body);
  if (parsed === undefined) return undefined;
  const read = readSyncRequest(parsed);
  if ('code' in read) {
    village.blame('I26', `${phone.name} sent what the server cannot read: ${read.code}`);
    return undefined;
  }
  const { request } = read;
  const receivedMs = village.nowMs;
  const { personId } = phone;
  const moments: Moment[] = [];
  const store = instanceOf(village.ring, village.history, {
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
    newId: () => village.newId(),
    newEpoch: () => village.newEpoch(),
    hashOf: (entry) => village.hashOf(entry),
  });
  const revoked = village.revoked.has(deviceId);
  const caller = { deviceId, personId, revoked, session: 'live' as const };
  const ports = { store, nowMs: () => receivedMs, sha256, seal, onPoison: () => undefined };
  // What a person may hold can change while their request is under way: either moment is right.
  const held = heldScopes(village, personId);
  try {
    const answer = await handleSync(request, caller, declarations, ports);
    judgeAnswer(village, phone, request, answer, { held: revoked ? null : held, moments });
    village.trace.add(`answer ${told(answer)}`);
    return JSON.stringify(answer);
  } catch (failure) {
    if (failure instanceof ServerCrash) return undefined;
    throw failure;
  }
}

/** What the phone makes of a body that came back, whoever sent it. */
export async function receive(
  village: Village,
  phone: Handset,
  request: SyncRequest,
  body: string,
  take: TakeTurn,
  twice: boolean,
  own = false,
): Promise<void> {
  const answer = parse(body) as SyncAnswer | ForkAnswer | undefined;
  if (answer === undefined) return;
  const tab = phone.tab(take);
  const put = async (): Promise<void> => {
    if (isFork(answer)) await settleFork(tab, declarations, request, answer, phone.clock);
    else await settle(tab, declarations, request, answer, phone.clock);
  };
  const before = lookAt(phone);
  await put();
  phone.arm(null);
  const asked = request.entries.map(({ seq }) => seq);
  judgeSettled(village, phone, before, answer, own, asked);
  if (!twice) return;
  const once = village.picture(phone);
  await put();
  if (village.picture(phone) !== once) {
    village.blame('I15', `${phone.name} changed when an answer was put away a second time`);
  }
}

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

function parse(body: string): unknown {
  try {
    const read: unknown = JSON.parse(body);
    return typeof read === 'object' && read !== null ? read : undefined;
  } catch {
    return undefined;
  }
}
