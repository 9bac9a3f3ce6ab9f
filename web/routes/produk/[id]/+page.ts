/** A product's page: from this phone when it is here, from the air otherwise. */
import { browser } from '$app/environment';
import { error } from '@sveltejs/kit';
import { productPage } from '$lib/phone/public-pages';
import { patient } from '../../market/patient-fetch';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params }) => {
  const found = await productPage(patient(fetch, browser), params.id);
  if (!found.found && found.why === 'unknown') error(404, { message: 'listing.not_shown' });
  return { id: params.id, product: found.found ? found.page : null };
};
