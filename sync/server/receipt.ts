/**
 * The server's seal on an answer. A phone keeps it; when the server is restored from an older backup, it
 * knows by the seal that it once said exactly this, and does not decide again.
 *
 * Form: six signs of the epoch in which it was answered, then 72 bits of HMAC.
 */
import type { OutcomeResult } from '../entry';
import type { ServerPorts } from './store';

const EPOCH_SIGNS = 6;
const SEAL_SIGNS = 12;

/** What is sealed: whose word it was, the word itself (its hash), and what became of it. */
export interface Vouched {
  readonly deviceId: string;
  readonly deviceEpoch: number;
  readonly personId: string;
  /** Whether the person had an account at that moment: a guest's goods stay drafts. */
  readonly hadAccount: boolean;
  /** SHA-256 of the entry's canonical text, hex. */
  readonly hash: string;
  readonly result: OutcomeResult;
  readonly code: string;
  /** Rank the values got; empty where it is the entry's own stamp. */
  readonly order: string;
}

export const epochMark = (epoch: string): string => epoch.slice(0, EPOCH_SIGNS);

/** The seal as it travels in an outcome. */
export function sealOf(
  { seal }: Pick<ServerPorts, 'seal'>,
  mark: string,
  vouched: Vouched,
): string {
  const { deviceId, deviceEpoch, personId, hadAccount, hash, result, code, order } = vouched;
  const said = [
    ...['jukung-outcome-1', mark, deviceId, deviceEpoch, personId, hadAccount],
    ...[hash, result, code, order],
  ];
  return mark + seal(JSON.stringify(said)).slice(0, SEAL_SIGNS);
}

/** Whether the person had an account when this was sealed; null if the seal is not ours. */
export function whatWasVouched(
  ports: Pick<ServerPorts, 'seal'>,
  mac: string,
  said: Omit<Vouched, 'hadAccount'>,
): { hadAccount: boolean } | null {
  if (mac.length !== EPOCH_SIGNS + SEAL_SIGNS) return null;
  const mark = epochMark(mac);
  for (const hadAccount of [true, false]) {
    if (sameText(sealOf(ports, mark, { ...said, hadAccount }), mac)) return { hadAccount };
  }
  return null;
}

/** Security: takes as long for a nearly right seal as for a wrong one. */
function sameText(a: string, b: string): boolean {
  let different = a.length ^ b.length;
  for (let at = 0; at < a.length; at += 1) different |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return different === 0;
}
