/**
 * The short address of a shop's page, for walls and voices: it leads on for ever. Without signal the app's
 * shell opens it and the phone's own copy of the shop answers.
 */
import { error, redirect } from '@sveltejs/kit';
import { slugMeant } from '../../pass-on/address';
import type { PageLoad } from './$types';

export const load: PageLoad = ({ params }) => {
  const slug = slugMeant(params.slug);
  if (slug === '') error(404, { message: 'shop.not_shown' });
  redirect(308, `/toko/${encodeURIComponent(slug)}`);
};
