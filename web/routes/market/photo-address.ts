/** Where the pictures of public photos are found on the air, and whether there is anything yet. */
import type { PublicPhoto } from '$lib/phone/public-views';

type Named = Pick<PublicPhoto, 'hash'>;

/** Whether there is anything to see at its address; a phone's own copy can't know and hopes so. */
export function hasArrived(photo: PublicPhoto): boolean {
  return photo.rank !== 'none';
}

/** @param side longest side, px */
export function photoAddress(
  photo: Named,
  side: 160 | 480,
  type: 'avif' | 'webp' = 'webp',
): string {
  return `/photo/${photo.hash}/w${side}.${type}`;
}

/** JPEG, 1200×630: what chats and search engines show. Absolute. */
export function sharingPicture(photo: Named, origin: string): string {
  return `${origin}/photo/${photo.hash}/og.jpg`;
}
