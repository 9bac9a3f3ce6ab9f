/**
 * The server was set back in time: a backup was restored, or its disk. The phone keeps all it holds, offers
 * again what the server once acknowledged, oldest first, and only then asks what is new. Loaded when it is
 * needed, which for most phones is never.
 *
 *   answer says heal ──▶ offers, a request at a time ──▶ the last one asks for news too ──▶ as always
 *
 * Each request after the first shows the last entry that the server has sealed anew: a server that was set back
 * once more meanwhile sees that it has lost it, and is healed from the beginning.
 */
import type { Declarations } from '../declarations';
import type { Outcome } from '../entry';
import { isId } from '../field';
import { readEntry } from '../read-entry';
import { LIMITS, type Offer, PROTOCOL, type SyncAnswer, type SyncRequest } from '../wire';
import { isOpen, type SendLimits } from './prepare';
import { isCount, isOutcome } from './read-answer';
import { type Settled, settleNews } from './settle';
import type { PhoneState, PhoneStore, PhoneTx, Queued } from './store';
import type { PhonePorts } from './tap';
import { rebuildViews } from './view';

/** The next offers. Entries that nobody has answered yet wait until all of these have been heard. */
export function prepareHealing(
  store: PhoneStore,
  limits: SendLimits,
  ports: PhonePorts,
): Promise<SyncRequest> {
  return store.write(async (tx) => {
    const state = await tx.state();
    const atOnce = Math.max(1, Math.min(limits.maxEntries, LIMITS.entries - 1));
    const kept = await toOffer(tx, state.offered ?? '', atOnce + 1);
    const fresh = fitting(kept.slice(0, atOnce), limits.maxBytes, state);
    const proof = await keptAs(tx, state.proof);
    const offers = proof ? [offerOf(proof, state), ...fresh] : fresh;
    const open = (await tx.queue()).filter(isOpen);
    return {
      protocol: PROTOCOL,
      fingerprint: limits.fingerprint,
      deviceEpoch: state.deviceEpoch,
      acked: 0,
      entries: [],
      cursors: {},
      epoch: state.serverEpoch,
      sentMs: Math.max(0, Math.floor(ports.nowMs())),
      waiting: { count: open.length, oldestAgeMs: 0 },
      maxRows: limits.maxRows,
      offers,
      ...(fresh.length < kept.length ? { moreOffers: true } : {}),
    };
  });
}

/** Kept entries that the server once took, or refused under its seal. */
async function toOffer(tx: PhoneTx, after: string, wanted: number): Promise<Queued[]> {
  const found: Queued[] = [];
  for (let from = after; ;) {
    const page = await tx.sentAfter(from, wanted);
    found.push(...page.filter(isOffered));
    const last = page[page.length - 1];
    if (!last || page.length < wanted || found.length >= wanted) return found.slice(0, wanted);
    from = last.entry.stamp;
  }
}

/** What its author let go, and no server vouches for, must not come to life by being decided anew. */
function isOffered({ entry, deviceEpoch, outcome, saidAs }: Queued): boolean {
  // Worn flash: one that the server could not read would keep it from reading all the others.
  const own = saidAs ?? null;
  const isNamed = own === null || (isId(own.deviceId) && isId(own.personId));
  const isRead = readEntry(entry) !== null && isCount(deviceEpoch) && isNamed;
  if (!isRead || !((outcome ?? null) === null || isOutcome(outcome))) return false;
  const result = outcome?.result ?? 'done';
  if (result === 'quarantined' || result === 'parked') return false;
  return result !== 'refused' || outcome?.mac !== undefined;
}

function fitting(kept: readonly Queued[], maxBytes: number, state: PhoneState): Offer[] {
  const offers: Offer[] = [];
  let bytes = 0;
  for (const queued of kept) {
    const offer = offerOf(queued, state);
    bytes += JSON.stringify(offer).length;
    if (offers.length > 0 && bytes > maxBytes) break;
    offers.push(offer);
  }
  return offers;
}

function offerOf({ entry, deviceEpoch, outcome, saidAs }: Queued, state: PhoneState): Offer {
  const { result = 'done', code, order, position, mac } = outcome ?? {};
  const otherDevice = saidAs && saidAs.deviceId !== state.deviceId;
  const otherPerson = saidAs && saidAs.personId !== state.actor.personId;
  return {
    entry,
    deviceEpoch,
    result,
    ...(code === undefined ? {} : { code }),
    ...(order === undefined ? {} : { order }),
    ...(position === undefined ? {} : { position }),
    ...(mac === undefined ? {} : { mac }),
    ...(otherDevice ? { deviceId: saidAs.deviceId } : {}),
    ...(otherPerson ? { personId: saidAs.personId } : {}),
  };
}

/**
 * Takes an answer that has to do with healing.
 *
 * @returns null when there is nothing to heal and the answer is one like any other
 */
