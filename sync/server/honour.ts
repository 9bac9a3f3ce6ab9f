/**
 * The server was restored from an older backup and phones offer again what it once acknowledged. What it
 * had vouched for (receipt.ts) stands again as it stood, with its first stamps and without being decided
 * a second time, in whatever order the phones come. What does not fit what the server holds now is parked:
 * it waits for the rows of another phone, and a person sees it meanwhile. What nobody vouched for is
 * decided as if it came for the first time.
 */
import type { Declarations } from '../declarations';
import { entryText, HANDED_ON, type Outcome } from '../entry';
import type { Stamp } from '../stamp';
import type { Offer, SyncRequest } from '../wire';
import { applyEntry, type Receipt } from './apply-entry';
import { EntryRefused } from './apply-patches';
import { handOn } from './hand-on';
import { refusalCode, sealed } from './push';
import { epochMark, sealOf, whatWasVouched } from './receipt';
import type { Parked, ServerDevice, ServerPorts, ServerTx } from './store';

/** Parked entries that are tried again after a request that brought something back. */
const TRIED_AGAIN = 200;
/** A chain of parked entries that wait for each other is at most this deep in one request. */
const PASSES = 8;

interface One {
  readonly offer: Offer;
  readonly hash: string;
  /** The device that said it, as it was then. */
  readonly said: { readonly deviceId: string; readonly personId: string };
  /** Null: nobody vouches for it. */
  readonly vouched: { readonly hadAccount: boolean } | null;
}

interface Took {
  readonly outcome: Outcome;
  /** False if it had been heard before. */
  readonly fresh: boolean;
}

/**
 * Whether one of these was sealed in this very epoch and is unknown: then the server was set back without
 * knowing.
 */
export async function showSetBack(
  offers: readonly Offer[],
  deviceId: string,
  epoch: string,
  ports: ServerPorts,
): Promise<boolean> {
  const mark = epochMark(epoch);
  const ofNow = offers.filter(({ mac = '' }) => epochMark(mac) === mark);
  if (ofNow.length === 0) return false;
  return ports.store.transaction(async (tx) => {
    const device = await tx.lockDevice(deviceId);
    if (!device) throw new Error('device is not registered');
    for (const offer of ofNow) {
      const one = readOffer(offer, device, ports);
      if (one.vouched && !(await knownAnswer(tx, one))) return true;
    }
    return false;
  });
}

/** @returns one outcome for each offer, in their order */
export async function hearOffers(
  request: SyncRequest,
  deviceId: string,
  epoch: string,
  declarations: Declarations,
  ports: ServerPorts,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const receipt = { sentMs: request.sentMs, receivedMs: ports.nowMs(), past: request.past ?? [] };
  const mark = epochMark(epoch);
  let brought = false;
  for (const offer of request.offers ?? []) {
    const { outcome, fresh } = await hear(offer, deviceId, mark, receipt, declarations, ports);
    outcomes.push(outcome);
    brought ||= fresh && (outcome.result !== 'refused' || outcome.code === HANDED_ON);
  }
  if (brought) await tryParked(declarations, receipt, ports);
  return outcomes;
}

async function hear(
  offer: Offer,
  deviceId: string,
  mark: string,
  receipt: Receipt,
  declarations: Declarations,
  ports: ServerPorts,
): Promise<Took> {
  const { store } = ports;
  const attempt = (decide: (tx: ServerTx, one: One, device: ServerDevice) => Promise<Decided>) =>
    store.transaction(async (tx) => {
      const device = await tx.lockDevice(deviceId);
      if (!device) throw new Error('device is not registered');
      const one = readOffer(offer, device, ports);
      // Security: whoever it was before must be vouched for, or it learns nothing of their answers.
      const itself = !offer.deviceId && !offer.personId;
      if (!one.vouched && !itself) {
        return { outcome: answer(offer, 'refused', 'entry.unproven'), fresh: false };
      }
      const known = await knownAnswer(tx, one);
      if (known) return { outcome: renewed(ports, mark, one, known), fresh: false };
      if (device.revoked)
        return { outcome: answer(offer, 'quarantined', 'device.revoked'), fresh: false };
      // Security: nothing of this will be remembered, so it gets no seal: shown later, a seal on what the
      // server does not hold would be proof that it was set back.
      if (!one.vouched && (await isNumberTaken(tx, one))) {
        return { outcome: answer(offer, 'refused', 'entry.unproven'), fresh: false };
      }
      const decided = await decide(tx, one, asThen(device, one));
      const outcome = one.vouched
        ? renewed(ports, mark, one, decided.outcome)
        : sealed(ports, mark, asThen(device, one), one.hash, decided);
      await remember(tx, device, one, { ...decided, outcome });
      return { outcome, fresh: true };
    });
  try {
    return await attempt((tx, mine, device) => take(tx, mine, device, receipt, declarations));
  } catch (failure) {
    if (store.isTransient(failure)) throw failure;
    const code = refusalCode(failure);
    if (code === 'entry.failed') ports.onPoison(offer.entry.action, failure);
    return attempt((tx, mine) => cannotStand(tx, mine, code));
  }
}

