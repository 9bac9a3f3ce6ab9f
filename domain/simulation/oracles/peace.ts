/** What must be true when the trouble is over and everybody has spoken. */
import { isOpen } from '#sync/phone/prepare';
import type { Standing } from '#sync/phone/store';
import { rowName } from '#sync/row';
import type { Handset } from '../handset';
import { rowText, sorted, workKey } from '../history';
import type { Village } from '../village';
import { heldScopes } from './answer';
import { erasedIsGone, erasedIsNotHeld } from './erased';

export async function judgePeace(village: Village): Promise<void> {
  const { history, ring } = village;
  const truth = new Map((await ring.allRows()).map((row) => [rowName(row), row]));
  // The witness and the store agree: nothing was written beside the history, nothing was lost from it.
  const told = (rows: Iterable<Standing>) => sha([...rows].map(rowText));
  if (told(truth.values()) !== told(history.rows.values()))
    village.blame('I8', 'the store holds something else than what was committed to it');
  await erasedIsGone(village, truth);
  for (const phone of village.phones.values()) {
    const { queue, rows } = phone.store.inspect();
    if (village.revoked.has(phone.deviceId)) continue;
    for (const { entry, state } of queue.filter(isOpen))
      village.blame('I25', `${phone.name} still has ${entry.action} ${state}`);
    for (const { entry, state } of queue.filter(({ state }) => state === 'answered'))
      village.blame('I24', `${phone.name} waits for what ${entry.action} did, ${state}`);
    restoredStands(village, phone);
    erasedIsNotHeld(village, phone);
    const mine = new Set(heldScopes(village, phone.personId));
    const expected = [...truth.values()]
      .filter((row) => village.privateScopesOf(row).some((scope) => mine.has(scope)))
      .map((row) => `${rowName(row)} ${rowText(row)}`);
    const holds = rows.flatMap(({ name, base }) => (base ? [`${name} ${rowText(base)}`] : []));
    if (sha(expected) !== sha(holds))
      village.blame(
        'I8',
        `${phone.name} holds something else than its scopes: ${differ(expected, holds)}`,
      );
    for (const { name, base, view } of rows)
      if (base && sorted(base.values) !== sorted(view?.values))
        village.blame('I8', `${phone.name} shows something else than the truth of ${name}`);
  }
}

/**
 * I3: what a server acknowledged before it was set back, and a living phone still keeps, stands again; or it
 * is parked for a person, or its author has been told why it can't.
 */
function restoredStands(village: Village, phone: Handset): void {
  const { effects, parked, rolledBack, copied, decided, erased, forgotten } = village.history;
  const { queue, sent, state } = phone.store.inspect();
  if (state.offered !== undefined)
    village.blame('I3', `${phone.name} still has something to offer again`);
  const told = new Set(
    [...queue, ...sent].flatMap(({ entry, outcome }) =>
      outcome?.result === 'refused' && outcome.code ? [entry.stamp] : [],
    ),
  );
  // Copies of a phone say the same again by themselves: whichever was first has heard what became of it.
  const toldCopy = new Set(
    [...(copied.has(phone.deviceId) ? decided.values() : [])].flatMap(({ key, outcome }) =>
      outcome.result === 'refused' ? [key] : [],
    ),
  );
  for (const { entry, rows } of [...queue, ...sent]) {
    // What was about somebody erased is nowhere any more, and what they said themselves.
    if (forgotten.has(phone.personId) || rows.some((name) => erased.has(name))) continue;
    const key = workKey(phone.deviceId, entry);
    if (toldCopy.has(key)) continue;
    if (!rolledBack.has(key) || effects.has(key)) continue;
    if (parked.has(entry.stamp) || told.has(entry.stamp)) continue;
    village.blame('I3', `${phone.name} keeps ${entry.action} ${entry.stamp}: it did not come back`);
  }
}

const sha = (lines: readonly string[]): string => [...lines].sort().join('\n');

const differ = (a: readonly string[], b: readonly string[]): string => {
  const [one] = [...a.filter((x) => !b.includes(x)), ...b.filter((x) => !a.includes(x))];
  return one?.slice(0, 60) ?? '';
};
