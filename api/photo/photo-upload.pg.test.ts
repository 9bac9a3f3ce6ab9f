import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import sharp from 'sharp';

import { member, type SignedIn } from '../testing/people';
import { base64, create, fetchPhoto, name, patch, picture, TUS, upload } from '../testing/photos';
import { chance, hashOf, type TestPhone } from '../testing/test-phone';
import { testServer, type TestServer } from '../testing/test-server';

const fixtures = new URL('../../e2e/fixtures/photos/', import.meta.url);
const NOKIA = readFile(new URL('phone_nokia_8.3.jpg', fixtures));

let server: TestServer;
let siti: SignedIn;
let shopId: string;
beforeAll(async () => {
  server = await testServer();
  siti = await member(server, 'Acil Siti');
  shopId = await siti.phone.openShop('Warung Siti');
});
afterAll(() => server.close());

const named = (bytes: Uint8Array, by = siti, shop = shopId) => name(bytes, by, shop);
const show = (hash: string, variant: string, headers: Record<string, string> = {}) =>
  fetchPhoto(server.url, hash, variant, headers);

describe('a picture that a record names', () => {
  test('arrives, is checked, and buyers get every size without a trace of the file', async () => {
    const bytes = await picture(800, 'jpeg');
    const hash = await named(bytes);
    expect((await siti.phone.sync()).body['missingPhotos']).toContain(hash);
    expect((await upload(siti.phone, hash, bytes)).status).toBe(204);
    expect((await siti.phone.sync()).body['missingPhotos']).not.toContain(hash);
    const sizes: Record<string, [string, number, number]> = {
      'w160.avif': ['image/avif', 160, 160],
      'w160.webp': ['image/webp', 160, 160],
      'w480.avif': ['image/avif', 480, 360],
      'w480.webp': ['image/webp', 480, 360],
      'og.jpg': ['image/jpeg', 1200, 630],
    };
    for (const [variant, [type, width, height]] of Object.entries(sizes)) {
      const { answer, bytes: shown } = await show(hash, variant);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe(type);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      const facts = await sharp(shown).metadata();
      expect([facts.width, facts.height]).toEqual([width, height]);
      expect([facts.exif, facts.xmp, facts.iptc]).toEqual([undefined, undefined, undefined]);
      expect(shown.toString('latin1')).not.toMatch(/Nokia|Exif/);
      if (variant.startsWith('w160')) expect(shown.length).toBeLessThanOrEqual(2400);
      if (variant.startsWith('w480')) expect(shown.length).toBeLessThanOrEqual(17_000);
      if (variant === 'og.jpg') expect(shown.length).toBeLessThanOrEqual(300_000);
      const etag = answer.headers.get('etag') ?? '';
      expect((await show(hash, variant, { 'if-none-match': etag })).answer.status).toBe(304);
    }
    expect((await create(siti.phone, hash, 'full', bytes.length)).body['code']).toBe(
      'photo.here_already',
    );
    expect((await create(siti.phone, hash, 'preview', 100)).body['code']).toBe(
      'photo.here_already',
    );
    expect((await show(hash, 'original')).answer.status).toBe(404);
    expect(await readdir(join(server.dataDir, 'photos/incoming'))).toEqual([]);
  });

  test('comes from a real phone: 4608×1976 with EXIF and GPS, shrunk as the phone shrinks it', async () => {
    const original = await NOKIA;
    expect(original.length).toBeGreaterThan(2_000_000);
    expect((await sharp(original).metadata()).exif?.length).toBeGreaterThan(100);
    // Worst case: a browser that left the metadata in.
    const bytes = await sharp(original)
      .resize(1024, 1024, { fit: 'inside' })
      .keepMetadata()
      .webp({ quality: 60 })
      .toBuffer();
    expect((await sharp(bytes).metadata()).exif).toBeDefined();
    const hash = await named(bytes);
    expect((await upload(siti.phone, hash, bytes)).status).toBe(204);
    for (const variant of ['w160.avif', 'w480.webp', 'og.jpg']) {
      const shown = (await show(hash, variant)).bytes;
      expect((await sharp(shown).metadata()).exif).toBeUndefined();
    }
    expect((await create(siti.phone, hashOf(original), 'full', original.length)).body['code']).toBe(
      'photo.too_big',
    );
  });

  test('that lies on its side in the file stands upright for buyers', async () => {
    const lying = await sharp(await readFile(new URL('orient_Portrait_6.jpg', fixtures)))
      .resize(400, 400, { fit: 'inside' })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const stored = await sharp(lying).metadata();
    const hash = await named(lying);
    expect((await upload(siti.phone, hash, lying)).status).toBe(204);
    const shown = await sharp((await show(hash, 'w480.webp')).bytes).metadata();
    expect(shown.width / shown.height).toBeCloseTo(stored.height / stored.width, 1);
    expect(shown.orientation ?? 1).toBe(1);
  });
});

