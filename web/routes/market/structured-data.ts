/**
 * What machines read on a public page: JSON-LD in the words of schema.org, so that a product found by a
 * search engine or shown in a chat carries its price and its shop.
 *
 * Rule: the project's conventions for web presence (schema.org Product/Offer/LocalBusiness as read by
 * Google merchant listings: name, image, offer price above 0 and currency; WhatsApp reads Open Graph).
 * The postal code of a village is left out: no source at hand confirms one.
 */
import type { Availability } from '#domain/availability';
import { villageByCode } from '#domain/place/villages';
import type { PublicProduct, PublicShop } from '$lib/phone/public-views';
import { hasArrived, sharingPicture } from './photo-address';

/** A JSON-LD node. */
export type Node = Readonly<Record<string, unknown>>;

const schema = 'https://schema.org';

/** "Tinggal sedikit" can still be bought; the public is never told how many there are. */
const availabilityOf: Record<Availability, string> = {
  ada: `${schema}/InStock`,
  sedikit: `${schema}/InStock`,
  habis: `${schema}/OutOfStock`,
};

/**
 * A product for sale.
 *
 * @param origin of the site, `https://…` without a slash at the end
 * @param description plain text, not empty
 */
export function productData(product: PublicProduct, origin: string, description: string): Node {
  const url = `${origin}/produk/${product.id}`;
  const { shop } = product;
  return {
    '@context': schema,
    '@type': 'Product',
    name: product.title,
    image: product.photos.filter(hasArrived).map((photo) => sharingPicture(photo, origin)),
    description,
    sku: product.id,
    url,
    ...(shop ? { brand: { '@type': 'Brand', name: shop.name } } : {}),
    offers: {
      '@type': 'Offer',
      price: String(product.price),
      priceCurrency: 'IDR',
      availability: availabilityOf[product.availability],
      itemCondition: `${schema}/NewCondition`,
      url,
      ...(shop ? { seller: { ...businessOf(shop, origin), '@type': 'Store' } } : {}),
    },
  };
}

/** A shop with its page. */
export function shopData(shop: PublicShop, origin: string, description: string): Node {
  return { '@context': schema, ...businessOf(shop, origin), description };
}

function businessOf(shop: PublicShop, origin: string): Node {
  const village = villageByCode(shop.village);
  return {
    '@type': 'LocalBusiness',
    name: shop.name,
    url: `${origin}/toko/${shop.slug}`,
    ...(shop.phone ? { telephone: shop.phone } : {}),
    address: {
      '@type': 'PostalAddress',
      streetAddress: 'Kecamatan Paringin Selatan, Kabupaten Balangan',
      ...(village ? { addressLocality: village.name } : {}),
      addressRegion: 'Kalimantan Selatan',
      addressCountry: 'ID',
    },
    ...(village
      ? { geo: { '@type': 'GeoCoordinates', latitude: village.lat, longitude: village.lng } }
      : {}),
  };
}

/**
 * The whole script element. It is data and never runs, so the content policy has nothing to say about
 * it; `<` is written as an escape, so no text of a seller can end the element.
 */
export function dataScript(node: Node): string {
  const json = JSON.stringify(node).replace(/[<\u2028\u2029]/g, (sign) => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `<script type="application/ld+json">${json}</` + 'script>';
}
