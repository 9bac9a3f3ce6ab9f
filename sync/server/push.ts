/**
 * Sent once means once. Each entry is taken in a transaction of its own: its effect, its outcome and
 * the device's next number commit together, so a lost answer is answered again and never done again.
 * A bad entry is refused and the next one goes on.
 */
import type { Declarations } from '../declarations';
import { type Entry, entryText, type Outcome } from '../entry';
import type { ForkAnswer, SyncRequest } from '../wire';
import { readInput } from '../read-input';
import { type Applied, applyEntry, type Receipt } from './apply-entry';
import { EntryRefused } from './apply-patches';
import { handOn, mayBeLate } from './hand-on';
import { orderOf } from './order';
import { epochMark, sealOf } from './receipt';
import { DuplicateRow, type ServerDevice, type ServerPorts, type ServerTx } from './store';

type Taken = { outcome: Outcome } | { forked: true };
/** The phone has answers that this server never gave: it was set back. */
export interface SetBack {
  readonly setBack: true;
}

/**
 * Outcomes in the order of the entries. Numbers that were used for something else, or that skip some
 * (the phone or the server has been set back in time), make it a fork: nothing is dropped, the phone
 * begins a new device epoch and sends again what the server does not hold.
 */
export async function push(
  request: SyncRequest,
  deviceId: string,
  epoch: string,
  declarations: Declarations,
  ports: ServerPorts,
): Promise<readonly Outcome[] | ForkAnswer | SetBack> {
  const receipt = { sentMs: request.sentMs, receivedMs: ports.nowMs(), past: request.past ?? [] };
  const outcomes: Outcome[] = [];
  const before = await ports.store.transaction(async (tx) => {
    const device = await tx.lockDevice(deviceId);
    if (!device || device.revoked || request.acked === 0) return null;
    if (request.deviceEpoch < device.epoch) return null;
    const ahead = request.deviceEpoch > device.epoch || request.acked > device.lastSeq;
    if (ahead && !request.offers) return { setBack: true as const };
    if (!ahead) await tx.forgetOutcomes(deviceId, device.epoch, request.acked);
    return null;
  });
  if (before) return before;
  for (const entry of request.entries) {
    const taken = await takeOrRefuse(
      request.deviceEpoch,
      entry,
      deviceId,
      receipt,
      epochMark(epoch),
      declarations,
      ports,
    );
    if ('forked' in taken) return fork(request, deviceId, ports);
    outcomes.push(taken.outcome);
  }
  return outcomes;
}

/** First try for real; if it can't stand, a second transaction writes only that it was refused. */
async function takeOrRefuse(
  deviceEpoch: number,
  entry: Entry,
  deviceId: string,
  receipt: Receipt,
  mark: string,
  declarations: Declarations,
  ports: ServerPorts,
): Promise<Taken> {
  const { store } = ports;
  const hash = ports.sha256(entryText(entry));
  const attempt = (decide: Decide) =>
    store.transaction((tx) =>
      take(tx, declarations, deviceId, deviceEpoch, entry, hash, async (_tx, device) => {
        const applied = await decide(tx, device);
        return { ...applied, outcome: sealed(ports, mark, device, hash, applied) };
      }),
    );
  try {
    return await attempt((tx, device) => applyEntry(tx, declarations, device, entry, receipt));
  } catch (failure) {
    if (store.isTransient(failure)) throw failure;
    const code = refusalCode(failure);
    if (code === 'entry.failed') ports.onPoison(entry.action, failure);
    const refused: Outcome = { seq: entry.seq, result: 'refused', code };
    const refuse: Decide = (_tx, { lastOrder }) =>
      Promise.resolve({ outcome: refused, lastOrder, hadAccount: false });
    if (!mayBeLate(declarations, code)) return attempt(refuse);
    try {
      return await attempt(async (tx, device) => {
        const { sentMs, receivedMs } = receipt;
        const order = orderOf(entry, sentMs, receivedMs, device.lastOrder);
        const late = { personId: device.personId, entry, order, vouched: false };
        const outcome = (await handOn(tx, declarations, late)) ?? refused;
        return { outcome, lastOrder: device.lastOrder, hadAccount: false };
      });
    } catch (again) {
      if (store.isTransient(again)) throw again;
      if (!(again instanceof EntryRefused)) ports.onPoison(entry.action, again);
      return attempt(refuse);
    }
  }
}

