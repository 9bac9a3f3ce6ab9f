/**
 * Time passes and nobody answers: the server ends orders by itself (S24). It looks before every request, as
 * api/expiry.ts does; each deed is a transaction that is judged and written down like everybody else's.
 */
import type { Entry } from '#sync/entry';
import { instanceOf } from './instance';
import { judgeCommit } from './oracles/commit';
import { dueIsExpired } from './oracles/order-end';
import type { TakeTurn } from './turns';
import type { Village } from './village';

export async function expireDue(village: Village, take: TakeTurn): Promise<void> {
  const { ring, history, nowMs } = village;
  const server = instanceOf(ring, history, {
    ...NOBODY,
    receivedMs: nowMs,
    take,
    onCommit: (commit) => judgeCommit(village, commit),
    newId: () => village.newId(),
    newEpoch: () => village.newEpoch(),
    hashOf: (entry: Entry) => village.hashOf(entry),
  });
  await ring.expireOrders(server, nowMs);
  dueIsExpired(village, nowMs);
}

/** Nobody asks, nothing is told, and what befalls a request befalls none here. */
const NOBODY = {
  deviceId: '',
  personId: '',
  entries: [],
  offers: [],
  past: [],
  mishaps: [],
  onFault: () => undefined,
  onPull: () => undefined,
  isAhead: () => false,
  onCursor: () => undefined,
  onProof: () => undefined,
} as const;