interface Decided {
  readonly outcome: Outcome;
  readonly lastOrder: Stamp | '';
  readonly hadAccount: boolean;
}

function readOffer(offer: Offer, device: ServerDevice, ports: ServerPorts): One {
  const { entry, deviceEpoch, result, code = '', order = '', mac = '' } = offer;
  const said = {
    deviceId: offer.deviceId ?? device.id,
    personId: offer.personId ?? device.personId,
  };
  const hash = ports.sha256(entryText(entry));
  const vouched = whatWasVouched(ports, mac, { ...said, deviceEpoch, hash, result, code, order });
  return { offer, hash, said, vouched };
}

/** What was said of it before, under its number or under its stamp. */
async function knownAnswer(tx: ServerTx, { offer, hash, said }: One): Promise<Outcome | null> {
  const { entry, deviceEpoch, result } = offer;
  const stored = await tx.outcome(said.deviceId, deviceEpoch, entry.seq);
  if (stored?.hash === hash) return stored.outcome ?? answer(offer, 'done');
  const healed = await tx.healed([entry.stamp]);
  return healed.has(entry.stamp) ? answer(offer, result) : null;
}

/** Its number stands for something else here. */
async function isNumberTaken(tx: ServerTx, { offer, said }: One): Promise<boolean> {
  const { deviceEpoch, entry } = offer;
  return (await tx.outcome(said.deviceId, deviceEpoch, entry.seq)) !== undefined;
}

async function take(
  tx: ServerTx,
  one: One,
  device: ServerDevice,
  receipt: Receipt,
  declarations: Declarations,
): Promise<Decided> {
  const { offer, vouched } = one;
  if (!vouched) return applyEntry(tx, declarations, device, offer.entry, receipt);
  if (offer.result === 'refused') {
    if (offer.code === HANDED_ON) await handOnAgain(tx, declarations, one.said.personId, offer);
    return { outcome: answer(offer, 'refused', offer.code), lastOrder: '', hadAccount: false };
  }
  const honoured = honouredAs(offer, vouched.hadAccount);
  return applyEntry(tx, declarations, device, offer.entry, receipt, honoured);
}

/** What others were to look after is theirs again, once the rows it speaks of are back. */
async function handOnAgain(
  tx: ServerTx,
  declarations: Declarations,
  personId: string,
  { entry, order = entry.stamp }: Offer,
): Promise<void> {
  const late = { personId, entry, order, vouched: true };
  if (!(await handOn(tx, declarations, late))) throw new EntryRefused('handed.no_heir');
}

const honouredAs = ({ entry, order, result, position }: Offer, hadAccount: boolean) => ({
  hadAccount,
  order: order ?? entry.stamp,
  sequential: result === 'applied',
  conflicted: result === 'conflict',
  position: position ?? 0,
});

/** Vouched for and not fitting: a case for a person. Anything else is refused, as it always was. */
async function cannotStand(tx: ServerTx, one: One, code: string): Promise<Decided> {
  const { offer, said, vouched } = one;
  const rest = { lastOrder: '', hadAccount: vouched?.hadAccount ?? false } as const;
  if (!vouched || code === 'subject.erased') {
    return { outcome: answer(offer, 'refused', code), ...rest };
  }
  await tx.park({ offer, ...said, hadAccount: vouched.hadAccount, code });
  return { outcome: answer(offer, 'parked', code), ...rest };
}

