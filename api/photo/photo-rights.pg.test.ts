import { mkdir, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import sharp from 'sharp';

import { newId } from '#db/new-id';

import { member, PIN, type SignedIn } from '../testing/people';
import { create, fetchPhoto, name, patch, picture, TUS, upload } from '../testing/photos';
import { chance, hashOf, type TestPhone } from '../testing/test-phone';
import { testServer, type TestServer } from '../testing/test-server';

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

describe('who may send what', () => {
  test("another phone can not look into, go on with or end somebody's upload", async () => {
    const bytes = await picture();
    const hash = await named(bytes);
    const at = (await create(siti.phone, hash, 'full', bytes.length)).headers.get('location') ?? '';
    const other = await server.guest();
    expect((await other.ask('HEAD', at, undefined, TUS)).status).toBe(404);
    expect((await patch(other, at, 0, bytes)).body['code']).toBe('photo.upload_unknown');
    expect((await other.ask('DELETE', at, undefined, TUS)).status).toBe(404);
    expect((await patch(siti.phone, at, 0, bytes)).status).toBe(204);
  });

  test('a picture may come before its record, a dozen of them, and shows once the record is there', async () => {
    const early = await member(server);
    const home = await early.phone.openShop('Warung Awal');
    const bytes = await picture();
    const hash = hashOf(bytes);
    expect((await upload(early.phone, hash, bytes)).status).toBe(204);
    expect((await show(hash, 'w160.webp')).answer.status).toBe(404);
    await named(bytes, early, home);
    const { answer } = await show(hash, 'w160.webp');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toContain('immutable');

    const codes: unknown[] = [];
    for (let i = 0; i < 13; i++) {
      codes.push((await create(early.phone, hashOf(Buffer.from(chance(8))), 'full', 500)).status);
    }
    expect(codes).toEqual([...Array<number>(12).fill(201), 403]);
  });

  test('a preview stands for the picture until it comes, and only from the phone that made the record', async () => {
    const full = await picture(900, 'jpeg');
    const preview = await sharp(full).resize(200).webp({ quality: 40 }).toBuffer();
    const hash = await named(full);
    const other = await member(server);
    expect((await create(other.phone, hash, 'preview', preview.length)).body['code']).toBe(
      'photo.not_named',
    );
    const second = await server.guest();
    await second.signIn(siti.number, PIN);
    expect((await create(second, hash, 'preview', preview.length)).body['code']).toBe(
      'photo.not_named',
    );
    expect((await create(siti.phone, hashOf(Buffer.from('x')), 'preview', 10)).body['code']).toBe(
      'photo.not_named',
    );

    expect((await upload(siti.phone, hash, preview, 'preview')).status).toBe(204);
    const early = await show(hash, 'w160.webp');
    expect(early.answer.headers.get('photo-rank')).toBe('preview');
    expect(early.answer.headers.get('cache-control')).toBe('public, max-age=60');
    expect((await siti.phone.sync()).body['missingPhotos']).toContain(hash);
    expect((await upload(siti.phone, hash, full)).status).toBe(204);
    const late = await show(hash, 'w160.webp', {
      'if-none-match': early.answer.headers.get('etag') ?? '',
    });
    expect(late.answer.status).toBe(200);
    expect(late.answer.headers.get('photo-rank')).toBe('full');
  });

  test("nobody puts a false face on another shop's product by naming its hash", async () => {
    const full = await picture();
    const hash = await named(full);
    const thief = await member(server);
    const home = await thief.phone.openShop('Warung Palsu');
    await named(full, thief, home);
    const face = await picture(200);
    expect((await create(thief.phone, hash, 'preview', face.length)).body['code']).toBe(
      'photo.not_named',
    );
    // And one that was there before the second shop named the picture stops counting.
    const other = await picture();
    const otherHash = await named(other);
    expect((await upload(siti.phone, otherHash, face, 'preview')).status).toBe(204);
    expect((await show(otherHash, 'w160.webp')).answer.status).toBe(200);
    await named(other, thief, home);
    expect((await show(otherHash, 'w160.webp')).answer.status).toBe(404);
  });

  test('a phone whose session was ended sends no pictures until somebody signs in on it', async () => {
    const bytes = await picture();
    const seller = await member(server);
    const home = await seller.phone.openShop('Warung Lama');
    const hash = await named(bytes, seller, home);
    await seller.phone.ask('POST', '/api/account/sign-out', {});
    expect((await upload(seller.phone, hash, bytes)).body['code']).toBe('session.expired');
    await seller.phone.signIn(seller.number, PIN);
    expect((await upload(seller.phone, hash, bytes)).status).toBe(204);
  });

  test('a private picture is shown to the people of its shop, and kept apart from public ones', async () => {
    const bytes = await picture();
    const hash = await named(bytes);
    await server.db
      .updateTable('photo')
      .set({ visibility: 'private' })
      .where('hash', '=', hash)
      .execute();
    expect((await upload(siti.phone, hash, bytes)).status).toBe(204);
    const asks = (phone: TestPhone) => phone.ask('GET', `/photo/${hash}/w160.webp`);
    const own = await asks(siti.phone);
    expect(own.status).toBe(200);
    expect(own.headers.get('cache-control')).toMatch(/^private/);
    expect((await asks((await member(server)).phone)).body['code']).toBe('photo.not_yours');
    expect((await show(hash, 'w160.webp')).answer.status).toBe(401);
    const forged = { authorization: `Device ${newId()}.${'A'.repeat(43)}` };
    expect((await show(hash, 'w160.webp', forged)).answer.status).toBe(401);
    const inPublic = await readdir(join(server.dataDir, 'photos/public'), { recursive: true });
    expect(inPublic.some((name) => name.includes(hash))).toBe(false);
  });
});

describe('a picture that buyers saw and no longer see', () => {
  const folders = async (hash: string) => {
    const found: string[] = [];
    for (const folder of ['public', 'private']) {
      const names = await readdir(join(server.dataDir, 'photos', folder), { recursive: true });
      if (names.some((entry) => entry.endsWith(hash))) found.push(folder);
    }
    return found;
  };
  const forOwner = (hash: string) => siti.phone.ask('GET', `/photo/${hash}/w160.webp`);

  /** A product with its picture in the market, seen by somebody. */
  async function inMarket() {
    const bytes = await picture();
    const hash = hashOf(bytes);
    const listingId = await siti.phone.addListing(shopId, 'Wadai');
    const photoId = await siti.phone.addPhoto(shopId, listingId, hash);
    expect((await upload(siti.phone, hash, bytes)).status).toBe(204);
    expect((await show(hash, 'w160.webp')).answer.status).toBe(200);
    expect(await folders(hash)).toEqual(['public']);
    const say = (action: string, input: Record<string, string>) =>
      siti.phone.mustApply([siti.phone.entry(action, { shopId, ...input })]);
    return { hash, listingId, photoId, say };
  }

  test.each([
    ['its product is hidden', 'listing.hide', 'listing.publish', 'listing'],
    ['it is taken off its product', 'photo.remove', 'photo.restore', 'photo'],
  ])('is private again when %s, also by an address somebody kept', async (_w, off, on, noun) => {
    const { hash, listingId, photoId, say } = await inMarket();
    const input: Record<string, string> =
      noun === 'listing' ? { id: listingId } : { id: photoId, listingId };
    const etag = (await show(hash, 'w160.webp')).answer.headers.get('etag') ?? '';
    await say(off, input);
    const { answer, bytes } = await show(hash, 'w160.webp', { 'if-none-match': etag });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('cache-control')).not.toContain('immutable');
    expect(bytes.toString()).toContain('device.missing');
    expect(await folders(hash)).toEqual(['private']);
    expect((await show(hash, 'og.jpg')).answer.status).toBe(401);
    const stranger = await member(server);
    const asked = await stranger.phone.ask('GET', `/photo/${hash}/w160.webp`);
    expect(asked.body['code']).toBe('photo.not_yours');
    const own = await forOwner(hash);
    expect(own.status).toBe(200);
    expect(own.headers.get('cache-control')).toMatch(/^private/);
    expect(own.headers.get('vary')).toContain('Authorization');

    await say(on, input);
    const back = (await show(hash, 'w160.webp')).answer;
    expect(back.status).toBe(200);
    expect(back.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await folders(hash)).toEqual(['public']);
  });

  test('stays public while another product shows it, however many others name it', async () => {
    const { hash, listingId, say } = await inMarket();
    const other = await member(server);
    const home = await other.phone.openShop('Warung Lain');
    const shown = await other.phone.addListing(home, 'Wadai juga');
    await other.phone.addPhoto(home, shown, hash);
    await say('listing.hide', { id: listingId });
    for (let i = 0; i < 21; i++) {
      await siti.phone.addPhoto(shopId, await siti.phone.addListing(shopId, 'Konsep', false), hash);
    }
    expect((await show(hash, 'w160.webp')).answer.status).toBe(200);
    expect(await folders(hash)).toEqual(['public']);
  });

  test('is found where a move that was cut short left it', async () => {
    const { hash } = await inMarket();
    const at = (folder: string) => join(server.dataDir, 'photos', folder, hash.slice(0, 2), hash);
    // The folder was renamed, and the server died before the database heard of it.
    await mkdir(dirname(at('private')), { recursive: true });
    await rename(at('public'), at('private'));
    expect((await show(hash, 'w160.webp')).answer.status).toBe(200);
    const kept = server.db.selectFrom('photo_file').select('hash').where('hash', '=', hash);
    expect(await kept.execute()).toHaveLength(1);
  });
});
