/**
 * Pictures that pages ask for by address: once loaded they are there without signal, and there are never
 * more than a phone can carry. Runs in the service worker.
 */
export const PHOTO_SHELF = 'jukung-photos';
export const MAX_PHOTOS = 200;

/** From the shelf, else from the air and then kept. Rejects without signal, as an image request does. */
export async function photoFrom(
  request: Request,
  caches: CacheStorage,
  fetch: (request: Request) => Promise<Response>,
): Promise<Response> {
  const shelf = await caches.open(PHOTO_SHELF);
  const kept = await shelf.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  const isPicture = response.headers.get('Content-Type')?.startsWith('image/') ?? false;
  const isFinal = response.headers.get('Photo-Rank') !== 'preview';
  if (response.status === 200 && isPicture && isFinal) {
    await keep(shelf, request, response.clone()).catch(() => undefined);
  }
  return response;
}

async function keep(shelf: Cache, request: Request, response: Response): Promise<void> {
  await shelf.put(request, response);
  const kept = await shelf.keys();
  // In the order they came: the oldest go first.
  for (const old of kept.slice(0, Math.max(0, kept.length - MAX_PHOTOS))) await shelf.delete(old);
}
