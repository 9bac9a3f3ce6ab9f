/**
 * Drawings of the shelves: flat cut cloth in two or three dyes, one turmeric piece, one dotted stitch.
 * Grid of 48; class `s` is the stitch line. They stand for a category, and for a product without a photo.
 */
import type { CategoryKey } from '#domain/categories';

/** Category (or `semua`, all of them) → the inside of its svg. */
export const drawings: Readonly<Record<CategoryKey | 'semua', string>> = {
  sayur:
    '<path fill="#2f7f4f" d="M24 45C10 42 4 30 5.5 13 16 16 23 26 24 45Z"/><path fill="#0b4a35" d="M24 45c14-3 20-15 18.5-32C32 16 25 26 24 45Z"/><path fill="#5fb07a" d="M24 45c-8-10-8.5-28 0-42 8.5 14 8 32 0 42Z"/><path class="s" d="M24 13v29"/>',
  buah: '<path fill="#ffc83d" d="M9 9C3 28 14 43 37 42.5c5-.2 6-5.5 2-7.5C24 34 16 25 14 9Z"/><path fill="#e8a000" d="M12 9c0 15 9 26 26.5 27.5 6 .3 7-6.5 1.5-7C27 28.5 18.5 21 16.5 9Z"/><path fill="#5a3312" d="M9.5 3h6l2 7H8Z"/><path class="s" d="M9.8 19c2 9 9 17 23 20"/>',
  kue: '<path fill="#2f7f4f" d="M24 4 3 39h21Z"/><path fill="#0b4a35" d="M24 4 45 39H24Z"/><path fill="#5fb07a" d="M3 39h42l-3.5 6h-35Z"/><path fill="#ffc83d" d="M17.3 17.5c4 2.6 9.4 2.6 13.4 0l2.2 3.6c-5.4 3.6-12.4 3.6-17.8 0Z"/><path class="s" d="M24 9v28"/>',
  keripik:
    '<path fill="#33143f" d="M8 4h32l-2 7H10Z"/><path fill="#4a1f5c" d="M10 11h28l3 30a3 3 0 0 1-3 3.5H10A3 3 0 0 1 7 41Z"/><ellipse cx="24" cy="25" rx="11" ry="9" fill="#ffc83d"/><ellipse cx="24" cy="25" rx="5.5" ry="4" fill="#e8a000"/><path class="s" d="M12.5 39.5h24"/>',
  ikan: '<path fill="#ffc83d" d="M19 34c1 4 5 7 10 7l1-8Z"/><path fill="#0a4164" d="M2 24c5-8 12-12.5 20-12.5 7 0 12.5 3.5 16.5 9L46 12v23l-7.5-8.5H3.5Z"/><path fill="#5b93c2" d="M2 24c9 4.5 24 6 34.5 2.5h2C34.5 32 29 35.5 22 35.5 14 35.5 7 31.5 2 24Z"/><circle cx="11.5" cy="21" r="2.2" fill="#fff"/><path class="s" d="M19.5 17v13M25.5 16v15M31.5 18v11"/>',
  beras:
    '<path fill="#b9772b" d="M12 15h24c7 8 8.5 19 5 29.5H7C3.5 34 5 23 12 15Z"/><path fill="#5a3312" d="M11 4.5c4 2 22 2 26 0L35 12v4H13v-4Z"/><path fill="#ffc83d" d="M24 19c3.2 2.5 3.2 6 0 8.5-3.2-2.5-3.2-6 0-8.5Zm-8 6c4.5-.3 7 2 7 6.5-4.5.3-7-2-7-6.5Zm16 0c-4.5-.3-7 2-7 6.5 4.5.3 7-2 7-6.5Zm-9 6h2v7h-2Z"/><path class="s" d="M10 40.5h28.5"/>',
  madu: '<path fill="#e8a000" d="M12 14h24c4 2 6 5 6 10v15a5.5 5.5 0 0 1-5.5 5.5h-25A5.5 5.5 0 0 1 6 39V24c0-5 2-8 6-10Z"/><path fill="#5a3312" d="M11 4h26v9H11Z"/><path fill="#ffc83d" d="m24 19 9 5v10l-9 5-9-5V24Z"/><path fill="#5a3312" d="M24 24c3 3.5 4 5.2 4 7a4 4 0 0 1-8 0c0-1.8 1-3.5 4-7Z"/><path class="s" d="M15 8.5h19"/>',
  anyaman:
    '<path fill="none" stroke="#5a3312" stroke-width="4.5" d="M11 20C11 1 37 1 37 20"/><path fill="#b9772b" d="M6.5 26h35L37.5 45h-27Z"/><path fill="#5a3312" d="M3.5 18h41v9h-41Z"/><path fill="#ffc83d" d="M13 30h3.5v11H13Zm12.5 0H29v11h-3.5Z"/><path fill="#5a3312" d="M19.2 30h3.5v11h-3.5Zm12.6 0h3.5v11h-3.5Z"/><path class="s" d="M7.5 22.5h34"/>',
  minuman:
    '<path fill="#2f7f4f" d="M4 22h40c0 13-8 23-20 23S4 35 4 22Z"/><ellipse cx="24" cy="21.5" rx="20" ry="8" fill="#0b4a35"/><ellipse cx="24" cy="21" rx="13.5" ry="4.8" fill="#fff"/><path fill="#ffc83d" d="m22.5 22 5-19H38v4h-7.5l-4 15.2Z"/><path class="s" d="M9.5 34c8 5.5 21 5.5 29 0"/>',
  bumbu:
    '<path fill="#b9772b" d="M27 24 38 3.5c3-2 7.5.6 7 4L36.5 24Z"/><path fill="#ffc83d" d="M9 25c1-7 8-9.5 12.5-5.5C26 16 34 18.5 35 25Z"/><path fill="#453e4c" d="M3.5 23h41c0 9.5-5 15.5-12 18l2 4h-21l2-4c-7-2.5-12-8.5-12-18Z"/><path class="s" d="M9.5 29.5h29.5"/>',
  ternak:
    '<path fill="#ffc83d" d="m41 13 6 3.5-6 3.5Zm-23 27h3.2v6H18Zm8 0h3.2v6H26Z"/><path fill="#b9772b" d="M29 9c-1-6 4-7 5-3.5C37 2 41 4.5 40 10Z"/><path fill="#5a3312" d="M3 13c5 6.5 11 8 17 6 2-7 6-11.5 12-11.5 6 0 10 4 10 9.5 0 16-8 25-19.5 25C10 42 2 31 3 13Z"/><path fill="#b9772b" d="M12 25c6-4 15-3.5 20 2-4 7.5-16 7.5-20-2Z"/><circle cx="34.5" cy="15" r="1.8" fill="#fff"/><path class="s" d="M16 26.5c4 2.5 8 2.5 12 .8"/>',
  jahit:
    '<path fill="none" stroke="#453e4c" stroke-width="5.5" stroke-linecap="round" d="m10.5 5 14 26m13-26-14 26"/><path fill="none" stroke="#4a1f5c" stroke-width="5" d="M14 30.5a6.8 6.8 0 1 0 .1 0Zm20 0a6.8 6.8 0 1 0 .1 0Z"/><circle cx="24" cy="27.5" r="2.5" fill="#ffc83d"/><path class="s" d="m12 7.5 8 15m16-15-8 15"/>',
  bengkel:
    '<path fill="#0a4164" d="M34 3.5c-8-1.5-15.5 6-13 14.5L4.5 34.5c-4 5 4 13 9 9L30 27c8.5 2.5 16-5 14.5-13l-8 6.5-6-2.5-2.5-6Z"/><path fill="#ffc83d" d="m36.5 29 7.8 4.5v9l-7.8 4.5-7.8-4.5v-9Z"/><circle cx="36.5" cy="38" r="3.4" fill="#0a4164"/><path class="s" d="m9.5 38.5 16-16"/>',
  jasa: '<path fill="none" stroke="#0b4a35" stroke-width="4.5" d="M15 18V8h18v10"/><path fill="#0b4a35" d="M3.5 25h41v16a3.5 3.5 0 0 1-3.5 3.5H7A3.5 3.5 0 0 1 3.5 41Z"/><path fill="#2f7f4f" d="M7 16h34a3.5 3.5 0 0 1 3.5 3.5V28h-41v-8.5A3.5 3.5 0 0 1 7 16Z"/><path fill="#ffc83d" d="M19.5 23.5h9v9h-9Z"/><path class="s" d="M8.5 38h31.5"/>',
  lainnya:
    '<path fill="#5b93c2" d="M24 16C13 15 7 9.5 9 3.5c6 .5 12 4.5 15 12.5 3-8 9-12 15-12.5 2 6-4 11.5-15 12.5Z"/><path fill="#0a4164" d="M24 13C10 16 3 26.5 4 36.5 4.6 42.5 9 45 24 45s19.4-2.5 20-8.5C45 26.5 38 16 24 13Z"/><circle cx="24" cy="15" r="4.5" fill="#ffc83d"/><path class="s" d="M11 37c1-9 6-15 13-18 7 3 12 9 13 18"/>',
  semua:
    '<rect x="4" y="4" width="18" height="18" rx="4" fill="#4a1f5c"/><rect x="26" y="4" width="18" height="18" rx="4" fill="#ffc83d"/><rect x="4" y="26" width="18" height="18" rx="4" fill="#2f7f4f"/><rect x="26" y="26" width="18" height="18" rx="4" fill="#0a4164"/><path class="s" d="M9.4 13h8m14 22h8"/>',
};
