/** What a shop is and where, in one line. */
import { t } from '$lib/words/words';
import { villageWords } from '../market/place-words';
import type { ShopFacts } from './told';
import '$lib/words/id/pass-on';

/** `Warung keripik di Desa Panggung`; whoever sells a bit of everything has just a warung. */
export function kindAndPlace({ kind, village }: Pick<ShopFacts, 'kind' | 'village'>): string {
  const where = { village: villageWords(village) };
  if (kind === 'lainnya') return t('pass-on.shop.any', where);
  return t('pass-on.shop', { kind: t(`category.${kind}`).toLowerCase(), ...where });
}

/** The same with its district, for those who do not live there. */
export const kindAndDistrict = (shop: Pick<ShopFacts, 'kind' | 'village'>): string =>
  t('pass-on.shop.district', { shop: kindAndPlace(shop) });
