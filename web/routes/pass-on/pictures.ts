/**
 * The best picture of a photo that this phone holds or can have quickly: her own copy, the large one a page
 * has shown before, the one on the air where data is cheap, and the small one of the market's cards.
 */
import { connection } from '$lib/phone/connection';
import { PHOTO_SHELF } from '$lib/phone/app/photo-shelf';
import { isSomebodyHere } from '$lib/phone/phone.svelte';
import { pictureOptions } from '$lib/phone/photo/picture.svelte';
import { loadsByItself } from '$lib/phone/photo/when-to-load';
import { signal } from '$lib/phone/status.svelte';
import { photoAddress } from '../market/photo-address';
import type { ToldPhoto } from './told';

/** A card is waited for by somebody who stands there with the phone in hand. */
const PATIENCE_MS = 6_000;

/** Those that could be had, in their order; at most `most`. */
export async function findPictures(
  photos: readonly ToldPhoto[],
  most: number,
): Promise<HTMLImageElement[]> {
  const found = await Promise.all(photos.slice(0, 2 * most).map((photo) => bestPicture(photo)));
  return found.filter((picture) => picture !== null).slice(0, most);
}

/** @param air whether the air may be asked; what the phone holds is always looked for */
export async function bestPicture(photo: ToldPhoto, air = true): Promise<HTMLImageElement | null> {
  const ways = air
    ? [ownCopy, shownBefore, fromAir, keptSmall, smallFromAir]
    : [ownCopy, shownBefore, keptSmall];
  for (const way of ways) {
    const picture = await way(photo).catch(() => null);
    if (picture) return picture;
  }
  return null;
}

async function ownCopy({ hash }: ToldPhoto): Promise<HTMLImageElement | null> {
  if (!isSomebodyHere()) return null;
  const { ownPicture } = await import('$lib/phone/photo/own-picture');
  return imageOf(await ownPicture(hash));
}

async function shownBefore(photo: ToldPhoto): Promise<HTMLImageElement | null> {
  if (!('caches' in window)) return null;
  const shelf = await caches.open(PHOTO_SHELF);
  for (const type of ['avif', 'webp'] as const) {
    const kept = await shelf.match(photoAddress(photo, 480, type));
    const picture = kept && (await imageOf(await kept.blob()));
    if (picture) return picture;
  }
  return null;
}

async function fromAir(photo: ToldPhoto): Promise<HTMLImageElement | null> {
  const noSignal = signal.reach === 'no-signal' || !navigator.onLine;
  if (photo.rank === 'none' || !loadsByItself(pictureOptions.mode, connection(), noSignal))
    return null;
  return load(photoAddress(photo, 480));
}

async function keptSmall({ hash }: ToldPhoto): Promise<HTMLImageElement | null> {
  const { keptPicture } = await import('$lib/phone/photo/pictures-kept');
  const address = await keptPicture(hash);
  return address ? load(address) : null;
}

/** Eight kilobytes at most: also where data is dear, for somebody who has just asked for the picture. */
async function smallFromAir({ hash, rank }: ToldPhoto): Promise<HTMLImageElement | null> {
  if (rank === 'none' || !navigator.onLine) return null;
  const { fetchPicture } = await import('$lib/phone/photo/pictures-kept');
  const address = await inTime(fetchPicture(hash));
  return address ? load(address) : null;
}

async function imageOf(blob: Blob | null): Promise<HTMLImageElement | null> {
  if (!blob) return null;
  const address = URL.createObjectURL(blob);
  try {
    return await load(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Decoded, or null: no signal, no picture, or too slow. */
async function load(address: string): Promise<HTMLImageElement | null> {
  const image = new Image();
  image.src = address;
  return inTime(
    image.decode().then(
      () => image,
      () => null,
    ),
  );
}

function inTime<T>(work: Promise<T | null>): Promise<T | null> {
  return Promise.race([
    work,
    new Promise<null>((late) => setTimeout(() => late(null), PATIENCE_MS)),
  ]);
}
