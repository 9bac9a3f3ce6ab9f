/**
 * One of the server's processes, as the store sees it: every transaction waits for its turn, may meet
 * what can befall a transaction, and is written into the history at the moment it stands.
 */
import type { Entry, Outcome } from '#sync/entry';
import { rowName } from '#sync/row';
import type { Stamp } from '#sync/stamp';
import type { Parked, PersonFacts, ScopePage, ServerStore, ServerTx } from '#sync/server/store';
import { ServerCrash } from '#sync/testing/memory-server-store';
import type { Offer } from '#sync/wire';
import type { FaultKind } from './faults';
import { type Commit, handedOn, type History, stands, type Write } from './history';
import type { Ring } from './ring';
import type { Mishap } from './script';
import type { TakeTurn } from './turns';

/** A title the database chokes on: an entry with it fails for a reason nobody foresaw. */
export const POISON = 'racun';

class Collision extends Error {}

export interface Visit {
  /** Empty: the server itself. */
  readonly deviceId: string;
  readonly personId: string;
  readonly receivedMs: number;
  readonly entries: readonly Entry[];
  /** What the server once acknowledged and the phone says again. */
  readonly offers: readonly Offer[];
  /** What the phone says it remembers of its earlier device epochs. */
  readonly past: readonly Stamp[];
  readonly mishaps: readonly Mishap[];
  readonly take: TakeTurn;
  readonly onFault: (kind: FaultKind) => void;
  /** Called with every commit before the history takes it in. */
  readonly onCommit: (commit: Commit) => void;
  /** Called at the moment rows are read for the answer. */
  readonly onPull: () => void;
  /** Whether this cursor was given out by a server that has been set back to before that moment. */
  readonly isAhead: (scope: string, cursor: string) => boolean;
  readonly onCursor: (scope: string, cursor: string) => void;
  /** Called when an epoch is about to begin because this phone has shown that the server was set back. */
  readonly onProof: () => void;
  /** A new id, the same in every ring. */
  readonly newId: () => string;
  readonly newEpoch: () => string;
  readonly hashOf: (entry: Entry) => string;
}

interface Draft {
  readonly writes: Map<string, Write>;
  outcomes: { epoch: number; hash: string; outcome: Commit['outcomes'][number]['outcome'] }[];
  lastSeq: number | null;
  rights: readonly string[];
  /** Stamps of what was honoured, put aside, taken up again. */
  honoured: string | null;
  parks: string | null;
  unparks: string | null;
  /** The engine looked who speaks: it meant to decide something. */
  asked: boolean;
  steps: number;
}

const emptyDraft = (): Draft => ({
  writes: new Map(),
  outcomes: [],
  lastSeq: null,
  rights: [],
  honoured: null,
  parks: null,
  unparks: null,
  asked: false,
  steps: 0,
});

/** The store as one request of one phone meets it. */
export function instanceOf(ring: Ring, history: History, visit: Visit): ServerStore {
  const { store } = ring;
  let count = 0;
  const aside = new Map<string, Parked>();
  const struck = (kind: FaultKind): Mishap | undefined =>
    visit.mishaps.find((mishap) => mishap.kind === kind && mishap.at % TRANSACTIONS === count);

  async function once<T>(work: (tx: ServerTx) => Promise<T>, failAt: number | null): Promise<T> {
    let draft = emptyDraft();
    const result = await store.transaction(async (tx) => {
      // Where two stood in each other's way it begins anew.
      draft = emptyDraft();
      const done = await work(recording(tx, draft, history, visit, failAt));
      if (failAt !== null) throw new Collision();
      return done;
    });
    const commit: Commit = {
      ...decidedIn(draft, visit, aside),
      own: visit.deviceId === '',
      writes: [...draft.writes.values()],
      outcomes: draft.outcomes,
      lastSeq: draft.lastSeq,
      past: visit.past,
      receivedMs: visit.receivedMs,
      rights: draft.rights,
      parks: draft.parks,
      honours: draft.honoured,
      unparks: draft.unparks,
    };
    visit.onCommit(commit);
    history.record(commit);
    return result;
  }

  return {
    epoch: () => store.epoch(),
    beginEpoch: (after) => {
      visit.onProof();
      return ring.beginEpoch(after, visit.newEpoch());
    },
    async parked(limit) {
      const found = await store.parked(limit);
      for (const one of found) aside.set(one.offer.entry.stamp, one);
      return found;
    },
    missingPhotos: (personId) => store.missingPhotos(personId),
    isTransient: (failure) => failure instanceof ServerCrash || store.isTransient(failure),
    async pull(scope, cursor, limit): Promise<ScopePage> {
      await visit.take();
      visit.onPull();
      // The counters of a disk that was set back stand lower than this cursor: here they go on, so it is told.
      const ahead = cursor !== '' && visit.isAhead(scope, cursor);
      const page = await store.pull(scope, ahead ? '' : cursor, limit);
      visit.onCursor(scope, page.cursor);
      return ahead ? { ...page, fresh: true } : page;
    },
    async transaction(work) {
      await visit.take();
      count += 1;
      if (struck('database lost')) {
        visit.onFault('database lost');
        throw new ServerCrash();
      }
      const collided = struck('transaction collided');
      const died = struck('server died before a commit');
      for (const [kind, mishap] of [
        ['transaction collided', collided],
        ['server died before a commit', died],
      ] as const) {
        if (!mishap) continue;
        const failed = await once(work, 1 + Math.floor(mishap.at / TRANSACTIONS)).then(
          () => false,
          (failure: unknown) => failure instanceof Collision,
        );
        if (failed) visit.onFault(kind);
        if (kind === 'server died before a commit') throw new ServerCrash();
      }
      const result = await once(work, null);
      if (struck('server died after a commit')) {
        visit.onFault('server died after a commit');
        throw new ServerCrash();
      }
      return result;
    },
  };
}

