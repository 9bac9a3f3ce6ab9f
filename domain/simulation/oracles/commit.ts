/** What must be true of every transaction, judged at the moment it commits, against all that stood before. */
import { elementBase } from '#sync/merge';
import type { UnionValue } from '#sync/field';
import { candidatesOf, type ConflictValues, keptValueOf, type KeptValues } from '#sync/questions';
import type { Row, Version } from '#sync/row';
import { samePhone, stampMs, stampNode } from '#sync/stamp';
import { declarations } from '../../index';
import type { ListingValues } from '../../listing';
import { type Commit, type Moment, placeOf, stands, workKey, type Write } from '../history';
import type { Village } from '../village';
import { erasedIsNotWritten } from './erased';
import { lateIsKept, lateIsTheirs, meantBy } from './late';
import { judgeOrders } from './orders';

export function judgeCommit(village: Village, commit: Commit): void {
  onceAndInOrder(village, commit);
  erasedIsNotWritten(village, commit);
  lateIsKept(village, commit);
  lateIsTheirs(village, commit);
  stockAddsUp(village, commit);
  judgeOrders(village, commit);
  for (const write of commit.writes) {
    unionKeepsUnseenAdds(village, commit, write);
    wholeAndLater(village, write);
  }
  // What the server vouched for stands as it stood, in whatever order it comes back: who had seen what,
  // who was asked and which way a status went was judged when it was first said (sync/phone/heal*.test.ts).
  if (commit.healed) return;
  for (const write of commit.writes) {
    stepIsLegal(village, write);
    nothingOverwrittenUnseen(village, commit, write);
    clocksOnlyRank(village, commit, write);
  }
  decidedTakesEffect(village, commit);
  if (village.revoked.has(commit.deviceId) && commit.writes.length > 0)
    village.blame('I9', `revoked ${commit.deviceId} still changes rows`);
  questionsAsked(village, commit);
  saidIsSomewhere(village, commit);
  laterShows(village, commit);
}

/** I1: one effect for each number and each work. I4: numbers of a phone are decided without gaps. */
function onceAndInOrder(village: Village, commit: Commit): void {
  const { history } = village;
  const { outcomes, writes, deviceId, entry, lastSeq, healed, effect, own } = commit;
  if (writes.length > 0 && outcomes.length !== 1 && !healed && !own)
    village.blame('I1', `${writes.length} rows were written beside ${outcomes.length} outcomes`);
  for (const { epoch, outcome } of outcomes) {
    const place = placeOf(deviceId, epoch, outcome.seq);
    if (history.decided.has(place)) village.blame('I1', `${place} was decided twice`);
    if (lastSeq !== outcome.seq && !healed)
      village.blame('I1', `${place} was decided and the device stands at ${lastSeq}`);
    const before = history.lastSeq.get(`${deviceId} ${epoch}`) ?? 0;
    if (outcome.seq !== before + 1 && !healed)
      village.blame('I4', `${place} was decided after number ${before}`);
  }
  if (!entry || !effect) return;
  const key = workKey(deviceId, entry);
  const born = writes.some(({ before, after: { noun } }) => !before && !ENGINE_NOUNS.has(noun));
  const copied = history.copied.has(deviceId) && !born;
  const most = Math.max(1, history.worksOf(key));
  if ((history.effects.get(key) ?? 0) >= most && !copied)
    village.blame('I1', `${entry.action} ${entry.stamp} of ${deviceId} took effect again`);
}

const ENGINE_NOUNS = new Set(['kept', 'conflict', 'handed']);

/** I13: the count of a product is the sum of its movements, at every commit. */
function stockAddsUp(village: Village, { writes }: Commit): void {
  const moved = new Map<string, number>();
  for (const { before, after } of writes) {
    if (after.noun !== 'movement' || before) continue;
    const { listingId, quantity } = after.values as { listingId: string; quantity: number };
    moved.set(listingId, (moved.get(listingId) ?? 0) + quantity);
  }
  for (const { before, after } of writes) {
    if (after.noun !== 'listing') continue;
    const stock = ({ values }: Row) => (values as ListingValues).stock;
    const change = stock(after) - (before ? stock(before) : 0);
    const sum = moved.get(after.id) ?? 0;
    if (change !== sum) village.blame('I13', `stock moved by ${change}, its movements by ${sum}`);
    moved.delete(after.id);
  }
  for (const [id, sum] of moved) village.blame('I13', `a movement of ${sum} left ${id} as it was`);
}

