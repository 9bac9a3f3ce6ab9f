/** Pictures leave: to everybody while buyers see a product with them, else to those whose shop it is. */
import { Hono, type Context } from 'hono';

import { assertNotEnded } from '../account/sessions';
import { identifyDevice } from '../device/authenticate';
import { factsOf } from '../people/looking-after';
import type { ApiEnv, ApiPorts } from '../ports';
import { Problem } from '../problem';
import type { StoredPhoto } from './photo-store';
import { isShown, previewCounts, recordsNaming, tends } from './rights';
import { contentTypeOf, isVariantName, type VariantName } from './variants';

/** The address holds the hash of the bytes it was made from: what it shows never changes. */
const FOREVER = 'public, max-age=31536000, immutable';
/** A preview gives way to the full picture soon. */
const A_MOMENT = 'public, max-age=60';
const OWN_FOREVER = 'private, max-age=31536000, immutable';

export function photoRoutes(ports: ApiPorts) {
  return new Hono<ApiEnv>().get('/:hash/:variant', async (c) => {
    const hash = c.req.param('hash');
    const variant = c.req.param('variant');
    if (!/^[0-9a-f]{64}$/.test(hash) || !isVariantName(variant))
      throw new Problem('photo.not_here');
    // Between finding and reading, the preview may have given way: then the second look finds it.
    const answer = (await show(c, ports, hash, variant)) ?? (await show(c, ports, hash, variant));
    if (answer) return answer;
    // The database knows of bytes that are not on disk (a folder that was not restored): forget them,
    // and the phones that hold the picture are asked for it again.
    await ports.photos.forget(hash);
    throw new Problem('photo.not_here');
  });
}

async function show(c: Context<ApiEnv>, ports: ApiPorts, hash: string, variant: VariantName) {
  const found = await ports.photos.find(hash);
  if (!found) throw new Problem('photo.not_here');
  const { photo, cacheControl } = await allowed(c, ports, found);
  const etag = `"${hash.slice(0, 16)}.${photo.rank}.${variant}"`;
  const headers = {
    'Content-Type': contentTypeOf(variant),
    'Cache-Control': cacheControl,
    'Photo-Rank': photo.rank,
    ETag: etag,
    ...(photo.visibility === 'private' ? { Vary: 'Authorization' } : {}),
  };
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
  const bytes = await ports.photos.read(photo, variant);
  if (!bytes) return undefined;
  return c.body(new Uint8Array(bytes), 200, headers);
}

/** @throws Problem photo.not_here, photo.not_yours, device.missing, device.unknown, device.revoked,
 *   session.expired */
async function allowed(
  c: Context<ApiEnv>,
  ports: ApiPorts,
  found: StoredPhoto,
): Promise<{ photo: StoredPhoto; cacheControl: string }> {
  // Asked anew each time: what was public yesterday may be hidden, taken off or erased today.
  const shown = await isShown(ports.db, found.hash);
  if (shown && found.rank === 'full') {
    return { photo: await ports.photos.move(found, 'public'), cacheControl: FOREVER };
  }
  const records = await recordsNaming(ports.db, found.hash);
  if (found.rank === 'preview' && !previewCounts(records)) throw new Problem('photo.not_here');
  const photo = await ports.photos.move(found, shown ? 'public' : 'private');
  if (shown) return { photo, cacheControl: A_MOMENT };
  if (records.length === 0) throw new Problem('photo.not_here');
  const device = await identifyDevice(ports, c.req.header('authorization'));
  if (device.revoked) throw new Problem('device.revoked');
  await assertNotEnded(ports, c.req.raw, device);
  const facts = await factsOf(ports, device.personId);
  if (!tends(facts, records)) throw new Problem('photo.not_yours');
  return { photo, cacheControl: photo.rank === 'full' ? OWN_FOREVER : 'private, max-age=60' };
}
