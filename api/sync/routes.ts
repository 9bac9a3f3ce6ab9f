/** The one request phones live by: what they have to say, and what they have not heard yet. */
import { createHash, createHmac } from 'node:crypto';
import { Hono } from 'hono';
import { sql } from 'kysely';

import { declarations } from '#domain/index';
import { readSyncRequest } from '#sync/server/read-request';
import { handleSync } from '#sync/server/sync';
import { LIMITS, type SyncRequest } from '#sync/wire';

import { standingOf } from '../account/sessions';
import { identifyDevice } from '../device/authenticate';
import { failureFacts, shortId } from '../log';
import type { ApiEnv, ApiPorts } from '../ports';
import { Problem } from '../problem';
import { readJson } from '../read-body';
import { compactAnswer, isCompact, readCompactRequest } from './compact';

/** Entries a revoked phone may leave in all. */
const QUARANTINE_LIMIT = 2_000;
const BOUNDS = { maxBytes: LIMITS.bodyBytes, maxDepth: LIMITS.depth };

export function syncRoutes(ports: ApiPorts) {
  const { db, store, nowMs, log } = ports;
  const engine = {
    store,
    snapshots: ports.shelf,
    nowMs,
    sha256: (text: string) => createHash('sha256').update(text, 'utf8').digest('hex'),
    seal: (text: string) =>
      createHmac('sha256', ports.outcomeSeal).update(text, 'utf8').digest('base64url'),
    onPoison: (action: string, failure: unknown) =>
      log.error({ action, ...failureFacts(failure) }, 'poisoned entry refused'),
  };

  return new Hono<ApiEnv>().post('/', async (c) => {
    const visit = await ports.door.enter(c.req.raw.signal);
    try {
      const device = await identifyDevice(ports, c.req.header('authorization'));
      const compact = isCompact(c.req.raw);
      const body = await visit.hearOut(
        compact ? readCompactRequest(c.req.raw, device.id) : readJson(c.req.raw, BOUNDS),
      );
      const read = readSyncRequest(body);
      if ('code' in read) throw new Problem(read.code);
      const { request } = read;
      if (device.revoked) await assertQuarantineRoom(device.id, request);
      // Security: before anything is applied. An ended session pauses a phone; it loses nothing.
      const standing = await standingOf(ports, c.req.raw, device);
      if (standing.state === 'expired' && !device.revoked) throw new Problem('session.expired');
      const caller = {
        deviceId: device.id,
        personId: device.personId,
        revoked: device.revoked,
        session: standing.state === 'live' ? ('live' as const) : ('none' as const),
      };
      await ports.expiry.look();
      const answer = await handleSync(request, caller, declarations, engine);
      for (const line of standing.setCookies) c.header('Set-Cookie', line, { append: true });
      if ('forked' in answer) return c.json(answer, 409);
      await heardFrom(device.id, request, answer.outcomes.length);
      if (device.revoked) throw new Problem('device.revoked', { outcomes: answer.outcomes });
      if (compact) return await compactAnswer(c, answer, request);
      c.header('Cache-Control', 'no-store');
      return c.json(answer);
    } finally {
      visit.leave();
    }
  });

  /** For the supervisor: how far behind this phone still is, now that these were answered. */
  async function heardFrom(deviceId: string, { waiting }: SyncRequest, answered: number) {
    const left = Math.max(0, Math.min(waiting.count, 1_000_000) - answered);
    await db
      .updateTable('device')
      .set({
        last_seen_at: new Date(nowMs()),
        waiting_count: left,
        oldest_age_ms: left === 0 ? 0 : waiting.oldestAgeMs,
      })
      .where('id', '=', deviceId)
      .execute();
  }

  async function assertQuarantineRoom(deviceId: string, { entries }: SyncRequest) {
    const { held } = await db
      .selectFrom('quarantine')
      .select(sql<number>`count(*)`.as('held'))
      .where('device_id', '=', deviceId)
      .executeTakeFirstOrThrow();
    if (held + entries.length <= QUARANTINE_LIMIT) return;
    log.warn({ device: shortId(deviceId) }, 'quarantine of this device is full');
    throw new Problem('device.revoked');
  }
}