const NEXT: Readonly<Record<string, readonly string[]>> = {
  'listing.status': [
    'draft>published',
    'draft>hidden',
    'draft>removed',
    'published>hidden',
    'published>removed',
    'published>draft',
    'hidden>published',
    'hidden>removed',
    'hidden>draft',
    'removed>draft',
    'removed>published',
    'removed>hidden',
  ],
  'conflict.status': ['open>decided'],
  'handed.status': ['open>taken', 'open>aside', 'aside>open', 'aside>taken'],
  'grant.status': ['active>revoked'],
};

/** I14: what is fixed never changes, and statuses move only along their ways. */
function stepIsLegal(village: Village, { name, before, after }: Write): void {
  const entity = declarations.entities.get(after.noun);
  if (!before || !entity) return;
  const [was, is] = [before.values, after.values] as Record<string, unknown>[];
  for (const [field, { policy }] of Object.entries(entity.fields)) {
    if (was?.[field] === is?.[field]) continue;
    const step = `${String(was?.[field])}>${String(is?.[field])}`;
    const ways = NEXT[`${after.noun}.${field}`];
    if (policy === 'fixed') village.blame('I14', `${name}.${field} is fixed and went ${step}`);
    else if (ways && !ways.includes(step)) village.blame('I14', `${name}.${field} went ${step}`);
    if (field === 'ownerId') village.blame('I14', `${name} changed hands`);
  }
}

/** I7: a value and its version change together. I17: what stands later ranks later. */
function wholeAndLater(village: Village, { name, before, after }: Write): void {
  const copies = declarations.entities.get(after.noun)?.follows?.copies ?? {};
  for (const [field, old] of Object.entries(before?.versions ?? {})) {
    // Repeats what its leader says: ranked there.
    if (field in copies) continue;
    const now = after.versions[field];
    const [was, is] = [before, after].map(
      (row) => (row?.values as Record<string, unknown> | undefined)?.[field],
    );
    if (!now || (was !== is && now.id === old.id))
      village.blame('I7', `${name}.${field} went ${String(was)}>${String(is)} without a version`);
    // Questions are the server's own words: their versions name who made it speak, and rank nothing.
    else if (after.noun !== 'conflict' && now.id !== old.id && now.order <= old.order)
      village.blame('I17', `${name}.${field} is newer and ranks before what stood`);
  }
}

const ENDS_AS: Readonly<Record<string, string>> = {
  'listing.hide': 'hidden',
  'listing.publish': 'published',
  'listing.remove': 'removed',
};

/** I14: the server's word is final: a status that was taken is the status. */
function decidedTakesEffect(village: Village, { entry, outcomes, writes }: Commit): void {
  const said = entry && meantBy(entry);
  const status = said && ENDS_AS[said.action];
  if (!status || !outcomes[0] || !stands(outcomes[0].outcome)) return;
  const write = writes.find(({ name }) => name === `listing/${String(said.input.id)}`);
  const is = (write?.after.values as ListingValues | undefined)?.status;
  if (is !== status) village.blame('I14', `${said.action} was taken and the product is ${is}`);
}

/** I11: a value gives way only to somebody who had seen it, or it is kept in the same transaction. */
function nothingOverwrittenUnseen(
  village: Village,
  commit: Commit,
  { name, before, after }: Write,
): void {
  const { entry, writes } = commit;
  const entity = declarations.entities.get(after.noun);
  if (!before || !entity || !entry) return;
  for (const [field, { policy }] of Object.entries(entity.fields)) {
    if (policy !== 'latest' && policy !== 'asked') continue;
    const old = before.versions[field];
    if (!old || old.id === after.versions[field]?.id) continue;
    const gone = (before.values as Record<string, unknown>)[field];
    if (gone === (after.values as Record<string, unknown>)[field]) continue;
    // An answer to a question takes one of two: the other is kept though its loser had been seen.
    const answers = entry.action === 'conflict.decide' && policy === 'asked';
    if (hasSeen(commit, name, field, old) && !answers) continue;
    if (!keptIn(writes, old.id))
      village.blame('I11', `${name}.${field} ${String(gone)} was overwritten unseen`);
  }
}

