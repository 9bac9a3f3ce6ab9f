/** Public pages may be found; a person's own may not (RFC 9309). */
import type { RequestHandler } from './$types';
import { privatePlaces } from '../private-places';

export const GET: RequestHandler = ({ url }) => {
  const lines = [
    'User-agent: *',
    ...privatePlaces.map((place) => `Disallow: /${place}`),
    'Disallow: /api/',
    `Sitemap: ${url.origin}/sitemap.xml`,
    '',
  ];
  return new Response(lines.join('\n'), {
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'public, max-age=3600',
    },
  });
};
