/**
 * News of the market for somebody who only looks: one small question without a name. Whoever sends
 * something asks for the same news with it (sync-round.ts); both write the same copy.
 */
import { isProgress, type PublicRows } from '#sync/frame-taker';
import type { ScopeChanges, SnapshotOffer } from '#sync/wire';
import type { Answer, Ask } from './air';
import type { CatalogueDb } from './db/catalogue-db';
import { dropThumbs } from './db/drop-thumbs';
import { putPublic } from './db/put-public';
import { fetchSnapshot, framesOf } from './fetch-snapshot';
import { isFull } from './db/survive';
import type { Round } from './sync-round';

/** `GET /api/public/changes` (docs/api.md). */
interface News {
  /** ms since epoch. */
  readonly serverMs: number;
  readonly changes: readonly ScopeChanges[];
  readonly more: boolean;
  readonly snapshot?: SnapshotOffer;
}

export interface NewsPorts {
  readonly market: CatalogueDb;
  readonly ask: (path: string, ask?: Ask) => Promise<Answer>;
  readonly nowMs: () => number;
  /** The copy is as new as the server was then. ms; offset: server clock minus the phone's. */
  readonly onFresh: (freshMs: number, offsetMs: number) => void;
}

/** Rows in one answer: some 25 KB, which a bad signal still finishes. */
const ROWS = 500;

/**
 * Asks once and puts the answer away.
 *
 * @param mostRows may come this time
 * @throws TypeError for news of something that is no market
 */
export async function hearNews(
  { market, ask, nowMs, onFresh }: NewsPorts,
  stop: AbortSignal,
  mostRows: number,
): Promise<Round> {
  const held = await market.cursors.toArray();
  const most = held.some(({ cursor }) => isProgress(cursor)) ? 1 : Math.min(ROWS, mostRows);
  const wish = new URLSearchParams([
    ...held.map(({ scope, cursor }) => [scope, cursor]),
    ['rows', String(most)],
    ['snapshots', '1'],
  ]);
  const askedMs = nowMs();
  const answer = await ask(`/api/public/changes?${wish.toString()}`, { signal: stop });
  if (answer.kind !== 'good') return refusedOrAbsent(answer);
  if (!isNews(answer.body)) return { kind: 'no-signal' };
  const { changes, more, serverMs, snapshot } = answer.body;
  const heardMs = nowMs();
  const room = () => dropThumbs(market);
  // Whoever reads a stream can't tell a full phone from a cut.
  let full = false;
  const rows: PublicRows = {
    publicCursor: async (scope) => (await market.cursors.get(scope))?.cursor ?? '',
    applyPublic: (part) =>
      putPublic(market, part, room).catch((failure: unknown) => {
        full = isFull(failure);
        throw failure;
      }),
  };
  try {
    const missed = snapshot && (await fetchSnapshot(rows, ask, snapshot, stop, framesOf(mostRows)));
    if (missed === 'enough')
      return { kind: 'settled', more: false, waiting: 0, moved: true, answered: 0, rows: mostRows };
    if (missed) return full ? { kind: 'full' } : refusedOrAbsent(missed);
    for (const part of changes) await rows.applyPublic(part);
  } catch (failure) {
    if (full) return { kind: 'full' };
    throw failure;
  }
  if (!more) onFresh(serverMs, Math.round(serverMs - (askedMs + heardMs) / 2));
  // A page from a cache on the way, said again, moves no cursor.
  const moved = changes.some(
    ({ scope, cursor }) => !held.some((one) => one.scope === scope && one.cursor === cursor),
  );
  return { kind: 'settled', more, waiting: 0, moved, answered: 0, rows: ROWS };
}

const REFUSED_WAIT_MS = 600_000;

function refusedOrAbsent(answer: Answer): Round {
  const { kind } = answer;
  if (kind === 'good' || kind === 'no-signal') return { kind: 'no-signal' };
  return { kind: 'busy', retryAfterMs: kind === 'busy' ? answer.retryAfterMs : REFUSED_WAIT_MS };
}

/** A portal may answer 200 with JSON of its own. */
function isNews(body: unknown): body is News {
  const { serverMs, changes, more } = body as Partial<News>;
  return Number.isFinite(serverMs) && Array.isArray(changes) && typeof more === 'boolean';
}
