/**
 * One of the server's processes, as the store sees it: every transaction waits for its turn, may meet
 * what can befall a transaction, and is written into the history at the moment it stands.
 */
import type { Entry } from '#sync/entry';
import { rowName } from '#sync/row';
import type { Stamp } from '#sync/stamp';
import type { PersonFacts, ScopePage, ServerStore, ServerTx } from '#sync/server/store';
import { ServerCrash } from '#sync/testing/memory-server-store';
import type { FaultKind } from './faults';
import type { Commit, History, Write } from './history';
import type { Ring } from './ring';
import type { Mishap } from './script';
import type { TakeTurn } from './turns';

/** A title the database chokes on: an entry with it fails for a reason nobody foresaw. */
export const POISON = 'racun';

class Collision extends Error {}

export interface Visit {
  readonly deviceId: string;
  readonly personId: string;
  readonly receivedMs: number;
  readonly entries: readonly Entry[];
  /** What the phone says it remembers of its earlier device epochs. */
  readonly past: readonly Stamp[];
  readonly mishaps: readonly Mishap[];
  readonly take: TakeTurn;
  readonly onFault: (kind: FaultKind) => void;
  /** Called with every commit before the history takes it in. */
  readonly onCommit: (commit: Commit) => void;
  /** A new id, the same in every ring. */
  readonly newId: () => string;
}

interface Draft {
  readonly writes: Map<string, Write>;
  outcomes: { epoch: number; hash: string; outcome: Commit['outcomes'][number]['outcome'] }[];
  lastSeq: number | null;
  rights: readonly string[];
  steps: number;
}

/** The store as one request of one phone meets it. */
export function instanceOf(ring: Ring, history: History, visit: Visit): ServerStore {
  const { store } = ring;
  let count = 0;
  const struck = (kind: FaultKind): Mishap | undefined =>
    visit.mishaps.find((mishap) => mishap.kind === kind && mishap.at % TRANSACTIONS === count);

  async function once<T>(work: (tx: ServerTx) => Promise<T>, failAt: number | null): Promise<T> {
    const draft: Draft = { writes: new Map(), outcomes: [], lastSeq: null, rights: [], steps: 0 };
    const result = await store.transaction(async (tx) => {
      const done = await work(recording(tx, draft, history, visit, failAt));
      if (failAt !== null) throw new Collision();
      return done;
    });
    const [first] = draft.outcomes;
    const commit: Commit = {
      deviceId: visit.deviceId,
      personId: visit.personId,
      writes: [...draft.writes.values()],
      outcomes: draft.outcomes,
      lastSeq: draft.lastSeq,
      entry: visit.entries.find(({ seq }) => seq === first?.outcome.seq) ?? null,
      past: visit.past,
      receivedMs: visit.receivedMs,
      rights: draft.rights,
    };
    visit.onCommit(commit);
    history.record(commit);
    return result;
  }

  return {
    epoch: () => store.epoch(),
    missingPhotos: (personId) => store.missingPhotos(personId),
    isTransient: (failure) => failure instanceof ServerCrash || store.isTransient(failure),
    async pull(scope, cursor, limit): Promise<ScopePage> {
      await visit.take();
      return store.pull(scope, cursor, limit);
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
    person: (id): Promise<PersonFacts> =>
      step(async () => {
        const facts = await tx.person(id);
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
    newId: visit.newId,
  };
}
