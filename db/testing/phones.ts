/** People with accounts and phones at a server over a real PostgreSQL. */
import { declarations } from '#domain/index';
import { EnginePhone, type EngineServer } from '#sync/testing/engine-phone';
import type { Db } from '../connect';
import { newId } from '../new-id';
import { pgServerStore } from '../server-store';

export interface PgServer extends EngineServer {
  readonly db: Db;
}

export const pgServer = (db: Db, nowMs: number): PgServer => ({
  ...{ db, store: pgServerStore(db), declarations, nowMs, poison: [] },
});

/** Somebody with an account, and this many phones. */
export async function personWithPhones(server: PgServer, count: number): Promise<EnginePhone[]> {
  const { db } = server;
  const personId = newId();
  await db.insertInto('account').values({ person_id: personId, user_id: personId }).execute();
  const phones = Array.from({ length: count }, () => new EnginePhone(server, newId(), personId));
  const devices = phones.map(({ deviceId }) => ({
    ...{ id: deviceId, node: deviceId.slice(-12), person_id: personId },
  }));
  await db.insertInto('device').values(devices).execute();
  return phones;
}
