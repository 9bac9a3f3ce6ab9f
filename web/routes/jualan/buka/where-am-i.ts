/**
 * Which village is this phone in? GPS needs no signal. The borders load only now, and whatever happens
 * the person can still choose by hand.
 */
import { type Village, villageByCode } from '#domain/place/villages';

export type Whereabouts =
  | { readonly found: true; readonly village: Village }
  | { readonly found: false; readonly why: 'outside' | 'refused' | 'not-found' };

/** A first fix under trees takes its time; beyond this, choosing by hand is quicker. */
const PATIENCE_MS = 20_000;
/** Nobody moves to another village in ten minutes of opening a shop. */
const FRESH_MS = 600_000;
const REFUSED = 1;

/** Never rejects. */
export async function whereAmI(
  geolocation: Pick<Geolocation, 'getCurrentPosition'> | undefined,
): Promise<Whereabouts> {
  if (!geolocation) return { found: false, why: 'not-found' };
  try {
    const [{ coords }, { whichVillage }] = await Promise.all([
      new Promise<GeolocationPosition>((done, fail) =>
        geolocation.getCurrentPosition(done, fail, {
          enableHighAccuracy: true,
          timeout: PATIENCE_MS,
          maximumAge: FRESH_MS,
        }),
      ),
      import('#domain/place/which-village'),
    ]);
    const code = whichVillage({ lat: coords.latitude, lng: coords.longitude });
    const village = code === null ? undefined : villageByCode(code);
    return village ? { found: true, village } : { found: false, why: 'outside' };
  } catch (failure) {
    const refused = (failure as { code?: unknown }).code === REFUSED;
    return { found: false, why: refused ? 'refused' : 'not-found' };
  }
}
