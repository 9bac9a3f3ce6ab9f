/** The engine's store of truth, kept in PostgreSQL. Any number of processes may use one database. */
import { randomUUID } from 'node:crypto';
import type { ServerStore } from '#sync/server/store';
import type { Db } from './connect';
import { pullScope } from './feed';
import { settle } from './feed-horizon';
import { inTransaction, type RetryPorts } from './in-transaction';
import { missingPhotos } from './missing-photos';
import { newId } from './new-id';
import { beginEpoch, readEpoch } from './server-epoch';
import { readParked } from './server-healing';
import { PgServerTx } from './server-tx';
import { isTransient } from './transient';

/** @param ports chance and time between the tries of a transaction; real ones unless a test says else */
export function pgServerStore(db: Db, ports?: RetryPorts): ServerStore {
  return {
    epoch: () => readEpoch(db),
    beginEpoch: (after) => beginEpoch(db, after, randomUUID()),
    parked: (limit) => readParked(db, limit),
    transaction: (work) => inTransaction(db, (tx) => work(new PgServerTx(tx, newId)), ports),
    pull: (scope, cursor, limit) => pullScope(db, scope, cursor, limit),
    settle: (position) => settle(db, position),
    missingPhotos: (personId) => missingPhotos(db, personId),
    isTransient,
  };
}
