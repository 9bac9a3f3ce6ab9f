/**
 * When was it really said? Phones' clocks lie by years. The stamp is corrected by what the phone
 * learned, or by what this request shows, and never lies in the future of its receipt.
 */
import type { Entry } from '../entry';
import { hear, makeStamp, type Stamp, stampMs, stampNode, tick } from '../stamp';

/**
 * @param sentMs the phone's own clock when it sent the request
 * @param receivedMs the server's clock at receipt
 * @param lastOrder rank of the last thing this device said; the new one ranks after it
 */
export function orderOf(
  entry: Entry,
  sentMs: number,
  receivedMs: number,
  lastOrder: Stamp | '',
): Stamp {
  const saidMs = entry.corrected ? stampMs(entry.stamp) : entry.rawMs + (receivedMs - sentMs);
  const clampedMs = Math.max(0, Math.min(Math.floor(saidMs), receivedMs));
  const node = stampNode(entry.stamp);
  const order =
    clampedMs === stampMs(entry.stamp)
      ? entry.stamp
      : makeStamp({ ms: clampedMs, counter: 0 }, node);
  if (lastOrder === '' || order > lastOrder) return order;
  return makeStamp(tick(hear({ ms: 0, counter: 0 }, lastOrder), 0), node);
}