/** I11: what an accepted entry says shows, or is kept. */
function saidIsSomewhere(village: Village, { entry, outcomes, writes }: Commit): void {
  const [decided] = outcomes;
  if (!entry || !decided || !stands(decided.outcome)) return;
  const { action, input } = meantBy(entry);
  if (!/\.edit$/.test(action)) return;
  const noun = action.split('.')[0] as string;
  const write = writes.find(({ name }) => name === `${noun}/${String(input.id)}`);
  for (const [field, value] of Object.entries(input)) {
    if (field === 'id' || field === 'shopId') continue;
    const shown = (write?.after.values as Record<string, unknown> | undefined)?.[field];
    if (shown !== value && !keptIn(writes, entry.stamp))
      village.blame('I11', `${field} ${String(value)} of ${entry.stamp} was taken and is nowhere`);
  }
}

/** I17: of two concurrent values the one said later shows. */
function laterShows(village: Village, { entry, writes }: Commit): void {
  for (const { after, before } of writes) {
    if (after.noun !== 'kept' || before || entry?.action === 'conflict.decide') continue;
    const { noun, rowId, field } = after.values as KeptValues;
    const row = writes.find(({ name }) => name === `${noun}/${rowId}`)?.after;
    const standing = row?.versions[field];
    const { atMs } = keptValueOf(after.values as KeptValues);
    if (standing && atMs > stampMs(standing.order))
      village.blame('I17', `${noun}/${rowId}.${field} shows the earlier of two values`);
  }
}

/** Kept for what it was: the value with that name, in a new row of the same transaction. */
function keptIn(writes: readonly Write[], version: string): boolean {
  return writes.some(
    ({ after, before }) =>
      after.noun === 'kept' &&
      !before &&
      keptValueOf(after.values as KeptValues).version === version,
  );
}

/** Its base names the value, or its own phone said it and remembers that. */
function hasSeen(
  { entry, past }: Commit,
  name: string,
  field: string,
  old: Pick<Version, 'id'>,
): boolean {
  if (!entry) return false;
  return entry.bases[name]?.[field] === old.id || ownWord(entry.stamp, past, old.id);
}

const ownWord = (said: string, past: readonly string[], old: string): boolean =>
  [said, ...past.filter((last) => old <= last)].some(
    (word) => stampNode(word) === stampNode(old) && samePhone(word, said),
  );

/** I11: a removal takes only the adds it names; what was put is there. */
function unionKeepsUnseenAdds(
  village: Village,
  { entry, past }: Commit,
  { name, before, after }: Write,
): void {
  if (after.noun !== 'listing' || !entry) return;
  const photos = (row: Row | undefined) => (row?.values as ListingValues | undefined)?.photos;
  const was: UnionValue = photos(before) ?? { live: {}, dead: {} };
  const is = photos(after) as UnionValue;
  for (const [element, added] of Object.entries(was.live)) {
    if (element in is.live) continue;
    const seen = entry.bases[name]?.[elementBase('photos', element)] === added;
    const own = ownWord(entry.stamp, past, added);
    if (!seen && !own)
      village.blame('I11', `photo ${element} was dropped by somebody who never saw it`);
    if (!is.dead[element]?.includes(added)) village.blame('I11', `photo ${element} left no trace`);
  }
  const { id } = entry.input;
  const puts = entry.action === 'photo.add' || entry.action === 'photo.restore';
  if (puts && typeof id === 'string' && !(id in is.live) && !is.dead[id]?.includes(entry.stamp))
    village.blame('I11', `photo ${id} was put and is not there`);
}

/** I17: a clock gives a value its rank among concurrent ones, never a rank after its receipt. */
function clocksOnlyRank(
  village: Village,
  { entry, receivedMs }: Commit,
  { name, before, after }: Write,
): void {
  for (const [field, version] of Object.entries(after.versions)) {
    const old = before?.versions[field];
    if (!entry || version.id !== entry.stamp || old?.id === version.id) continue;
    const clamp = Math.max(receivedMs, old ? stampMs(old.order) + 1 : 0);
    if (stampMs(version.order) > clamp + LAST_WORD_MS)
      village.blame(
        'I17',
        `${name}.${field} ranks ${stampMs(version.order) - receivedMs} ms after its receipt`,
      );
  }
}
/** A device's next word ranks just after its last one, so a busy phone may be a little ahead. */
const LAST_WORD_MS = 5;