/** Whose entry a transaction was about, how it came, and whether it took effect. */
function decidedIn(
  { outcomes, honoured, parks, unparks, asked }: Draft,
  { deviceId, personId, entries, offers, hashOf }: Visit,
  aside: ReadonlyMap<string, Parked>,
): Pick<Commit, 'deviceId' | 'personId' | 'entry' | 'effect' | 'healed'> {
  const [decided] = outcomes;
  const taken = unparks === null ? undefined : aside.get(unparks);
  if (taken) {
    const { deviceId: said, personId: by, offer } = taken;
    return { deviceId: said, personId: by, entry: offer.entry, effect: asked, healed: 'parked' };
  }
  const took = (outcome: Pick<Outcome, 'result' | 'code'>) => stands(outcome) || handedOn(outcome);
  const effect = decided !== undefined && took(decided.outcome);
  const offer = offers.find(({ entry }) =>
    honoured === null ? hashOf(entry) === decided?.hash : entry.stamp === honoured,
  );
  if (!offer) {
    const entry = entries.find(({ seq }) => seq === decided?.outcome.seq) ?? null;
    return { deviceId, personId, entry, effect, healed: null };
  }
  // Its number may stand for something else by now: then there is no new outcome under it.
  const again = !decided && parks === null && took(offer);
  const said = { deviceId: offer.deviceId ?? deviceId, personId: offer.personId ?? personId };
  return { ...said, entry: offer.entry, effect: effect || again, healed: 'offered' };
}

/** Mishaps strike one of the first transactions of a request; the rest of `at` says how deep inside. */
const TRANSACTIONS = 6;

function recording(
  tx: ServerTx,
  draft: Draft,
  history: History,
  visit: Visit,
  failAt: number | null,
): ServerTx {
  const step = <T>(go: () => Promise<T>): Promise<T> => {
    draft.steps += 1;
    return draft.steps === failAt ? Promise.reject(new Collision()) : go();
  };
  const write = (name: string, after: Write['after']): void => {
    const title = (after.values as { title?: unknown }).title;
    if (typeof title === 'string' && title.includes(POISON)) throw new TypeError('poisoned');
    const before = draft.writes.get(name)?.before ?? history.rows.get(name);
    draft.writes.set(name, { name, before, after });
  };
  return {
    position: () => step(() => tx.position()),
    lockDevice: (id) => step(() => tx.lockDevice(id)),
    saveDevice: (device) =>
      step(() => {
        draft.lastSeq = device.lastSeq;
        return tx.saveDevice(device);
      }),
    outcome: (id, epoch, seq) => step(() => tx.outcome(id, epoch, seq)),
    saveOutcome: (id, epoch, hash, outcome) =>
      step(async () => {
        await tx.saveOutcome(id, epoch, hash, outcome);
        draft.outcomes.push({ epoch, hash, outcome });
      }),
    forgetOutcomes: (id, epoch, acked) => step(() => tx.forgetOutcomes(id, epoch, acked)),
    quarantine: (id, epoch, entry) => step(() => tx.quarantine(id, epoch, entry)),
    healed: (stamps) => step(() => tx.healed(stamps)),
    healedAbout: (names) => step(() => tx.healedAbout(names)),
    saveHealed: (stamp, healed) =>
      step(() => {
        draft.honoured = stamp;
        return tx.saveHealed(stamp, healed);
      }),
    park: (parked) =>
      step(() => {
        draft.parks = parked.offer.entry.stamp;
        return tx.park(parked);
      }),
    unpark: (stamp) =>
      step(async () => {
        const was = await tx.unpark(stamp);
        if (was) draft.unparks = stamp;
        return was;
      }),
    anyErased: (keys) => step(() => tx.anyErased(keys)),
    person: (id): Promise<PersonFacts> =>
      step(async () => {
        const facts = await tx.person(id);
        draft.asked = true;
        draft.rights = facts.rights.map(({ role, village }) => `${role} ${village}`);
        return facts;
      }),
    nameOf: (id) => step(() => tx.nameOf(id)),
    lockRows: (keys) => step(() => tx.lockRows(keys)),
    insertRow: (row) =>
      step(async () => {
        write(rowName(row), row);
        await tx.insertRow(row).catch((failure: unknown) => {
          draft.writes.delete(rowName(row));
          throw failure;
        });
      }),
    updateRow: (row) =>
      step(() => {
        write(rowName(row), row);
        return tx.updateRow(row);
      }),
    openQuestion: (noun, id, field) => step(() => tx.openQuestion(noun, id, field)),
    publish: (key, scopes) => step(() => tx.publish(key, scopes)),
    moveScopes: (key, scopes) => step(() => tx.moveScopes(key, scopes)),
    readRow: (key) => step(() => tx.readRow(key)),
    followers: (noun, field, id) => step(() => tx.followers(noun, field, id)),
    find: (noun, sought, limit) => step(() => tx.find(noun, sought, limit)),
    count: (noun, sought) => step(() => tx.count(noun, sought)),
    newId: visit.newId,
    idFor: (words) => tx.idFor(words),
  };
}
