/** A shop's page: from this phone when it is here, from the air otherwise. */
import { browser } from '$app/environment';
import { error } from '@sveltejs/kit';
import { shopPage } from '$lib/phone/public-pages';
import { patient } from '../../market/patient-fetch';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params }) => {
  const found = await shopPage(patient(fetch, browser), params.slug);
  if (!found.found && found.why === 'unknown') error(404, { message: 'shop.not_shown' });
  return { slug: params.slug, here: found.found ? found.page : null };
};
