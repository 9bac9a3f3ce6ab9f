import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';

const asked: string[] = [];

/** A page of its own: what the browser can draw is found out once for each. */
async function pageThat(drawsAvif: boolean) {
  vi.resetModules();
  asked.length = 0;
  vi.stubGlobal('createImageBitmap', (picture: Blob) =>
    drawsAvif || picture.type !== 'image/avif' ? Promise.resolve({}) : Promise.reject(new Error()),
  );
  vi.stubGlobal('fetch', (address: string) => {
    asked.push(address);
    const type = address.endsWith('.avif') ? 'image/avif' : 'image/webp';
    return Promise.resolve(new Response('picture', { headers: { 'Content-Type': type } }));
  });
  return import('./pictures-kept');
}

afterEach(() => vi.unstubAllGlobals());

test('a browser that draws AVIF is given AVIF', async () => {
  const { fetchPicture } = await pageThat(true);
  expect(await fetchPicture('a')).toMatch(/^blob:/);
  await fetchPicture('b');
  expect(asked).toEqual(['/photo/a/w160.avif', '/photo/b/w160.avif']);
});

test('one that does not finds out by the first picture, and is given WebP from then on', async () => {
  const { fetchPicture } = await pageThat(false);
  expect(await fetchPicture('a')).toMatch(/^blob:/);
  expect(await fetchPicture('b')).toMatch(/^blob:/);
  expect(asked).toEqual(['/photo/a/w160.avif', '/photo/a/w160.webp', '/photo/b/w160.webp']);
});