/** I12: a real difference has exactly one open question, it holds both values, and the owner sees it. */
function questionsAsked(village: Village, commit: Commit): void {
  const { entry, writes, outcomes } = commit;
  const [decided] = outcomes;
  const standsAfter = (name: string): Row | undefined =>
    writes.find((write) => write.name === name)?.after ?? village.history.rows.get(name);
  let known: ReadonlyMap<string, Row[]> | undefined;
  const open = () => (known ??= openQuestions(village.history.rows, writes));
  const touched = writes.some(({ after: { noun } }) => noun === 'conflict');
  if (touched || decided?.outcome.result === 'conflict')
    for (const [about, rows] of open())
      if (rows.length > 1) village.blame('I12', `${rows.length} open questions about ${about}`);
  if (!entry || !decided || !stands(decided.outcome)) return;
  if (entry.action === 'conflict.decide' && decided.outcome.result !== 'conflict') {
    const closed = standsAfter(`conflict/${String(entry.input.id)}`)?.values as
      ConflictValues | undefined;
    if (closed?.status === 'open') village.blame('I12', `an answered question is still open`);
  }
  for (const { after: now, before } of writes) {
    if (now.noun !== 'conflict' || before) continue;
    const { noun, rowId, field } = now.values as ConflictValues;
    const about = writes.find(({ name }) => name === `${noun}/${rowId}`);
    const stood = about?.before?.versions[field];
    if (field !== 'status' && stood && hasSeen(commit, `${noun}/${rowId}`, field, stood))
      village.blame('I12', `somebody is asked about ${noun}/${rowId}.${field} without need`);
  }
  for (const { name, before, after: now } of writes) {
    if (now.noun !== 'listing' || !before) continue;
    for (const field of differing(commit, name, before, now)) {
      const asked = open().get(`${name} ${field}`)?.[0];
      if (!asked) {
        village.blame('I12', `${name}.${field} differs and nobody is asked`);
        continue;
      }
      const values = asked.values as ConflictValues;
      const shop = `shop:${(now.values as ListingValues).shopId}`;
      if (!values.scopes.split(' ').includes(shop))
        village.blame('I12', `the owner never hears the question about ${name}.${field}`);
      const said = field === 'status' ? null : before.versions[field]?.id;
      const candidates = candidatesOf(values).map(({ version }) => version);
      if (
        said &&
        candidates.length < 12 &&
        !(candidates.includes(said) && candidates.includes(entry.stamp))
      )
        village.blame('I12', `the question about ${name}.${field} holds not both values`);
    }
  }
}

/** Fields about which a person must be asked after this change. */
function differing(commit: Commit, name: string, before: Row, after: Row): string[] {
  const { entry } = commit;
  if (!entry) return [];
  const fields: string[] = [];
  const was = before.values as ListingValues;
  const price = before.versions.price;
  const { action, input } = meantBy(entry);
  const said = action === 'listing.edit' ? input.price : undefined;
  if (said !== undefined && price && said !== was.price && !hasSeen(commit, name, 'price', price))
    fields.push('price');
  const status = before.versions.status;
  const removes = action === 'listing.remove';
  const setsStatus = /^(listing\.(hide|publish|remove|restore)|conflict\.decide)$/.test(action);
  // An order says nothing of the product itself.
  const edits = !setsStatus && !action.startsWith('order.');
  if (edits && was.status === 'removed' && status && !hasSeen(commit, name, 'status', status))
    fields.push('status');
  const unseen = Object.entries(before.versions).some(
    ([field, version]) => field !== 'status' && !hasSeen(commit, name, field, version),
  );
  if (
    removes &&
    was.status !== 'removed' &&
    unseen &&
    (after.values as ListingValues).status === 'removed'
  )
    fields.push('status');
  return fields;
}

/** Every question that is open once these writes stand, by what it is about. */
function openQuestions(rows: Moment, writes: readonly Write[]): ReadonlyMap<string, Row[]> {
  const open = new Map<string, Row[]>();
  const note = (row: Row): void => {
    const { noun, rowId, field, status } = row.values as ConflictValues;
    if (row.noun !== 'conflict' || status !== 'open') return;
    const about = `${noun}/${rowId} ${field}`;
    open.set(about, [...(open.get(about) ?? []), row]);
  };
  const written = new Set(writes.map(({ name }) => name));
  for (const [name, row] of rows) if (row.noun === 'conflict' && !written.has(name)) note(row);
  for (const { after } of writes) note(after);
  return open;
}
