/** Which device speaks, and for which person: asked before anything else is read. */
import { createMiddleware } from 'hono/factory';

import { Problem } from '../problem';
import type { ApiEnv, ApiPorts } from '../ports';
import { readPresented, sameHash } from './credential';

export interface DeviceIdentity {
  readonly id: string;
  readonly personId: string;
  readonly revoked: boolean;
  /** Shown beside the credential by a client that keeps no cookies; empty for browsers. */
  readonly sessionToken: string;
}

/** @throws Problem device.missing, device.unknown */
export async function identifyDevice(
  { db }: ApiPorts,
  header: string | undefined,
): Promise<DeviceIdentity> {
  if (header === undefined) throw new Problem('device.missing');
  const presented = readPresented(header);
  if (!presented) throw new Problem('device.unknown');
  const device = await db
    .selectFrom('device')
    .select(['id', 'person_id', 'credential_hash', 'revoked_at'])
    .where((e) =>
      presented.deviceId === null
        ? e('credential_hash', '=', presented.hash)
        : e('id', '=', presented.deviceId),
    )
    .executeTakeFirst();
  if (!device?.credential_hash || !sameHash(device.credential_hash, presented.hash)) {
    throw new Problem('device.unknown');
  }
  const { sessionToken } = presented;
  const revoked = device.revoked_at !== null;
  return { id: device.id, personId: device.person_id, revoked, sessionToken };
}

/** Lets devices through that are known and not revoked. */
export const deviceOnly = (ports: ApiPorts) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const device = await identifyDevice(ports, c.req.header('authorization'));
    if (device.revoked) throw new Problem('device.revoked');
    c.set('device', device);
    await next();
  });
