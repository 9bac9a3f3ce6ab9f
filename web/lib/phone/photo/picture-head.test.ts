import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readHead } from './picture-head';

const photo = (name: string) => new Uint8Array(readFileSync(`e2e/fixtures/photos/${name}`));
const ascii = (text: string) => new TextEncoder().encode(text);

describe('the first bytes of a file', () => {
  it('tell the size of a real phone photo and which way up it is', () => {
    expect(readHead(photo('phone_nokia_8.3.jpg'))).toEqual({
      kind: 'jpeg',
      size: { width: 4608, height: 1976 },
      orientation: 1,
    });
  });

  it('tell the size as it will be seen when the photo was taken turned', () => {
    const turned = readHead(photo('orient_Portrait_6.jpg'));
    expect(turned?.orientation).toBe(6);
    expect(turned!.size!.height).toBeGreaterThan(turned!.size!.width);
    expect(readHead(photo('orient_Landscape_1.jpg'))?.orientation).toBe(1);
  });

  it('know other kinds by their marks', () => {
    const png = Uint8Array.from([
      0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 1, 0, 0, 0, 2, 0,
    ]);
    expect(readHead(png)).toEqual({
      kind: 'png',
      size: { width: 256, height: 512 },
      orientation: 1,
    });
    expect(readHead(ascii('\0\0\0\x18ftypheic\0\0\0\0'))?.kind).toBe('heic');
    expect(readHead(ascii('\0\0\0\x18ftypavif\0\0\0\0'))?.kind).toBe('avif');
  });

  it('are nothing when they are not of a picture', () => {
    expect(readHead(ascii('%PDF-1.7 and so on'))).toBeNull();
    expect(readHead(ascii('\0\0\0\x18ftypmp42\0\0\0\0'))).toBeNull();
    expect(readHead(new Uint8Array(0))).toBeNull();
  });

  it('never break on a file that was cut off or scribbled over', () => {
    const whole = photo('orient_Portrait_6.jpg');
    for (let length = 0; length < 4_000; length += 7)
      expect(() => readHead(whole.slice(0, length))).not.toThrow();
    for (let at = 2; at < 2_000; at += 3) {
      const spoiled = whole.slice(0, 4_000);
      spoiled[at] = 0xff;
      expect(() => readHead(spoiled)).not.toThrow();
    }
  });
});
