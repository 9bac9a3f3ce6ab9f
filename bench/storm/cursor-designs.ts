/**
 * Everybody in one village sells at once. Which way of numbering changes holds them up least? The real
 * push of the engine on a real PostgreSQL that writes through to the disk: once as it is (a change's place
 * is its transaction's id, readers stay below the oldest one under way), once with a counter for each
 * scope, once with a lock for each scope. The latter two are taken last before the commit, in sorted order.
 */
import { createHash, createHmac } from 'node:crypto';
import { sql } from 'kysely';

import { connect, type Db } from '#db/connect';
import { inTransaction } from '#db/in-transaction';
import { migrate } from '#db/migrate';
import { newId } from '#db/new-id';
import { readEpoch } from '#db/server-epoch';
import { pgServerStore } from '#db/server-store';
import { PgServerTx } from '#db/server-tx';
import { declarations } from '#domain/index';
import type { EntryInput } from '#sync/entry';
import type { RowKey } from '#sync/row';
import { push } from '#sync/server/push';
import type { ServerStore } from '#sync/server/store';
import { makeStamp, nodeOf } from '#sync/stamp';
import { LIMITS, PROTOCOL, type SyncRequest } from '#sync/wire';

import { makeGround } from './ground';
import { share } from './reconnect';

const designs = ['transaction ids', 'counter of each scope', 'lock of each scope'] as const;
export type Design = (typeof designs)[number];

export interface Race {
  readonly design: Design;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export interface RacePlan {
  /** Sellers at work, each over a connection of their own. */
  readonly sellers: number;
  readonly sales: number;
  /** All of one product, or each of their own. */
  readonly oneProduct: boolean;
  readonly rounds: number;
}

const VILLAGE = '63.11.07.2005';

/** Medians of the rounds, in which the designs take turns. */
export async function raceCursors(plan: RacePlan): Promise<readonly Race[]> {
  const ground = await makeGround('external');
  const db = connect(ground.databaseUrl ?? '', { max: plan.sellers });
  try {
    await migrate(ground.databaseUrl ?? '');
    await sql`create table scope_head (scope text primary key, n bigint not null)`.execute(db);
    const sellers = await openSellers(db, plan);
    const runs: Race[] = [];
    await race(db, 'transaction ids', sellers, plan);
    for (let round = 0; round < plan.rounds; round += 1)
      for (const design of designs) runs.push(await race(db, design, sellers, plan));
    return designs.map((design) => {
      const own = runs.filter((run) => run.design === design);
      const middle = (of: (run: Race) => number) => share(own.map(of), 0.5);
      return {
        ...{ design, perSecond: middle((run) => run.perSecond) },
        ...{ p50: middle((run) => run.p50), p99: middle((run) => run.p99) },
      };
    });
  } finally {
    await db.destroy();
    await ground.end();
  }
}

/** Sells as fast as it can: one entry a request, each in a transaction of its own. */
class Seller {
  readonly deviceId = newId();
  private seq = 0;

  constructor(
    readonly personId: string,
    readonly shopId: string,
    readonly listingId: string,
  ) {}

  async says(store: ServerStore, epoch: string, action: string, input: EntryInput): Promise<void> {
    this.seq += 1;
    const rawMs = Date.now();
    const stamp = makeStamp({ ms: rawMs, counter: this.seq }, nodeOf(this.deviceId, 0));
    const request: SyncRequest = {
      ...{ protocol: PROTOCOL, fingerprint: '', deviceEpoch: 0, acked: 0, cursors: {}, epoch },
      entries: [{ seq: this.seq, action, input, stamp, rawMs, corrected: true, bases: {} }],
      ...{ sentMs: rawMs, waiting: { count: 1, oldestAgeMs: 0 }, maxRows: LIMITS.rows },
    };
    const ports = {
      store,
      nowMs: () => Date.now(),
      sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
      seal: (text: string) => createHmac('sha256', 'race').update(text).digest('base64url'),
      onPoison: (_action: string, failure: unknown) => {
        throw failure;
      },
    };
    const outcomes = await push(request, this.deviceId, epoch, declarations, ports);
    const result = Array.isArray(outcomes) ? (outcomes as { result: string }[])[0]?.result : 'fork';
    if (result !== 'applied' && result !== 'merged') throw new Error(`${action}: ${result}`);
  }