type Decide = (tx: ServerTx, device: ServerDevice) => Promise<Applied>;

/** The outcome with the server's seal, by which it is known again after a restore. */
export function sealed(
  ports: Pick<ServerPorts, 'seal'>,
  mark: string,
  { id, epoch, personId }: ServerDevice,
  hash: string,
  { outcome, hadAccount }: Pick<Applied, 'outcome' | 'hadAccount'>,
): Outcome {
  const { result, code = '', order = '' } = outcome;
  const said = { deviceId: id, deviceEpoch: epoch, personId, hadAccount };
  return { ...outcome, mac: sealOf(ports, mark, { ...said, hash, result, code, order }) };
}

async function take(
  tx: ServerTx,
  declarations: Declarations,
  deviceId: string,
  deviceEpoch: number,
  entry: Entry,
  hash: string,
  decide: Decide,
): Promise<Taken> {
  const stored = await tx.lockDevice(deviceId);
  if (!stored) throw new Error('device is not registered');
  const device = inEpoch(stored, deviceEpoch);
  if (!device) return { forked: true };
  if (entry.seq <= device.lastSeq) {
    const known = await tx.outcome(deviceId, deviceEpoch, entry.seq);
    if (known?.hash !== hash) return { forked: true };
    return { outcome: known.outcome ?? { seq: entry.seq, result: 'done' } };
  }
  if (entry.seq > device.lastSeq + 1) return { forked: true };
  const { outcome, lastOrder } = device.revoked
    ? await quarantined(tx, declarations, device, entry)
    : await decide(tx, device);
  await tx.saveOutcome(deviceId, deviceEpoch, hash, outcome);
  await tx.saveDevice({
    ...device,
    lastSeq: entry.seq,
    lastOrder,
    entryCount: device.entryCount + 1,
  });
  return { outcome };
}

/**
 * The device in the epoch the phone speaks of: today's, or a later one, which begins here. More than one
 * later when the server was restored from a time before the phone's last fork.
 */
function inEpoch(device: ServerDevice, deviceEpoch: number): ServerDevice | null {
  if (deviceEpoch === device.epoch) return device;
  return deviceEpoch > device.epoch ? { ...device, epoch: deviceEpoch, lastSeq: 0 } : null;
}

async function quarantined(
  tx: ServerTx,
  declarations: Declarations,
  device: ServerDevice,
  entry: Entry,
) {
  if (await isAboutErased(tx, declarations, device, entry)) {
    const erased: Outcome = { seq: entry.seq, result: 'refused', code: 'subject.erased' };
    return { outcome: erased, lastOrder: device.lastOrder };
  }
  await tx.quarantine(device.id, device.epoch, entry);
  const outcome: Outcome = { seq: entry.seq, result: 'quarantined', code: 'device.revoked' };
  return { outcome, lastOrder: device.lastOrder };
}

/** Said by somebody who was erased, or of a row that spoke of them: not even a person is to read it. */
function isAboutErased(
  tx: ServerTx,
  { actions }: Declarations,
  { personId }: ServerDevice,
  entry: Entry,
): Promise<boolean> {
  const action = actions.get(entry.action);
  const read = action && readInput(action, entry.input);
  const touched = action && read && !('unfit' in read) ? action.touches(read.input) : [];
  return tx.anyErased([...touched, { noun: 'person', id: personId }]);
}

/** Which of these entries the server holds already, word for word; the phone keeps all the others. */
async function fork(
  request: SyncRequest,
  deviceId: string,
  { store, sha256 }: ServerPorts,
): Promise<ForkAnswer> {
  return store.transaction(async (tx) => {
    const device = await tx.lockDevice(deviceId);
    if (!device) throw new Error('device is not registered');
    const known: Outcome[] = [];
    for (const entry of request.entries) {
      const stored = await tx.outcome(deviceId, request.deviceEpoch, entry.seq);
      if (stored?.hash !== sha256(entryText(entry))) continue;
      known.push(stored.outcome ?? { seq: entry.seq, result: 'done' });
    }
    // Later than both: the phone goes forward only, and may be ahead of a server that was set back.
    const nextDeviceEpoch = Math.max(device.epoch, request.deviceEpoch) + 1;
    return { forked: true, known, nextDeviceEpoch };
  });
}

export function refusalCode(failure: unknown): string {
  if (failure instanceof EntryRefused) return failure.code;
  if (failure instanceof DuplicateRow) return 'row.exists';
  return 'entry.failed';
}
