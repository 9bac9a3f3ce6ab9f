/** A photo over air that breaks off every 20 KB, past a server whose power goes in the middle. */
import { expect, it } from 'vitest';

import { siti } from './people';
import type { Phone } from './phone';
import { addProduct, ownProduct, phonePhoto, see, seePhoto, signInToShop } from './tasks';
import { useVillage } from './village';

const village = useVillage();
const name = 'Tikar purun lebar';

it('arrives piece by piece over a link that is cut every 20 KB, past a server killed in the middle', async () => {
  const seller = await village.phone('siti');
  await signInToShop(seller, siti);
  await seller.offline();
  await addProduct(seller, { name, price: '150000', photo: phonePhoto });
  await see(ownProduct(seller.page, name).getByText('Siap dikirim'));

  const files = filesSentBy(seller);
  const offsets = offsetsSentBy(seller);
  seller.air.resetCounters();
  seller.narrow({ cutEveryBytes: 20_000, upKbps: 200, downKbps: 240, roundTripMs: 60 });
  await seller.online();
  await expect.poll(() => seller.air.passed.bytesUp, { timeout: 60_000 }).toBeGreaterThan(30_000);
  await village.server.kill();
  await village.server.start();
  await expect.poll(rankOfPhoto, { timeout: 120_000, interval: 500 }).toBe('full');

  const { bytesUp, cuts, connections } = seller.air.passed;
  const pictureBytes = [...files.values()].reduce((sum, bytes) => sum + bytes, 0);
  console.log({ pictureBytes, bytesUp, cuts, connections });
  expect([...files.keys()].sort()).toEqual(['full', 'preview']);
  // Words never wait behind more than a piece: no request of the upload was longer.
  expect(longestPiece(offsets, files)).toBeLessThanOrEqual(16 * 1024);
  expect(cuts).toBeGreaterThanOrEqual(3);
  // The first cut may cost a piece of 16 KB; each later one a piece of 8 KB and the words around it.
  expect(bytesUp).toBeLessThan(pictureBytes + 20_000 + cuts * 12_000);

  seller.narrow({});
  await see(ownProduct(seller.page, name).getByText('Terkirim'));
  const buyer = await village.phone('rina');
  await buyer.goto('/');
  await seePhoto(buyer.page.getByRole('article').filter({ hasText: name }).locator('img'));
});

/** What the phone announces for upload: bytes by kind. */
function filesSentBy(phone: Phone): Map<string, number> {
  const files = new Map<string, number>();
  phone.page.on('request', (request) => {
    const { 'upload-length': length, 'upload-metadata': told } = request.headers();
    const kind = /kind ([\w=+/]+)/.exec(told ?? '')?.[1];
    if (length && kind) files.set(Buffer.from(kind, 'base64').toString('utf8'), Number(length));
  });
  return files;
}

/** Where each request of an upload began, by kind. */
function offsetsSentBy(phone: Phone): Map<string, Set<number>> {
  const offsets = new Map<string, Set<number>>();
  phone.page.on('request', (request) => {
    if (request.method() !== 'PATCH') return;
    const kind = request.url().split('.').at(-1) ?? '';
    const begun = offsets.get(kind) ?? new Set();
    offsets.set(kind, begun.add(Number(request.headers()['upload-offset'])));
  });
  return offsets;
}

/** Bytes between two beginnings, or the last one and the end: no request carried more. */
function longestPiece(offsets: Map<string, Set<number>>, files: Map<string, number>): number {
  const pieces = [...files].flatMap(([kind, bytes]) => {
    const ends = [...(offsets.get(kind) ?? []), bytes].sort((a, b) => a - b);
    return ends.slice(1).map((end, at) => end - (ends[at] ?? 0));
  });
  return Math.max(...pieces);
}

/** What a buyer would get now: nothing, the small preview, or the picture itself. */
async function rankOfPhoto(): Promise<string> {
  const address = `http://localhost:${village.server.port}/api/public/catalogue?q=${encodeURIComponent(name)}`;
  const answer = await fetch(address);
  const { photos } = (await answer.json()) as { photos: { rank: string }[] };
  return photos[0]?.rank ?? 'unknown';
}
