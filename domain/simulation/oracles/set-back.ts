/** I29: a server that was set back without knowing learns it from whoever can show it, and from nobody else. */
import { epochMark } from '#sync/server/receipt';
import type { ForkAnswer, SyncAnswer, SyncRequest } from '#sync/wire';
import type { Handset } from '../handset';
import { placeOf } from '../history';
import { isFork, type Village } from '../village';

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

/**
 * Whoever has heard more answers than the server ever gave, or read further than it stands, is asked to heal it.
 *
 * @param readFurther one of the cursors of this request was given out after the moment that came back
 */
export function aheadIsAskedToHeal(
  village: Village,
  { name, deviceId }: Handset,
  { acked, deviceEpoch, offers, epoch: asked }: SyncRequest,
  answer: SyncAnswer | ForkAnswer,
  readFurther: boolean,
): void {
  if (offers || asked === '' || village.revoked.has(deviceId)) return;
  const heal = !isFork(answer) && answer.heal === true;
  // What it said is answered first; it asks again at once.
  const saidMore = isFork(answer) || answer.outcomes.length > 0;
  if (readFurther && !heal && !saidMore)
    village.blame('I29', `${name} has read further than the server and is not asked to heal`);
  if (acked === 0 || (!isFork(answer) && asked !== answer.epoch)) return;
  const { lastSeq } = village.history;
  const forked = [...lastSeq.keys()].some((key) => {
    const [device, later] = key.split(' ');
    return device === deviceId && Number(later) > deviceEpoch;
  });
  if (forked || acked <= (lastSeq.get(`${deviceId} ${deviceEpoch}`) ?? 0)) return;
  if (!heal) village.blame('I29', `${name} has heard ${acked} answers and is not asked to heal`);
}
