/**
 * What machines read on the market's own page: which site this is, and how it is asked. Put in by the
 * server alone (web/hooks.server.ts): no phone ever needs it.
 *
 * Rule: schema.org WebSite with a SearchAction, as search engines read it.
 */
import { t } from '$lib/words/words';
import '$lib/words/id/market';
import type { Node } from './structured-data';

/** @param origin of the site, `https://…` without a slash at the end */
export function siteData(origin: string): Node {
  const search = 'search_term_string';
  return {
    '@context': 'https://schema.org',
    '@type': 'WebSite',
    name: 'Jukung',
    alternateName: t('market.title'),
    description: t('market.about'),
    inLanguage: 'id',
    url: `${origin}/`,
    potentialAction: {
      '@type': 'SearchAction',
      target: { '@type': 'EntryPoint', urlTemplate: `${origin}/?q={${search}}` },
      'query-input': `required name=${search}`,
    },
  };
}
