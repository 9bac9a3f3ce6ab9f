/** What of a product the market does not know yet: each field as it was last sent, and as it is here. */
import { formatRupiah } from '#domain/money';
import type { ProductView } from '$lib/phone/views';
import { t } from '$lib/words/words';
import '$lib/words/id/selling';

/** One line: which field, how it stands over there, how it stands here. */
export interface UnsentDifference {
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

const fields = [
  'title',
  'price',
  'unit',
  'category',
  'about',
  'stock',
  'soldOut',
  'status',
] as const;
type Field = (typeof fields)[number];

/** Empty when all is sent, and for a product nobody else knows yet. */
export function unsentDifferences(product: ProductView): UnsentDifference[] {
  const { sent } = product;
  if (!sent) return [];
  const changed = fields
    .filter((field) => sent[field] !== product[field])
    .map((field) => ({
      what: t(`selling.edit.field.${field}`),
      from: shown(field, sent),
      to: shown(field, product),
    }));
  const photos = product.photos.map(({ id }) => id);
  const samePhotos =
    photos.length === sent.photoIds.length && photos.every((id) => sent.photoIds.includes(id));
  if (samePhotos) return changed;
  const count = (of: readonly string[]) => String(of.length);
  return [...changed, { what: t('goods.photo'), from: count(sent.photoIds), to: count(photos) }];
}

function shown(field: Field, values: Pick<ProductView, Field>): string {
  switch (field) {
    case 'price':
      return formatRupiah(values.price);
    case 'stock':
      return String(values.stock);
    case 'soldOut':
      return t(values.soldOut ? 'goods.soldOut' : 'goods.available');
    case 'category':
      return t(`category.${values.category}`);
    case 'status':
      return t(`selling.status.${values.status}`);
    default:
      return values[field].trim() || t('selling.edit.nothing');
  }
}
