/** Puts a shop's file together on the phone: its goods from the store, its pictures as far as they can be had. */
import { bestPicture } from './pictures';
import { shopFile } from './shop-file';
import { thereFirst, type ProductFacts, type ShopFacts } from './told';

/** Pictures that fit into the file at some 20 KB each. */
const MOST_PICTURES = 72;
const AT_ONCE = 4;
/** After this only what the phone holds goes in. */
const AIR_MS = 15_000;
const [WIDTH, HEIGHT] = [320, 240];

/** @param tell how many of how many pictures have been looked for */
export async function makeShopFile(
  shop: ShopFacts,
  goods: readonly ProductFacts[],
  origin: string,
  nowMs: () => number,
  tell: (done: number, total: number) => void,
): Promise<File> {
  const wanted = thereFirst(goods)
    .flatMap(({ id, photos: [photo] }) => (photo ? [{ id, photo }] : []))
    .slice(0, MOST_PICTURES);
  const airEndsMs = nowMs() + AIR_MS;
  const pictures = new Map<string, string>();
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    tell(at, wanted.length);
    const group = wanted.slice(at, at + AT_ONCE).map(async ({ id, photo }) => {
      const picture = await bestPicture(photo, nowMs() < airEndsMs);
      const packed = picture && pack(picture);
      if (packed) pictures.set(id, packed);
    });
    await Promise.all(group);
  }
  const html = shopFile({ shop, goods, pictures, origin, madeMs: nowMs() });
  return new File([html], `${shop.slug}.html`, { type: 'text/html' });
}

function pack(picture: HTMLImageElement): string | null {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const pen = canvas.getContext('2d', { alpha: false });
  if (!pen) return null;
  const scale = Math.max(WIDTH / picture.naturalWidth, HEIGHT / picture.naturalHeight);
  const [w, h] = [picture.naturalWidth * scale, picture.naturalHeight * scale];
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, (WIDTH - w) / 2, (HEIGHT - h) / 2, w, h);
  return canvas.toDataURL('image/jpeg', 0.74);
}
