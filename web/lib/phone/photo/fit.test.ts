import { describe, expect, it } from 'vitest';
import { fitWithin, squeeze } from './fit';

/** As an encoder would: more pixels and more quality, more bytes. */
const encoder = (bytesPerPixel: number) => {
  const tries: { longest: number; quality: number }[] = [];
  const encode = ({ width, height }: { width: number; height: number }, quality: number) => {
    tries.push({ longest: Math.max(width, height), quality });
    return Promise.resolve({ byteLength: Math.round(width * height * quality * bytesPerPixel) });
  };
  return { tries, encode };
};

describe('how large a picture travels', () => {
  it.each([
    [{ width: 4608, height: 1976 }, 1024, { width: 1024, height: 439 }],
    [{ width: 1976, height: 4608 }, 1024, { width: 439, height: 1024 }],
    [{ width: 300, height: 200 }, 1024, { width: 300, height: 200 }],
    [{ width: 9000, height: 3 }, 160, { width: 160, height: 1 }],
  ])('%o within %i', (size, longest, expected) => {
    expect(fitWithin(size, longest)).toEqual(expected);
  });

  it('keeps the best quality that fits, and all its pixels', async () => {
    const { tries, encode } = encoder(0.12);
    const squeezed = await squeeze({ width: 1024, height: 768 }, 60 * 1024, encode);
    expect(squeezed).toMatchObject({ width: 1024, height: 768 });
    expect(tries.map(({ quality }) => quality)).toEqual([0.82, 0.72, 0.6]);
  });

  it('gives up pixels only when no quality is low enough', async () => {
    const { tries, encode } = encoder(0.4);
    const squeezed = await squeeze({ width: 1024, height: 1024 }, 60 * 1024, encode);
    expect(squeezed!.bytes.byteLength).toBeLessThanOrEqual(60 * 1024);
    expect(squeezed!.width).toBeLessThan(1024);
    expect(tries.length).toBeGreaterThan(5);
  });

  it('ends when nothing helps', async () => {
    const never = () => Promise.resolve({ byteLength: 1_000_000 });
    expect(await squeeze({ width: 1024, height: 768 }, 60 * 1024, never)).toBeNull();
  });
});
