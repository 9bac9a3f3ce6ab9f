/** Where something is, said as a neighbour says it: the village by its kind, the way by its length. */
import { distanceKm, villageByCode } from '#domain/place/villages';
import { t } from '$lib/words/words';
import '$lib/words/id/market';

/** `Desa Panggung`, `Kelurahan Batu Piring`; a code that is not ours is shown as nothing. */
export function villageWords(code: string): string {
  const village = villageByCode(code);
  if (!village) return '';
  const { kind, name } = village;
  return kind === 'kelurahan' ? t('market.kelurahan', { name }) : t('market.desa', { name });
}

/**
 * How far a village is from the person's own, between the centres of both: `kira-kira 2 km`.
 *
 * @returns empty when either village is not known
 */
export function distanceWords(from: string | undefined, to: string): string {
  const here = villageByCode(from ?? '');
  const there = villageByCode(to);
  if (!here || !there) return '';
  if (here.code === there.code) return t('market.sameVillage');
  const km = distanceKm(here, there);
  return km < 1 ? t('market.nearby') : t('market.distance', { km: Math.round(km) });
}

/** `1.250`: a count with the dots of Indonesian spelling. */
export function countWords(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '.');
}