/** Its number is used from here on, and later entries can tell that it was among them. */
async function remember(
  tx: ServerTx,
  device: ServerDevice,
  { offer, hash, said, vouched }: One,
  { outcome, lastOrder }: Decided,
): Promise<void> {
  const { entry, deviceEpoch } = offer;
  const { result, position = 0 } = offer;
  if (vouched) await tx.saveHealed(entry.stamp, { result, bases: entry.bases, position });
  const own = said.deviceId === device.id;
  if (!own || (await tx.outcome(device.id, deviceEpoch, entry.seq))) return;
  await tx.saveOutcome(device.id, deviceEpoch, hash, outcome);
  const ahead = deviceEpoch > device.epoch || entry.seq > device.lastSeq;
  const reached = deviceEpoch >= device.epoch && ahead;
  await tx.saveDevice({
    ...device,
    ...(reached ? { epoch: deviceEpoch, lastSeq: entry.seq } : {}),
    lastOrder: lastOrder > device.lastOrder ? lastOrder : device.lastOrder,
    entryCount: device.entryCount + 1,
  });
}

/** What was parked may fit now that more has come back. Each in a transaction of its own. */
async function tryParked(
  declarations: Declarations,
  receipt: Receipt,
  ports: ServerPorts,
): Promise<void> {
  for (let pass = 0; pass < PASSES; pass += 1) {
    let moved = false;
    for (const parked of await ports.store.parked(TRIED_AGAIN)) {
      moved = (await tryOne(parked, declarations, receipt, ports)) || moved;
    }
    if (!moved) return;
  }
}

async function tryOne(
  parked: Parked,
  declarations: Declarations,
  receipt: Receipt,
  { store }: ServerPorts,
): Promise<boolean> {
  const { offer, deviceId, personId, hadAccount } = parked;
  const { entry, deviceEpoch } = offer;
  try {
    await store.transaction(async (tx) => {
      // Whoever takes it away first does it; another request finds nothing to take.
      if (!(await tx.unpark(entry.stamp))) return;
      if (offer.result === 'refused') return handOnAgain(tx, declarations, personId, offer);
      const spoke = { ...NOBODY, id: deviceId, personId, epoch: deviceEpoch };
      await applyEntry(tx, declarations, spoke, entry, receipt, honouredAs(offer, hadAccount));
    });
    return true;
  } catch (failure) {
    if (store.isTransient(failure)) throw failure;
    const code = refusalCode(failure);
    if (code === 'subject.erased') await store.transaction((tx) => tx.unpark(entry.stamp));
    else if (code !== parked.code) await store.transaction((tx) => tx.park({ ...parked, code }));
    return false;
  }
}

const NOBODY = { lastSeq: 0, lastOrder: '', revoked: false, entryCount: 0 } as const;

/** The device as it was when it said this. */
const asThen = (device: ServerDevice, { offer, said }: One): ServerDevice => ({
  ...device,
  id: said.deviceId,
  personId: said.personId,
  epoch: offer.deviceEpoch,
});

/**
 * What was vouched for in an earlier epoch, sealed in this one, now that it is remembered here: a phone shows
 * it should the server be set back once more before it has been healed.
 */
function renewed(
  ports: ServerPorts,
  mark: string,
  { offer, hash, said, vouched }: One,
  outcome: Outcome,
): Outcome {
  const { entry, deviceEpoch, result, code = '', order = '', position } = offer;
  if (!vouched || (outcome.result === 'refused' && result !== 'refused')) return outcome;
  const { hadAccount } = vouched;
  const mac = sealOf(ports, mark, { ...said, deviceEpoch, hash, result, code, order, hadAccount });
  // A person looks at it; what it once was stays true, and stays on the phone.
  if (outcome.result === 'parked') return { ...outcome, mac };
  return {
    seq: entry.seq,
    result,
    mac,
    ...(code === '' ? {} : { code }),
    ...(order === '' ? {} : { order }),
    ...(position === undefined ? {} : { position }),
  };
}

function answer(offer: Offer, result: Outcome['result'], code?: string): Outcome {
  return { seq: offer.entry.seq, result, ...(code ? { code } : {}) };
}
