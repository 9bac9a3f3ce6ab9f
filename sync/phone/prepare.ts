/** What to say now: the oldest entries that have no answer, and where this phone stands. */
import { LIMITS, PROTOCOL, type SyncRequest } from '../wire';
import type { Queued, PhoneStore } from './store';
import type { PhonePorts } from './tap';

export interface SendLimits {
  readonly fingerprint: string;
  readonly maxEntries: number;
  /** Bytes of JSON of all entries together; at least one entry always goes. */
  readonly maxBytes: number;
  readonly maxRows: number;
  /** Whoever sends this also knows how to fetch a snapshot. */
  readonly takesSnapshots?: boolean;
}

/** Marks the entries as being sent: from here on they never change. */
export async function prepare(
  store: PhoneStore,
  publicScopes: readonly string[],
  limits: SendLimits,
  ports: PhonePorts,
): Promise<SyncRequest> {
  const publicCursors: Record<string, string> = {};
  for (const scope of publicScopes) publicCursors[scope] = await store.publicCursor(scope);
  const request = await store.write(async (tx) => {
    const state = await tx.state();
    if (state.offered !== undefined) return null;
    const nowMs = Math.max(0, Math.floor(ports.nowMs()));
    const open = (await tx.queue()).filter(isOpen);
    const sending = fitting(
      open.filter((queued) => queued.deviceEpoch === state.deviceEpoch),
      limits,
    );
    for (const queued of sending) {
      if (queued.state === 'waiting') await tx.putQueued({ ...queued, state: 'sending' });
    }
    const oldestMs = Math.min(...open.map(({ madeMs }) => madeMs));
    const correctedMs = nowMs + (state.offsetMs ?? 0);
    return {
      protocol: PROTOCOL,
      fingerprint: limits.fingerprint,
      deviceEpoch: state.deviceEpoch,
      ...(state.past?.length ? { past: state.past } : {}),
      acked: state.acked,
      entries: sending.map(({ entry }) => entry),
      cursors: nonEmpty({ ...state.cursors, ...publicCursors }),
      epoch: state.serverEpoch,
      sentMs: nowMs,
      waiting: {
        count: open.length,
        oldestAgeMs: open.length === 0 ? 0 : Math.max(0, Math.floor(correctedMs - oldestMs)),
      },
      maxRows: limits.maxRows,
      // A standing of somebody else (the device changed hands, or flash is worn) is better told anew.
      ...(state.heard?.actor.personId === state.actor.personId ? { heard: state.heard.name } : {}),
      ...(limits.takesSnapshots ? { takesSnapshots: true } : {}),
    };
  });
  if (request) return request;
  const { prepareHealing } = await import('./heal');
  return prepareHealing(store, limits, ports);
}

export const isOpen = (queued: Queued): boolean =>
  queued.state === 'waiting' || queued.state === 'sending';

/** In order and without gaps: the server takes entry n+1 only after n. */
function fitting(queue: readonly Queued[], limits: SendLimits): Queued[] {
  const fitted: Queued[] = [];
  let bytes = 0;
  for (const queued of queue) {
    bytes += JSON.stringify(queued.entry).length;
    const full = fitted.length >= Math.min(limits.maxEntries, LIMITS.entries);
    const last = fitted[fitted.length - 1];
    // One in between was lost: the server notices by the next number, in a request of its own.
    if (last && queued.seq !== last.seq + 1) break;
    if (full || (last && bytes > limits.maxBytes)) break;
    fitted.push(queued);
  }
  return fitted;
}

const nonEmpty = (cursors: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(cursors).filter(([, cursor]) => cursor !== ''));
