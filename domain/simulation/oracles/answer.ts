/** What must be true of every answer, judged at the wire, before any phone has touched it. */
import type { Outcome } from '#sync/entry';
import type {
  ForkAnswer,
  Offer,
  ScopeChanges,
  SyncAnswer,
  SyncRequest,
  WireTable,
} from '#sync/wire';
import type { Row } from '#sync/row';
import { declarations } from '../../index';
import { scopesOf } from '../../scopes';
import type { Handset } from '../handset';
import { type History, type Moment, same, sorted, stands, workKey } from '../history';
import { isFork, type Village } from '../village';
import { placeOf } from '../history';
import { erasedIsNotTold } from './erased';
import { ordersAreTheirs } from './order-sight';

export interface Under {
  /** What the person might hold when the request arrived; null for a revoked phone. */
  readonly held: readonly string[] | null;
  /** What stood whenever rows were read for this answer: much may have happened since. */
  readonly moments: readonly Moment[];
}

export function judgeAnswer(
  village: Village,
  phone: Handset,
  request: SyncRequest,
  answer: SyncAnswer | ForkAnswer,
  { held: heldBefore, moments }: Under,
): void {
  if (isFork(answer)) {
    if (answer.nextDeviceEpoch <= request.deviceEpoch)
      village.blame('I24', `${phone.name} is sent back to device epoch ${answer.nextDeviceEpoch}`);
    return;
  }
  everyEntryAnswered(village, phone, request, answer);
  erasedIsNotTold(village, phone, answer);
  if (heldBefore === null && answer.changes.length > 0)
    village.blame('I9', `${phone.name} was revoked and is told of ${answer.changes.length} scopes`);
  const held = [...heldScopes(village, phone.personId), ...(heldBefore ?? [])];
  ordersAreTheirs(village, phone, answer, held, moments);
  let rows = 0;
  for (const changes of answer.changes) {
    rows += changes.gone.length + changes.tables.reduce((sum, { ids }) => sum + ids.length, 0);
    scopeIsTheirs(village, phone, held, changes, moments);
  }
  // A face that is no longer public is told as gone: at most as often as it was a row.
  if (rows > request.maxRows)
    village.blame('I18', `${phone.name} asked for ${request.maxRows} rows and was sent ${rows}`);
}

/** I26: every entry of a request is answered, in order; a bad one never holds up the next. */
function everyEntryAnswered(
  village: Village,
  phone: Handset,
  { entries, deviceEpoch, offers }: SyncRequest,
  { outcomes, heal, offered }: SyncAnswer,
): void {
  // A server that was set back takes nothing before it has heard what it once acknowledged.
  if (heal && outcomes.length === 0) return;
  if (offers) everyOfferAnswered(village, phone, offers, offered ?? []);
  const asked = entries.map(({ seq }) => seq).join();
  const told = outcomes.map(({ seq }) => seq).join();
  if (asked !== told) village.blame('I26', `${phone.name} asked ${asked} and was answered ${told}`);
  for (const [index, outcome] of outcomes.entries()) {
    const entry = entries[index];
    if (!entry) continue;
    const where = placeOf(phone.deviceId, deviceEpoch, outcome.seq);
    const decided = village.history.decided.get(where);
    // I3: what is called done has been done, of exactly this content.
    if (!decided || decided.hash !== village.hashOf(entry))
      village.blame('I3', `${phone.name} is told ${outcome.result} of ${where}, which never was`);
    else if (stands(outcome) && !stands(decided.outcome))
      village.blame(
        'I3',
        `${phone.name} is told ${outcome.result}, it was ${decided.outcome.result}`,
      );
    if (outcome.code?.startsWith('stamp.'))
      village.blame('I17', `${phone.name} was refused for its clock: ${outcome.code}`);
  }
}

/** I26 and I3 of what is offered again: each is answered, and what is said to stand stands, or is parked. */
function everyOfferAnswered(
  village: Village,
  phone: Handset,
  offers: readonly Offer[],
  offered: readonly Outcome[],
): void {
  const { effects, parked } = village.history;
  if (offers.length !== offered.length && !village.revoked.has(phone.deviceId))
    village.blame('I26', `${phone.name} offers ${offers.length} and hears of ${offered.length}`);
  for (const [index, outcome] of offered.entries()) {
    const entry = offers[index]?.entry;
    if (!entry || !stands(outcome)) continue;
    if (effects.has(workKey(phone.deviceId, entry)) || parked.has(entry.stamp)) continue;
    village.blame('I3', `${phone.name} hears again ${outcome.result} of ${entry.stamp}, not so`);
  }
}

/** I9: nothing leaves the server but rows of scopes this person holds, and of those only their share. */
function scopeIsTheirs(
  village: Village,
  phone: Handset,
  held: readonly string[],
  { scope, tables }: ScopeChanges,
  moments: readonly Moment[],
): void {
  const isPublic = declarations.publicScopes.includes(scope);
  if (!isPublic && !held.includes(scope)) village.blame('I9', `${phone.name} is sent ${scope}`);
  for (const table of tables) {
    const entity = declarations.entities.get(table.noun);
    if (isPublic && table.versions)
      village.blame('I9', `versions of ${table.noun} are told to everybody`);
    for (let index = 0; index < table.ids.length; index += 1) {
      const name = `${table.noun}/${table.ids[index]}`;
      const told = toldOf(table, index);
      const right = moments.some((rows) => {
        const row = rows.get(name);
        if (!row || !entity) return false;
        if (isPublic) return same(told, village.faceOf(row, rows));
        return village.privateScopesOf(row).includes(scope);
      });
      if (!right) village.blame('I9', `${name} is sent in ${scope}: ${sorted(told)}`);
    }
  }
}

function toldOf({ columns }: WireTable, index: number): Record<string, unknown> {
  const told: Record<string, unknown> = {};
  for (const field of Object.keys(columns)) told[field] = columns[field]?.[index];
  return told;
}

/** Private scopes of a person, from what the server holds now and from nothing the server says. */
export function heldScopes(village: Village, personId: string): string[] {
  const { history } = village;
  let known = holders.get(history);
  if (known?.age !== history.age) {
    known = { age: history.age, grants: [], shops: [] };
    for (const row of history.rows.values())
      if (row.noun === 'grant') known.grants.push(row.values as unknown as GrantValues);
      else if (row.noun === 'shop') known.shops.push(row);
    holders.set(history, known);
  }
  const rights = known.grants.filter((one) => one.personId === personId && one.status === 'active');
  const owned = known.shops
    .filter(({ values }) => (values as { ownerId?: string }).ownerId === personId)
    .map(({ id }) => id);
  return scopesOf({ personId, hasAccount: true, rights }, owned);
}

interface GrantValues {
  readonly personId: string;
  readonly role: string;
  readonly village: string;
  readonly shopId: string;
  readonly status: string;
}
/** Who holds what, looked up once for each state of the rows. */
const holders = new WeakMap<History, { age: number; grants: GrantValues[]; shops: Row[] }>();
