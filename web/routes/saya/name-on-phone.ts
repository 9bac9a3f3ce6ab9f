/** What a person on this phone is called in a list: their name, or "Tamu" before they have said one. */
import { t } from '$lib/words/words';
import '$lib/words/id/people';

export const nameOnPhone = ({ name }: { readonly name: string }): string =>
  name || t('people.guest');
