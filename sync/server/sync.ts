/** One request does a whole sync: what the phone has to say, then what it has not heard yet. */
import type { Declarations } from '../declarations';
import { type ForkAnswer, LIMITS, type SyncAnswer, type SyncRequest } from '../wire';
import { pull } from './pull';
import { push } from './push';
import type { ServerPorts } from './store';

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
  const { store } = ports;
  const receivedMs = ports.nowMs();
  // In the middle of the work: phones read the offset of the clocks off the middle of their own wait.
  const middleMs = () => Math.round((receivedMs + ports.nowMs()) / 2);
  const pushed = await push(request, caller.deviceId, declarations, ports);
  if ('forked' in pushed) return pushed;
  const epoch = await store.epoch();
  const { hasAccount, rights, ownedShopIds } = await store.transaction((tx) =>
    tx.person(caller.personId),
  );
  const actor = { personId: caller.personId, hasAccount, rights };
  const wireActor = { ...actor, session: caller.session };
  if (caller.revoked) {
    return {
      ...nothingElse(epoch, middleMs()),
      outcomes: pushed,
      actor: { ...wireActor, rights: [] },
    };
  }
  const scopes = [
    ...declarations.scopesOf(actor, ownedShopIds).slice(0, LIMITS.scopes),
    ...declarations.publicScopes,
  ];
  const shelf = request.takesSnapshots ? ports.snapshots : undefined;
  const pulled = await pull({ store, shelf, declarations, epoch }, scopes, request);
  const { changes, more, snapshot } = pulled;
  const missingPhotos = more ? [] : await store.missingPhotos(caller.personId);
  const standing = [epoch, scopes, wireActor, missingPhotos];
  return {
    epoch,
    serverMs: middleMs(),
    outcomes: pushed,
    changes,
    scopes,
    more,
    actor: wireActor,
    missingPhotos,
    ...(snapshot ? { snapshot } : {}),
    ...(more ? {} : { heard: ports.sha256(JSON.stringify(standing)).slice(0, STANDING_NAME) }),
  };
}

/** A revoked device may leave its work here and learns nothing. */
function nothingElse(epoch: string, serverMs: number): Omit<SyncAnswer, 'actor' | 'outcomes'> {
  return { epoch, serverMs, changes: [], scopes: [], more: false, missingPhotos: [] };
}
