/** I29: a server that was set back without knowing learns it from whoever can show it, and from nobody else. */
import { epochMark } from '#sync/server/receipt';
import type { SyncAnswer, SyncRequest } from '#sync/wire';
import type { Handset } from '../handset';
import { placeOf } from '../history';
import type { Village } from '../village';

/** Whether the request shows an answer that was given in this very epoch and is lost by now. */
export function showsSetBack(
  village: Village,
  deviceId: string,
  epoch: string,
  { offers = [], epoch: asked }: SyncRequest,
): boolean {
  if (asked !== epoch) return false;
  const { decided, honoured } = village.history;
  return offers.some(({ entry, deviceEpoch, mac = '', deviceId: saidAs = deviceId }) => {
    if (epochMark(mac) !== epochMark(epoch) || honoured.has(entry.stamp)) return false;
    const known = decided.get(placeOf(saidAs, deviceEpoch, entry.seq));
    return known?.hash !== village.hashOf(entry);
  });
}

/** Whoever has heard more answers than the server ever gave is asked to heal it. */
export function aheadIsAskedToHeal(
  village: Village,
  { name, deviceId }: Handset,
  { acked, deviceEpoch, offers, epoch: asked }: SyncRequest,
  { heal, epoch }: SyncAnswer,
): void {
  if (offers || acked === 0 || asked !== epoch || village.revoked.has(deviceId)) return;
  const { lastSeq } = village.history;
  const forked = [...lastSeq.keys()].some((key) => {
    const [device, later] = key.split(' ');
    return device === deviceId && Number(later) > deviceEpoch;
  });
  if (forked || acked <= (lastSeq.get(`${deviceId} ${deviceEpoch}`) ?? 0)) return;
  if (!heal) village.blame('I29', `${name} has heard ${acked} answers and is not asked to heal`);
}
