/** I27: what one side says is what the other hears, however few bytes it took. JSON needs no judge. */
import { clockSaid, shortScope } from '#sync/compact/request';
import type { Outcome } from '#sync/entry';
import { rowsOfTable } from '#sync/phone/settle';
import type { ForkAnswer, ScopeChanges, SyncAnswer, SyncRequest } from '#sync/wire';
import type { Handset } from '../handset';
import { same, sorted } from '../history';
import { isFork, type Village } from '../village';

/** @param heard what the server read off the bytes of what the phone said */
export function judgeHeardRequest(
  village: Village,
  phone: Handset,
  said: SyncRequest,
  heard: SyncRequest,
): void {
  if (!village.isCompact(phone)) return;
  const plain = (request: SyncRequest) =>
    without(request, ['fingerprint', 'cursors', 'sentMs', 'takesSnapshots']);
  const differs = (what: string) =>
    village.blame('I27', `${phone.name} said and the server heard another ${what}`);
  const [one, other] = [plain(said), plain(heard)];
  for (const part of new Set([...Object.keys(one), ...Object.keys(other)]))
    if (!same(one[part], other[part])) differs(part);
  if ((heard.takesSnapshots ?? false) !== (said.takesSnapshots ?? false)) differs('wish');
  if (heard.sentMs !== clockSaid(said)) differs('time');
  const scopes = Object.entries(said.cursors);
  if (scopes.length !== Object.keys(heard.cursors).length) differs('number of scopes');
  for (const [scope, cursor] of scopes)
    if ((heard.cursors[scope] ?? heard.cursors[shortScope(scope)]) !== cursor)
      differs(`cursor of ${scope}`);
}

/**
 * @param said what the server answered to this very request
 * @param heard what the phone made of its bytes. Where it could not make a row of its own words it leaves the
 *   scope aside and knows that there is more
 */
export function judgeHeardAnswer(
  village: Village,
  phone: Handset,
  said: SyncAnswer | ForkAnswer,
  heard: SyncAnswer | ForkAnswer,
): void {
  if (!village.isCompact(phone)) return;
  const differs = (what: string, told = '') =>
    village.blame('I27', `${phone.name} was told and heard another ${what} ${told}`);
  if (isFork(said) || isFork(heard)) {
    if (!same(said, heard)) differs('fork');
    return;
  }
  const plain = (answer: SyncAnswer) => ({
    ...without(answer, ['changes', 'more', 'to']),
    outcomes: answer.outcomes.map(ofRows),
  });
  const [one, other] = [plain(said), plain(heard)] as [Words, Words];
  for (const part of new Set([...Object.keys(one), ...Object.keys(other)]))
    if (!same(one[part], other[part])) differs(part, sorted(other[part]));
  const aside = heard.changes.length < said.changes.length;
  if (heard.more !== (said.more || aside)) differs('end');
  for (const changes of heard.changes) {
    const told = said.changes.find(({ scope }) => scope === changes.scope);
    if (told && same(told, changes)) continue;
    if (!told || !same(wordsOf(told), wordsOf(changes))) differs(`change of ${changes.scope}`);
  }
}

function without(told: object, parts: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(told).filter(([part]) => !parts.includes(part)));
}

/** Which rows an entry changed, in whatever order. */
const ofRows = ({ rows, ...rest }: Outcome): object => ({
  ...rest,
  ...(rows ? { rows: [...rows].sort() } : {}),
});

/** Rows that were put back stand in tables of their own: which table says a row says nothing. */
function wordsOf({ tables, gone, ...rest }: ScopeChanges): object {
  const rows = tables.flatMap((table) => [...rowsOfTable(table)]);
  return {
    ...rest,
    rows: Object.fromEntries(rows.map((row) => [row.name, row])),
    gone: [...gone].sort(),
  };
}

type Words = Readonly<Record<string, unknown>>;
