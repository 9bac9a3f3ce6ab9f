/**
 * The goods of the market as the server finds them: in the order of `domain/market-order` for looking
 * around, and by the same search as on the phone for looking for something. A reader without JavaScript
 * who types `keripk pisng` finds keripik pisang too.
 */
import { sql } from 'kysely';

import type { Db } from '#db/connect';
import { CATALOGUE_SCOPE } from '#domain/scopes';
import { buildSearch, type CatalogueSearch } from '#domain/search/catalogue-search';
import type { SearchItem } from '#domain/search/word-index';

/** marketTier() in SQL, of a row of `listing l`; market-shelf.pg.test.ts holds the two together. */
export const TIER = sql<number>`case
  when l.sold_out or (l.counted and l.stock <= l.reserved) then 2
  when l.photos -> 'live' = '{}' then 1
  else 0 end`;

/** What everybody may see, of `listing l join shop s`. */
export const IN_MARKET = sql`l.status = 'published' and s.listed`;

/** Goods the search knows at most, first in the market's order: more than the district has people. */
const MOST_GOODS = 20_000;
/** As on the phone: nobody looks further down. */
const BEST = 240;
/** The market is looked at again after this; a page may be held by others for ten times as long. */
const LOOK_AGAIN_MS = 3_000;
/** And read anew after this even if nothing seems to have changed: a late commit hides below a mark. */
const READ_ANEW_MS = 60_000;

interface Board {
  readonly items: readonly SearchItem[];
  readonly whole: CatalogueSearch;
  readonly mark: string;
  readonly readMs: number;
}

export interface Wish {
  readonly q: string;
  /** Village code, or ''. */
  readonly village: string;
  /** Category key, or ''. */
  readonly category: string;
}

export interface MarketSearch {
  /** Ids of the best matches, best first; never more than the phone shows. */
  find(wish: Wish): Promise<readonly string[]>;
}

/**
 * Bounded work: one reading at a time for all who ask, one look for changes every few seconds, and a
 * query costs about a millisecond over the district's goods.
 */
export function marketSearch(db: Db, nowMs: () => number): MarketSearch {
  let board: Promise<Board> | null = null;
  let lookedMs = 0;

  async function fresh(held: Board | null): Promise<Board> {
    const mark = await markOf(db);
    if (held && held.mark === mark && nowMs() - held.readMs < READ_ANEW_MS) return held;
    const items = await readItems(db);
    return { items, whole: buildSearch(items), mark, readMs: nowMs() };
  }

  function current(): Promise<Board> {
    if (board && nowMs() - lookedMs < LOOK_AGAIN_MS) return board;
    lookedMs = nowMs();
    const before = board ?? Promise.resolve(null);
    const reading = before.catch(() => null).then(fresh);
    board = reading;
    // A reading that failed is no board: the next question tries again.
    reading.catch(() => {
      if (board === reading) board = null;
    });
    return reading;
  }

  return {
    async find({ q, village, category }) {
      const { items, whole } = await current();
      if (village === '' && category === '') return whole.search(q, BEST);
      // As the phone does: looked for among what the shelf and the village leave.
      const narrowed = items.filter(
        (item) =>
          (village === '' || item.village === village) &&
          (category === '' || item.category === category),
      );
      return buildSearch(narrowed).search(q, BEST);
    },
  };
}

/** Another text when something in the market has changed: where its feed stands. */
async function markOf(db: Db): Promise<string> {
  const { rows } = await sql<{ mark: string | null }>`
    select position::text as mark from feed where scope = ${CATALOGUE_SCOPE}
    order by position desc limit 1`.execute(db);
  return rows[0]?.mark ?? '';
}

async function readItems(db: Db): Promise<readonly SearchItem[]> {
  const { rows } = await sql<SearchItem>`
    select l.id, l.title, l.category, l.village, s.name as "shopName"
    from listing l join shop s on s.id = l.shop_id
    where ${IN_MARKET}
    order by ${TIER}, l.id desc limit ${MOST_GOODS}`.execute(db);
  return rows;
}
