/**
 * Small pictures on this phone: those taken here, and those of the market that were loaded once. Asked
 * for together, card by card, they are read in one go.
 */
import type { CatalogueDb } from '../db/catalogue-db';
import { MAX_THUMB_BYTES, MAX_THUMBS } from '../db/catalogue-db';
import { isFull } from '../db/survive';
import { openMarket } from '../market-store';
import { isSomebodyHere } from '../phone.svelte';

/** `blob:` addresses in use; the oldest is given back when there are too many. */
const urls = new Map<string, string>();
const MAX_URLS = 300;
const PATIENCE_MS = 20_000;

/** What is being fetched right now, by hash: a tap counts on, whoever asks meanwhile. */
const coming = new Map<string, Promise<string | null>>();

let asked: { hash: string; answer: (url: string | null) => void }[] = [];

/** The picture as this phone holds it, or soon does when somebody has just asked for it; else null. */
export function keptPicture(hash: string): Promise<string | null> {
  const known = urls.get(hash);
  if (known) return Promise.resolve(known);
  const soon = coming.get(hash);
  if (soon) return soon;
  return new Promise((answer) => {
    asked.push({ hash, answer });
    if (asked.length === 1) setTimeout(() => void answerAll(), 0);
  });
}

async function answerAll(): Promise<void> {
  const now = asked;
  asked = [];
  const hashes = [...new Set(now.map(({ hash }) => hash))];
  const found = new Map<string, Blob>();
  try {
    const [own, market] = await Promise.all([
      isSomebodyHere() ? ownPictures(hashes) : [],
      openMarket().then(({ thumbs }) => thumbs.bulkGet(hashes)),
    ]);
    for (const kept of [...market, ...own]) {
      if (kept) found.set(kept.hash, new Blob([kept.bytes], { type: kept.type }));
    }
  } catch {
    // No store: pictures come from the air, or not at all.
  }
  for (const { hash, answer } of now) {
    const blob = found.get(hash);
    answer(blob ? urlOf(hash, blob) : null);
  }
}

async function ownPictures(hashes: readonly string[]) {
  const { heart } = await import('../heart');
  const { open } = await heart();
  return open.db.photoBytes.bulkGet(hashes.map((hash) => [hash, 'thumb']));
}

/** Fetches a picture from the air and keeps it. Null without signal, or when it is not there yet. */
export function fetchPicture(hash: string): Promise<string | null> {
  const already = coming.get(hash);
  if (already) return already;
  const fetched = fetchAndKeep(hash).finally(() => coming.delete(hash));
  coming.set(hash, fetched);
  return fetched;
}

/**
 * Whether this browser draws AVIF, a third smaller than WebP: found out by the first picture that comes,
 * since nearly all do. One that does not pays for one picture twice.
 */
let drawsAvif: Promise<boolean> | undefined;

const isDrawn = (picture: Blob): Promise<boolean> =>
  createImageBitmap(picture).then(
    () => true,
    () => false,
  );

async function fetchAndKeep(hash: string): Promise<string | null> {
  const type = (await (drawsAvif ?? true)) ? 'avif' : 'webp';
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const response = await fetch(`/photo/${hash}/w160.${type}`, { signal: stop.signal });
    if (!response.ok || !response.headers.get('Content-Type')?.startsWith('image/')) return null;
    const blob = await response.blob();
    if (type === 'avif' && !(await (drawsAvif ??= isDrawn(blob)))) return await fetchAndKeep(hash);
    // A preview is shown and asked for again another day: the real one is on its way.
    const isFinal = response.headers.get('Photo-Rank') !== 'preview';
    if (isFinal && blob.size <= MAX_THUMB_BYTES) await keep(hash, blob).catch(() => undefined);
    return urlOf(hash, blob);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function keep(hash: string, blob: Blob): Promise<void> {
  const market = await openMarket();
  const bytes = await blob.arrayBuffer();
  try {
    await market.thumbs.put({ hash, type: blob.type, bytes, usedMs: Date.now() });
    await forgetOldest(market);
  } catch (failure) {
    // Pictures are the first to go when room is short, never the reason for it.
    if (isFull(failure)) await market.thumbs.clear();
  }
}

async function forgetOldest({ thumbs }: CatalogueDb): Promise<void> {
  const surplus = (await thumbs.count()) - MAX_THUMBS;
  if (surplus <= 0) return;
  await thumbs.bulkDelete(
    await thumbs
      .orderBy('usedMs')
      .limit(surplus + 50)
      .primaryKeys(),
  );
}

function urlOf(hash: string, blob: Blob): string {
  const known = urls.get(hash);
  if (known) return known;
  const url = URL.createObjectURL(blob);
  urls.set(hash, url);
  const [oldest] = urls;
  if (urls.size > MAX_URLS && oldest) {
    URL.revokeObjectURL(oldest[1]);
    urls.delete(oldest[0]);
  }
  return url;
}