describe('a link that cuts', () => {
  test('in the middle: the phone asks how far it got and sends the rest', async () => {
    const bytes = await picture(900, 'jpeg');
    const hash = await named(bytes);
    const made = await create(siti.phone, hash, 'full', bytes.length);
    const at = made.headers.get('location') ?? '';
    expect(at).toBe(`/api/photo/upload/${siti.phone.deviceId}.${hash}.full`);
    const half = Math.floor(bytes.length / 2);
    await cutOff(siti.phone, at, bytes, half);
    const head = await siti.phone.ask('HEAD', at, undefined, TUS);
    expect(head.status).toBe(200);
    const offset = Number(head.headers.get('upload-offset'));
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(half);
    expect((await patch(siti.phone, at, offset + 7, bytes.subarray(offset))).body['code']).toBe(
      'photo.wrong_offset',
    );
    expect((await show(hash, 'w160.webp')).answer.status).toBe(404);
    expect((await patch(siti.phone, at, offset, bytes.subarray(offset))).status).toBe(204);
    expect((await show(hash, 'w160.webp')).answer.status).toBe(200);
    expect((await siti.phone.ask('HEAD', at, undefined, TUS)).status).toBe(404);
  });

  test('goes on after the server was stopped and started', async () => {
    const bytes = await picture();
    const hash = await named(bytes);
    const at = (await create(siti.phone, hash, 'full', bytes.length)).headers.get('location') ?? '';
    expect((await patch(siti.phone, at, 0, bytes.subarray(0, 1000))).status).toBe(204);
    await server.restart();
    expect((await siti.phone.ask('HEAD', at, undefined, TUS)).headers.get('upload-offset')).toBe(
      '1000',
    );
    expect((await patch(siti.phone, at, 1000, bytes.subarray(1000))).status).toBe(204);
  });

  test('right after the last byte, before the check: asking again finishes it', async () => {
    const bytes = await picture();
    const hash = await named(bytes);
    const made = await create(siti.phone, hash, 'full', bytes.length);
    const at = made.headers.get('location') ?? '';
    // What a server leaves that died between writing the last byte and looking at it.
    const file = join(server.dataDir, 'photos/incoming', at.split('/').at(-1) ?? '');
    await writeFile(file, bytes);
    await siti.phone.ask('HEAD', at, undefined, TUS);
    expect((await show(hash, 'w160.webp')).answer.status).toBe(200);
  });

  test('asked about again and again while it is being looked at: never a failure of ours', async () => {
    const bytes = await picture(900);
    const hash = await named(bytes);
    const made = await create(siti.phone, hash, 'full', bytes.length);
    const at = made.headers.get('location') ?? '';
    await writeFile(join(server.dataDir, 'photos/incoming', at.split('/').at(-1) ?? ''), bytes);
    const asked = await Promise.all(
      Array.from({ length: 12 }, () => siti.phone.ask('HEAD', at, undefined, TUS)),
    );
    expect(asked.filter(({ status }) => status >= 500)).toEqual([]);
    expect((await show(hash, 'w160.webp')).answer.status).toBe(200);
  });

  test('sending everything with the creation saves a round trip', async () => {
    const bytes = await picture(300);
    const hash = await named(bytes);
    const made = await siti.phone.ask('POST', '/api/photo/upload', bytes, {
      ...TUS,
      'upload-length': String(bytes.length),
      'upload-metadata': `hash ${base64(hash)},kind ${base64('full')}`,
      'content-type': 'application/offset+octet-stream',
    });
    expect(made.status).toBe(201);
    expect((await show(hash, 'w160.webp')).answer.status).toBe(200);
  });
});

