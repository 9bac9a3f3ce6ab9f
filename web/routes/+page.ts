/** The market: from this phone when it is here, from the air otherwise, and for readers without JavaScript. */
import { browser } from '$app/environment';
import { readMarketCopy } from '$lib/phone/market-copy';
import { marketPage } from '$lib/phone/public-pages';
import type { PageLoad } from './$types';
import { readFilter, shelfOf } from './market/filter';
import { patient } from './market/patient-fetch';
import { remembered } from './market/remembered.svelte';

export const load: PageLoad = async ({ fetch, url }) => {
  const filter = readFilter(url.searchParams);
  const { q, village, after } = filter;
  const wish = { q, village, category: shelfOf(filter), after };
  // The whole market is in the page's hands, or about to be: no signal is waited for.
  const wished = Object.values(wish).some((value) => value !== '');
  const onItsWay =
    browser && (remembered.catalogue ?? (wished && (await readMarketCopy())?.half === false));
  if (onItsWay) return { filter, found: null };
  return { filter, found: await marketPage(patient(fetch, browser), wish) };
};
