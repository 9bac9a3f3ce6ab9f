/** One request does a whole sync: what the phone has to say, then what it has not heard yet. */
import type { Declarations } from '../declarations';
import { type Covered, type ForkAnswer, LIMITS, type SyncAnswer, type SyncRequest } from '../wire';
import { markOf } from '../request-mark';
import { hearOffers, showSetBack } from './honour';
import { pull } from './pull';
import { push } from './push';
import type { ServerPorts, ServerStore } from './store';

/** Hex digits that name a standing: it is compared with the last one this phone heard, no other. */
const STANDING_NAME = 8;

/** Who speaks, as the edge has established it. */
export interface Caller {
  readonly deviceId: string;
  readonly personId: string;
  readonly revoked: boolean;
  readonly session: 'none' | 'live';
}

/**
 * @param request already read and bounded by readSyncRequest()
 * @throws whatever the store throws for reasons that may pass (see ServerStore.isTransient): the
 *   phone keeps everything and tries again
 */
export async function handleSync(
  request: SyncRequest,
  caller: Caller,
  declarations: Declarations,
  ports: ServerPorts,
): Promise<SyncAnswer | ForkAnswer> {
  return { ...(await answerTo(request, caller, declarations, ports)), to: markOf(request) };
}

async function answerTo(
  request: SyncRequest,
  caller: Caller,
  declarations: Declarations,
  ports: ServerPorts,
): Promise<SyncAnswer | ForkAnswer> {
  const { store } = ports;
  const receivedMs = ports.nowMs();
  // In the middle of the work: phones read the offset of the clocks off the middle of their own wait.
  const middleMs = () => Math.round((receivedMs + ports.nowMs()) / 2);
  const epoch = await store.epoch();
  const standing = (now = epoch) => standingOf(now, caller, declarations, store, middleMs);
  // Before anything is taken or given: what was acknowledged before a restore comes first.
  if (request.epoch !== '' && request.epoch !== epoch && !caller.revoked) {
    return { ...(await standing()), heal: true };
  }
  const offers = request.offers && !caller.revoked ? request.offers : null;
  // Before the offers are taken: the proof is still there should the epoch not begin now.
  const setBack = offers !== null && (await showSetBack(offers, caller.deviceId, epoch, ports));
  if (setBack) await store.beginEpoch(epoch);
  const heard = offers && (await hearOffers(request, caller.deviceId, epoch, declarations, ports));
  const offered = heard ? { offered: heard } : {};
  if (setBack || (heard && request.moreOffers)) {
    return { ...(await standing(await store.epoch())), ...offered };
  }
  const pushed = await push(request, caller.deviceId, epoch, declarations, ports);
  if ('forked' in pushed) return pushed;
  const answer = await standing();
  if ('setBack' in pushed) return { ...answer, heal: true };
  const said = { ...answer, ...offered, outcomes: pushed };
  if (caller.revoked) return { ...said, more: false };
  const lastPosition = Math.max(0, ...pushed.map(({ position = 0 }) => position));
  if (lastPosition > 0) await store.settle?.(lastPosition);
  const shelf = request.takesSnapshots ? ports.snapshots : undefined;
  const pulled = await pull({ store, shelf, declarations, epoch }, answer.scopes, request);
  if (pulled.setBack && !offers) return pushed.length > 0 ? said : { ...answer, heal: true };
  const { changes, snapshot } = pulled;
  // Still hidden behind somebody else's long transaction: the phone asks once more, and what was tapped
  // does not vanish from its screen meanwhile.
  const more = pulled.more || lastPosition >= pulled.settled;
  const missingPhotos = more ? [] : await store.missingPhotos(caller.personId);
  // Told beside other news only: most requests of a quiet day cost neither a query nor a byte for it.
  const hasNews = pushed.length + changes.length > 0;
  const covered = hasNews ? await coveredOf(caller.deviceId, store) : {};
  const told = JSON.stringify([epoch, answer.scopes, answer.actor, missingPhotos]);
  return {
    ...said,
    serverMs: middleMs(),
    changes,
    more,
    missingPhotos,
    ...covered,
    ...(snapshot ? { snapshot } : {}),
    ...(more ? {} : { heard: ports.sha256(told).slice(0, STANDING_NAME) }),
  };
}

/**
 * An answer that says who the caller is and nothing new yet. A revoked device may leave its work here and
 * learns nothing: no rows, no scopes, no rights.
 */
async function standingOf(
  epoch: string,
  { personId, revoked, session }: Caller,
  declarations: Declarations,
  store: ServerStore,
  middleMs: () => number,
): Promise<SyncAnswer> {
  const { hasAccount, rights, ownedShopIds } = await store.transaction((tx) => tx.person(personId));
  const actor = { personId, hasAccount, rights: revoked ? [] : rights };
  const scopes = [
    ...declarations.scopesOf(actor, ownedShopIds).slice(0, LIMITS.scopes),
    ...declarations.publicScopes,
  ];
  return {
    epoch,
    serverMs: middleMs(),
    outcomes: [],
    changes: [],
    scopes: revoked ? [] : scopes,
    more: true,
    actor: { ...actor, session },
    missingPhotos: [],
  };
}

async function coveredOf(deviceId: string, store: ServerStore): Promise<{ covered?: Covered }> {
  const device = await store.transaction((tx) => tx.lockDevice(deviceId));
  return device?.covered ? { covered: device.covered } : {};
}
