/** A picture that stays where it is while its record is read again and again: only another one is loaded. */
import { type Picture, picture } from '$lib/phone/photo/picture.svelte';

/** Call while a component is being made; follows the photo it is given. */
export function steadyPicture(
  photo: () => { readonly hash: string; readonly placeholder: string } | undefined,
): Picture {
  const hash = $derived(photo()?.hash ?? '');
  const placeholder = $derived(photo()?.placeholder ?? '');
  return picture(() => (hash === '' ? undefined : { hash, placeholder }));
}
