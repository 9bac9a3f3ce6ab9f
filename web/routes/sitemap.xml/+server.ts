/** Every public page of the market, for search engines (sitemaps.org, protocol 0.9). */
import type { RequestHandler } from './$types';
import type { PublicAddresses } from '#api/public/shapes';

export const GET: RequestHandler = async ({ fetch, url }) => {
  const answer = await fetch('/api/public/addresses');
  if (!answer.ok) return new Response('', { status: 503, headers: { 'Retry-After': '60' } });
  const { shops, products } = (await answer.json()) as PublicAddresses;
  const paths = [
    '/',
    ...shops.map((slug) => `/toko/${slug}`),
    ...products.map((id) => `/produk/${id}`),
  ];
  // Slugs and ids hold letters, digits and hyphens; only the host is typed by somebody else.
  const origin = url.origin.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const lines = paths.map((path) => `<url><loc>${origin}${path}</loc></url>`);
  const body = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...lines,
    '</urlset>',
    '',
  ].join('\n');
  return new Response(body, {
    headers: { 'Content-Type': 'application/xml', 'Cache-Control': 'public, max-age=3600' },
  });
};
