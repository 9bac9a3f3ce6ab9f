/** When something went wrong, the person's work finds another way: forks, second tries, giving up. */
import type { Declarations } from '../declarations';
import { mustAnswer } from '../request-mark';
import { later, makeStamp, nodeOf, type Stamp, tick } from '../stamp';
import { type ForkAnswer, LIMITS, type SyncRequest } from '../wire';
import { isOpen } from './prepare';
import { answered } from './settle';
import type { PhoneStore, PhoneTx, Queued } from './store';
import { type PhonePorts, tapIn, type Tapped } from './tap';
import { rebuildViews } from './view';

/**
 * This phone's numbers were used for something else (an old image of it, a clone), or skip some. What
 * the server holds word for word is settled; everything else is numbered anew in a new device epoch.
 *
 * @throws ForeignAnswer when the answer is not to this request: nothing was put away
 */
export function settleFork(
  store: PhoneStore,
  declarations: Declarations,
  request: SyncRequest,
  answer: ForkAnswer,
  ports: PhonePorts,
): Promise<void> {
  return store.write(async (tx) => {
    mustAnswer(request, answer);
    const state = await tx.state();
    if (request.deviceEpoch !== state.deviceEpoch || answer.nextDeviceEpoch <= state.deviceEpoch)
      return;
    const known = new Map(answer.known.map((outcome) => [outcome.seq, outcome]));
    const node = nodeOf(state.deviceId, answer.nextDeviceEpoch);
    const nowMs = ports.nowMs();
    let { clock } = state;
    let lastAnswered: Stamp = state.answeredStamp ?? '';
    let nextSeq = 1;
    const dirty = new Set<string>();
    for (const queued of (await tx.queue()).filter(isOpen)) {
      queued.rows.forEach((name) => dirty.add(name));
      const outcome = known.get(queued.seq);
      if (outcome && queued.deviceEpoch === request.deviceEpoch) {
        await tx.putQueued(answered(queued, outcome, nowMs + (state.offsetMs ?? 0)));
        lastAnswered = later(lastAnswered, queued.entry.stamp);
        continue;
      }
      clock = tick(clock, queued.madeMs);
      await tx.dropQueued(queued.deviceEpoch, queued.seq);
      await tx.putQueued(
        renumbered(queued, answer.nextDeviceEpoch, nextSeq, makeStamp(clock, node)),
      );
      nextSeq += 1;
    }
    const { answeredStamp: _ended, ...rest } = state;
    const past = [...(state.past ?? []), ...(lastAnswered === '' ? [] : [lastAnswered])];
    const next = {
      ...rest,
      clock,
      deviceEpoch: answer.nextDeviceEpoch,
      past: past.slice(-LIMITS.past),
      nextSeq,
      acked: 0,
    };
    await tx.saveState(next);
    await rebuildViews(tx, declarations, dirty, next);
  });
}

function renumbered(queued: Queued, deviceEpoch: number, seq: number, stamp: string): Queued {
  return { ...queued, deviceEpoch, seq, state: 'waiting', entry: { ...queued.entry, seq, stamp } };
}

/** Sends a refused change again as a new one, over what the phone holds now. */
export function tryAgain(
  store: PhoneStore,
  declarations: Declarations,
  refused: { deviceEpoch: number; seq: number },
  ports: PhonePorts,
): Promise<Tapped> {
  return store.write(async (tx) => {
    const queued = await findRefused(tx, refused);
    if (!queued) return { ok: false, code: 'entry.unknown' };
    const { action, input } = queued.entry;
    const tapped = await tapIn(tx, declarations, { action, input }, ports.nowMs());
    if (tapped.ok) await putAside(tx, declarations, queued);
    return tapped;
  });
}

/** The person has read why and lets it go. It stays among the sent entries, so not even this is lost. */
export function giveUp(
  store: PhoneStore,
  declarations: Declarations,
  refused: { deviceEpoch: number; seq: number },
): Promise<boolean> {
  return store.write(async (tx) => {
    const queued = await findRefused(tx, refused);
    if (!queued) return false;
    await putAside(tx, declarations, queued);
    return true;
  });
}

async function putAside(tx: PhoneTx, declarations: Declarations, queued: Queued): Promise<void> {
  await tx.keepSent(queued);
  await tx.dropQueued(queued.deviceEpoch, queued.seq);
  await rebuildViews(tx, declarations, queued.rows, await tx.state());
}

async function findRefused(
  tx: PhoneTx,
  { deviceEpoch, seq }: { deviceEpoch: number; seq: number },
): Promise<Queued | undefined> {
  return (await tx.queue()).find(
    (queued) =>
      queued.state === 'refused' && queued.deviceEpoch === deviceEpoch && queued.seq === seq,
  );
}