describe('what is no picture, or not the one', () => {
  test('is refused and never kept', async () => {
    const whole = await picture(500, 'jpeg');
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>',
    );
    const fakes: Record<string, Buffer> = {
      text: Buffer.from('hello, this is not a picture'),
      svg,
      'cut in half': whole.subarray(0, Math.floor(whole.length / 2)),
      'only a head': Buffer.concat([
        Buffer.from('\xff\xd8\xff\xe0', 'latin1'),
        Buffer.alloc(400, 7),
      ]),
      gif: Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'),
    };
    for (const [what, bytes] of Object.entries(fakes)) {
      const hash = await named(bytes);
      const answer = await upload(siti.phone, hash, bytes);
      expect(answer.status, what).toBe(422);
      expect(answer.body['code'], what).toBe('photo.unreadable');
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect((await show(hash, 'w160.webp')).answer.status).toBe(404);
    }
    expect(await readdir(join(server.dataDir, 'photos/incoming'))).toEqual([]);
  });

  test('with more pixels than any phone takes is refused before it is unpacked', async () => {
    const huge = await sharp({
      create: { width: 8000, height: 8000, channels: 3, background: '#123456' },
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(huge.length).toBeLessThan(200 * 1024);
    const hash = await named(huge);
    expect((await upload(siti.phone, hash, huge)).body['code']).toBe('photo.unreadable');
  });

  test('with other bytes than its name says is refused', async () => {
    const hash = await named(await picture());
    expect((await upload(siti.phone, hash, await picture())).body['code']).toBe(
      'photo.hash_differs',
    );
    expect((await show(hash, 'w160.webp')).answer.status).toBe(404);
  });

  test('larger than allowed, or larger than it said, is refused', async () => {
    const hash = hashOf(Buffer.from(chance(8)));
    expect((await create(siti.phone, hash, 'full', 200 * 1024 + 1)).body['code']).toBe(
      'photo.too_big',
    );
    const bytes = await picture();
    const own = await named(bytes);
    expect((await create(siti.phone, own, 'preview', 25 * 1024 + 1)).body['code']).toBe(
      'photo.too_big',
    );
    const at = (await create(siti.phone, own, 'full', 1000)).headers.get('location') ?? '';
    expect((await patch(siti.phone, at, 0, bytes)).status).toBeGreaterThanOrEqual(400);
    expect((await show(own, 'w160.webp')).answer.status).toBe(404);
  });

  test('without its papers is refused', async () => {
    const hash = hashOf(Buffer.from(chance(8)));
    const codes = await Promise.all([
      create(siti.phone, 'nonsense', 'full', 10),
      create(siti.phone, '../../../etc/passwd', 'full', 10),
      create(siti.phone, hash, 'original', 10),
      create(siti.phone, hash, 'full', 10, { 'upload-metadata': '' }),
      create(siti.phone, hash, 'full', 10, { 'upload-metadata': 'hash !!!' }),
      create(siti.phone, hash, 'full', 10, { 'tus-resumable': '' }),
      create(siti.phone, hash, 'full', -5),
    ]);
    for (const { body, status } of codes) {
      expect(body['code']).toBe('photo.wrong_metadata');
      expect(status).toBeLessThan(500);
    }
    const stranger = await server.guest();
    stranger.credential = '';
    expect((await create(stranger, hash, 'full', 10)).body['code']).toBe('device.missing');
    expect((await siti.phone.ask('GET', '/api/photo/upload/x')).body['code']).toBe(
      'request.method',
    );
    const odd = `/api/photo/upload/${siti.phone.deviceId}.${hash}.full`;
    expect((await patch(siti.phone, odd, 0, Buffer.from('x'))).body['code']).toBe(
      'photo.upload_unknown',
    );
  });
});

test('bytes that are gone from the disk are asked for again', async () => {
  const bytes = await picture();
  const hash = await named(bytes);
  await upload(siti.phone, hash, bytes);
  await rm(join(server.dataDir, 'photos/public', hash.slice(0, 2), hash), { recursive: true });
  expect((await show(hash, 'w160.webp')).answer.status).toBe(404);
  expect((await siti.phone.sync()).body['missingPhotos']).toContain(hash);
  expect((await upload(siti.phone, hash, bytes)).status).toBe(204);
});

test('after a week, uploads nobody went on with and pictures nobody named are gone; the others stay', async () => {
  const weekAgo = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000);
  const [kept, unnamed, begun] = [await picture(), await picture(), await picture()];
  const keptHash = await named(kept);
  await upload(siti.phone, keptHash, kept);
  await upload(siti.phone, hashOf(unnamed), unnamed);
  const hashes = [keptHash, hashOf(unnamed)];
  await server.db
    .updateTable('photo_file')
    .set({ stored_at: weekAgo })
    .where('hash', 'in', hashes)
    .execute();
  const made = await create(siti.phone, hashOf(begun), 'full', begun.length);
  const file = `${made.headers.get('location')?.split('/').at(-1)}.json`;
  const incoming = join(server.dataDir, 'photos/incoming');
  const papers = JSON.parse(await readFile(join(incoming, file), 'utf8')) as Record<
    string,
    unknown
  >;
  await writeFile(
    join(incoming, file),
    JSON.stringify({ ...papers, creation_date: weekAgo.toISOString() }),
  );

  await server.restart();
  await expect.poll(() => readdir(incoming)).not.toContain(file);
  const left = () =>
    server.db.selectFrom('photo_file').select('hash').where('hash', 'in', hashes).execute();
  await expect.poll(left).toEqual([{ hash: keptHash }]);
  expect((await show(keptHash, 'w160.webp')).answer.status).toBe(200);
});

/** Sends some bytes of a PATCH that announces all, then drops the line. */
function cutOff(phone: TestPhone, at: string, bytes: Uint8Array, after: number): Promise<void> {
  return new Promise((resolve) => {
    const sending = httpRequest(phone.url + at, {
      method: 'PATCH',
      headers: {
        ...TUS,
        origin: phone.url,
        cookie: phone.cookieHeader(),
        authorization: `Device ${phone.deviceId}.${phone.credential}`,
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
        'content-length': bytes.length,
      },
    });
    sending.on('error', () => undefined);
    sending.on('close', () => setTimeout(resolve, 200));
    sending.write(bytes.subarray(0, after));
    setTimeout(() => sending.destroy(), 150);
  });
}
