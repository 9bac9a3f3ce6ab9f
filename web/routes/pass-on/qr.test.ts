import jsqrModule from 'jsqr';
import { expect, test } from 'vitest';
import { qrOf } from './qr';

// Written for CommonJS: the function is the module's default, or the default's.
const read = (jsqrModule as unknown as { default?: typeof jsqrModule }).default ?? jsqrModule;

/** As a camera sees it: `scale` dots for each module. */
function photographed(path: string, size: number, scale: number) {
  const side = size * scale;
  const dots = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let down = Number(y) * scale; down < (Number(y) + 1) * scale; down += 1) {
      for (let along = Number(x) * scale; along < (Number(x) + Number(run)) * scale; along += 1) {
        dots.fill(0, (down * side + along) * 4, (down * side + along) * 4 + 3);
      }
    }
  }
  return { dots, side };
}

test.each([
  'https://jukung.desa.id/t/madu-1a2b3c',
  `https://jukung.balangankab.go.id/t/${'warung-keripik-'.repeat(4)}1a2b3c`,
  'http://192.168.4.1:3000/t/keripik-acil-siti-1a2b3c',
])('another reader reads %s', (address) => {
  const { path, size } = qrOf(address);
  const { dots, side } = photographed(path, size, 6);
  expect(read(dots, side, side)?.data).toBe(address);
});

test('it is still read with a coffee stain on it', () => {
  const address = 'https://jukung.desa.id/t/keripik-acil-siti-1a2b3c';
  const { path, size } = qrOf(address);
  const { dots, side } = photographed(path, size, 8);
  const stain = Math.round(side * 0.12);
  for (let y = side - 2 * stain; y < side - stain; y += 1) {
    dots.fill(90, (y * side + side / 2) * 4, (y * side + side / 2 + stain) * 4);
  }
  expect(read(dots, side, side)?.data).toBe(address);
});

test('around it is white, as much as a camera asks for', () => {
  const { path, size } = qrOf('https://jukung.desa.id/t/madu-1a2b3c');
  const xs = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].flatMap(([, x, y, run]) => [
    Number(x),
    Number(x) + Number(run) - 1,
    Number(y),
  ]);
  expect(Math.min(...xs)).toBe(4);
  expect(Math.max(...xs)).toBe(size - 5);
});