export async function settleHealing(
  store: PhoneStore,
  declarations: Declarations,
  request: SyncRequest,
  answer: SyncAnswer,
  ports: PhonePorts,
): Promise<Settled | null> {
  const { offers, moreOffers, ...asUsual } = request;
  const restored = request.epoch !== '' && request.epoch !== answer.epoch;
  const taken = await store.write(async (tx) => {
    const state = await tx.state();
    // Asked under an epoch that is long past: put away before.
    if (restored && request.epoch !== state.serverEpoch) return leftOf(tx);
    // Set back once more while it was healed, it has heard none of these offers.
    const heard = !answer.heal && offers;
    if (heard && !(await takeAnswers(tx, declarations, offers, answer))) return leftOf(tx);
    // Asked before healing was over, which it is by now.
    if (heard && state.offered === undefined) return leftOf(tx);
    if (answer.heal || restored) {
      await begin(tx, state, answer.epoch);
      return leftOf(tx);
    }
    const last = offers?.[offers.length - 1]?.entry.stamp ?? state.offered ?? '';
    const { offered: _before, proof, ...rest } = await tx.state();
    const stillShown = proof === undefined ? {} : { proof };
    await tx.saveState(moreOffers ? { ...rest, ...stillShown, offered: last } : rest);
    return moreOffers ? leftOf(tx) : null;
  });
  return taken ?? settleNews(store, declarations, asUsual, answer, ports, true);
}

async function leftOf(tx: PhoneTx): Promise<Settled> {
  const queue = await tx.queue();
  const refused = queue.filter(({ state }) => state === 'refused').length;
  return { more: true, waiting: queue.filter(isOpen).length, refused };
}

/**
 * From the beginning. Positions the server gave before mean nothing, so nothing waits for them; what was
 * answered and is still in the queue is offered like everything else.
 */
async function begin(tx: PhoneTx, state: PhoneState, serverEpoch: string): Promise<void> {
  for (const queued of await tx.queue()) {
    if (!queued.outcome) continue;
    // What was about somebody erased is let go for good: offered again it would be told so again.
    if (queued.outcome.code !== 'subject.erased') await tx.keepSent(queued);
    await tx.putQueued({ ...queued, outcome: { ...queued.outcome, position: 0 } });
  }
  // What covered it may have been a later backup than the one that was restored: it is told anew.
  const { covered: _covered, proof: _proof, ...rest } = state;
  await tx.saveState({ ...rest, serverEpoch, acked: 0, offered: '' });
}

/** @returns false if this answer does not speak of these offers (another tab was quicker, or a proxy) */
async function takeAnswers(
  tx: PhoneTx,
  declarations: Declarations,
  offers: readonly Offer[],
  { offered, serverMs }: SyncAnswer,
): Promise<boolean> {
  if (offered?.length !== offers.length) return offers.length === 0;
  const state = await tx.state();
  const touched = new Set<string>();
  for (const [index, { entry, result }] of offers.entries()) {
    const outcome = offered[index] as Outcome;
    const queued = await keptAs(tx, entry.stamp);
    if (!queued) continue;
    const now = outcome.result === 'refused' ? 'refused' : queued.state;
    if (outcome.mac) {
      // Parked, it is what it was: so it is offered again, should there be another time.
      const parked = outcome.result === 'parked' && queued.outcome;
      const told = parked ? { ...parked, mac: outcome.mac } : outcome;
      await tx.keepSent({ ...queued, state: now, outcome: told });
      await tx.saveState({ ...(await tx.state()), proof: entry.stamp });
    }
    // Nothing of it is kept, also where it never stood: what was handed on is kept as refused.
    if (outcome.code === 'subject.erased') await tx.dropSent(entry.stamp);
    const nowRefused = outcome.result === 'refused' && result !== 'refused';
    if (!nowRefused) continue;
    // It stood once and can't stand any more: its author is told, and it is theirs to let go.
    const taken = (await tx.queue()).some(
      ({ deviceEpoch, seq }) => deviceEpoch === queued.deviceEpoch && seq === queued.seq,
    );
    const lowest = Math.min(0, ...(await tx.queue()).map(({ deviceEpoch }) => deviceEpoch));
    const foreign = queued.saidAs && queued.saidAs.deviceId !== state.deviceId;
    const deviceEpoch = foreign && taken ? lowest - 1 : queued.deviceEpoch;
    await tx.putQueued({ ...queued, deviceEpoch, state: 'refused', outcome, answeredMs: serverMs });
    queued.rows.forEach((name) => touched.add(name));
  }
  await rebuildViews(tx, declarations, touched, state);
  return true;
}

async function keptAs(tx: PhoneTx, stamp: string | undefined): Promise<Queued | undefined> {
  if (stamp === undefined) return undefined;
  const [next] = await tx.sentAfter(before(stamp), 1);
  return next?.entry.stamp === stamp ? next : undefined;
}

/** The greatest text below this stamp that is not another stamp of the same moment. */
const before = (stamp: string): string => stamp.slice(0, -1);