  sells(store: ServerStore, epoch: string): Promise<void> {
    const { listingId, shopId } = this;
    return this.says(store, epoch, 'movement.record', {
      ...{ id: newId(), listingId, shopId, quantity: -1, reason: 'sale' },
    });
  }
}

async function openSellers(db: Db, { sellers, oneProduct }: RacePlan): Promise<Seller[]> {
  const store = pgServerStore(db);
  const epoch = await readEpoch(db);
  const opened: Seller[] = [];
  for (let n = 0; n < sellers; n += 1) {
    const first = oneProduct ? opened[0] : undefined;
    const seller = first
      ? new Seller(first.personId, first.shopId, first.listingId)
      : new Seller(newId(), newId(), newId());
    opened.push(seller);
    const { deviceId: id, personId, shopId, listingId } = seller;
    const nobody = {
      public_key: null,
      credential_hash: null,
      revoked_at: null,
      last_seen_at: null,
    };
    const device = { id, node: id.slice(-12), person_id: personId, ...nobody };
    await db.insertInto('device').values(device).execute();
    if (first) continue;
    await db.insertInto('account').values({ person_id: personId, user_id: personId }).execute();
    const shop = { id: shopId, village: VILLAGE, name: `Warung ${n}`, kind: 'kue' };
    await seller.says(store, epoch, 'shop.open', shop);
    const words = { title: 'Wadai', price: 5_000, unit: 'biji', category: 'kue', publish: true };
    await seller.says(store, epoch, 'listing.add', { id: listingId, shopId, ...words });
  }
  return opened;
}

async function race(
  db: Db,
  design: Design,
  sellers: readonly Seller[],
  { sales }: RacePlan,
): Promise<Race> {
  const store = storeOf(db, design);
  const epoch = await store.epoch();
  const tookMs: number[] = [];
  let left = sales;
  const beginMs = performance.now();
  const selling = sellers.map(async (seller) => {
    while ((left -= 1) >= 0) {
      const fromMs = performance.now();
      await seller.sells(store, epoch);
      tookMs.push(performance.now() - fromMs);
    }
  });
  await Promise.all(selling);
  const perSecond = sales / ((performance.now() - beginMs) / 1_000);
  return { design, perSecond, p50: share(tookMs, 0.5), p99: share(tookMs, 0.99) };
}

function storeOf(db: Db, design: Design): ServerStore {
  const store = pgServerStore(db);
  if (design === 'transaction ids') return store;
  return {
    ...store,
    transaction: (work) =>
      inTransaction(db, async (tx) => {
        const counting = new CountingTx(tx, newId);
        const done = await work(counting);
        const scopes = [...counting.scopes].sort();
        for (const scope of scopes) {
          if (design === 'counter of each scope')
            await sql`insert into scope_head (scope, n) values (${scope}, 1)
              on conflict (scope) do update set n = scope_head.n + 1`.execute(tx);
          else await sql`select pg_advisory_xact_lock(hashtextextended(${scope}, 0))`.execute(tx);
        }
        return done;
      }),
  };
}

/** Remembers who heard of what, so that the heads can be taken last. */
class CountingTx extends PgServerTx {
  readonly scopes = new Set<string>();

  override publish(key: RowKey, scopes: readonly string[]): Promise<void> {
    scopes.forEach((scope) => this.scopes.add(scope));
    return super.publish(key, scopes);
  }

  override moveScopes(key: RowKey, scopes: readonly string[]): Promise<void> {
    scopes.forEach((scope) => this.scopes.add(scope));
    return super.moveScopes(key, scopes);
  }
}
