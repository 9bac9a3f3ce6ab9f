/** Which uploads are taken in: named by a record, small enough, not too many at once from one phone. */
import { readdir } from 'node:fs/promises';
import { sql } from 'kysely';

import { factsOf } from '../people/looking-after';
import type { DeviceIdentity } from '../device/authenticate';
import type { ApiPorts } from '../ports';
import { Problem } from '../problem';
import type { Rank } from './photo-store';
import { madeByDevice, previewCounts, recordsNaming, tends } from './rights';

/** The phone aims at 60 KB; a gallery picture that it could not make smaller still fits. Bytes. */
export const MAX_BYTES: Readonly<Record<Rank, number>> = { full: 200 * 1024, preview: 25 * 1024 };
/** Unfinished uploads of one phone. */
const UNFINISHED = 24;
/** Pictures of one phone whose record has not arrived: it may come later, or never. */
const UNNAMED = 12;

export interface UploadName {
  readonly deviceId: string;
  readonly hash: string;
  readonly rank: Rank;
}

/** The address ends in device, hash and kind: a phone that lost the answer knows where to ask. */
export const uploadId = ({ deviceId, hash, rank }: UploadName): string =>
  `${deviceId}.${hash}.${rank}`;

export function readUploadId(id: string): UploadName | null {
  const parts = /^([0-9a-f-]{36})\.([0-9a-f]{64})\.(full|preview)$/.exec(id);
  if (!parts?.[1] || !parts[2]) return null;
  return { deviceId: parts[1], hash: parts[2], rank: parts[3] === 'full' ? 'full' : 'preview' };
}

/** @throws Problem photo.wrong_metadata */
export function readMetadata(
  metadata: Readonly<Record<string, string | null>> | undefined,
  deviceId: string,
): UploadName {
  const { hash, kind } = metadata ?? {};
  const fits = typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash);
  if (!fits || (kind !== 'full' && kind !== 'preview')) throw new Problem('photo.wrong_metadata');
  return { deviceId, hash, rank: kind };
}

/** @throws Problem photo.here_already, photo.not_named */
export async function assertWanted(
  ports: ApiPorts,
  device: DeviceIdentity,
  { hash, rank }: UploadName,
): Promise<void> {
  const standing = await ports.photos.find(hash);
  if (standing && (standing.rank === 'full' || rank === 'preview')) {
    throw new Problem('photo.here_already');
  }
  const records = await recordsNaming(ports.db, hash);
  const mine = tends(await factsOf(ports, device.personId), records);
  if (rank === 'preview') {
    const own = mine && previewCounts(records) && madeByDevice(records, device.id);
    if (!own) throw new Problem('photo.not_named');
  }
  const underWay = await unfinished(ports, device.id);
  const others = underWay.filter((name) => name.hash !== hash || name.rank !== rank);
  if (others.length >= UNFINISHED) throw new Problem('photo.not_named');
  if (!mine && others.length + (await unnamed(ports, device.id)) >= UNNAMED) {
    throw new Problem('photo.not_named');
  }
}

async function unfinished({ photos }: ApiPorts, deviceId: string): Promise<UploadName[]> {
  const files = await readdir(photos.incoming);
  return files.map(readUploadId).filter((name): name is UploadName => name?.deviceId === deviceId);
}

async function unnamed({ db }: ApiPorts, deviceId: string): Promise<number> {
  const { waiting } = await db
    .selectFrom('photo_file as f')
    .select(sql<number>`count(*)`.as('waiting'))
    .where('f.device_id', '=', deviceId)
    .where((e) =>
      e.not(e.exists(e.selectFrom('photo as p').select('p.id').whereRef('p.hash', '=', 'f.hash'))),
    )
    .executeTakeFirstOrThrow();
  return waiting;
}
