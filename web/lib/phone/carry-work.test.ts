import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { declarations } from '#domain/index';
import { packWork, unpackWork } from './carry-work';
import { keepShrunk } from './photo/keep';
import type { ShrunkPhoto } from './photo/shrink';
import { NOW, PhoneInABox, VILLAGE } from './testing/phone-in-a-box';
import { type CarriedWork, readWork, toBase64, fromBase64, writeWork } from './unsent-file';
import { uuid7 } from './uuid7';

const sha256Text = (text: string) =>
  Promise.resolve(createHash('sha256').update(text).digest('hex'));
const sha256 = (bytes: ArrayBuffer) =>
  Promise.resolve(createHash('sha256').update(new Uint8Array(bytes)).digest('hex'));
const buffer = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;

async function somePhoto(text: string): Promise<ShrunkPhoto> {
  const full = buffer(text);
  const hash = await sha256(full);
  return {
    hash,
    width: 1024,
    height: 700,
    placeholder: 'AAAA',
    type: 'image/webp',
    full,
    preview: buffer('p'),
    thumb: buffer('t'),
  };
}
const unpack = (work: CarriedWork, phone: PhoneInABox, adopt = false) =>
  unpackWork(work, phone.db, phone.store, declarations, NOW, sha256, adopt);

let phones: PhoneInABox[];
let old: PhoneInABox;
beforeEach(async () => {
  phones = [];
  old = await phoneOf();
});
afterEach(() => phones.forEach((phone) => phone.close()));
async function phoneOf(personId?: string) {
  const phone = await PhoneInABox.open(personId);
  phones.push(phone);
  return phone;
}

describe('unsent work as a file', () => {
  it('comes out on another phone of the same person: entries in order, pictures, stock counted once', async () => {
    const shopId = await old.openShop();
    const listingId = await old.addListing(shopId);
    const photo = await somePhoto('a real picture');
    await keepShrunk(old.db, photo, NOW, () => Promise.resolve(0));
    await old.tap('photo.add', {
      id: uuid7(NOW),
      listingId,
      shopId,
      hash: photo.hash,
      width: 1024,
      height: 700,
      placeholder: 'AAAA',
    });
    await old.tap('movement.record', {
      id: uuid7(NOW),
      listingId,
      shopId,
      quantity: 7,
      reason: 'restock',
    });
    const text = await writeWork(await packWork(old.db, NOW), sha256Text);
    const read = await readWork(text, sha256Text);
    if (!read.ok) throw new Error(read.code);
    const fresh = await phoneOf(old.personId);
    expect(await unpack(read.work, fresh)).toEqual({
      added: 4,
      known: 0,
      refused: [],
      photos: 1,
      drafts: 0,
    });
    const [product] = await fresh.queries.products(shopId);
    expect(product).toMatchObject({ title: 'Amparan tatak', stock: 7 });
    expect(product!.photos.map(({ hash }) => hash)).toEqual([photo.hash]);
    const bytes = await fresh.db.photoBytes.get([photo.hash, 'full']);
    expect(new TextDecoder().decode(bytes!.bytes)).toBe('a real picture');
  });

  it('changes nothing the second time, nor on the phone it came from', async () => {
    const shopId = await old.openShop();
    const listingId = await old.addListing(shopId);
    await old.tap('listing.edit', { id: listingId, shopId, price: 6_000 });
    const work = await packWork(old.db, NOW);
    expect(await unpack(work, old)).toMatchObject({ added: 0, known: 3 });
    const fresh = await phoneOf(old.personId);
    await unpack(work, fresh);
    expect(await unpack(work, fresh)).toMatchObject({ added: 0, known: 3 });
    expect(await fresh.db.queue.count()).toBe(3);
  });

  it('of somebody with an account is refused to everybody else: nothing of it is taken', async () => {
    await old.openShop();
    await old.signedIn();
    await old.db.drafts.put({ key: 'listing.new.s', value: {}, savedMs: NOW });
    await keepShrunk(old.db, await somePhoto('hers'), NOW, () => Promise.resolve(0));
    const work = await packWork(old.db, NOW);
    const other = await phoneOf();
    for (const adopt of [false, true])
      expect(await unpack(work, other, adopt)).toEqual({ whose: 'account' });
    const { queue, photos, drafts } = other.db;
    const held = await Promise.all([queue, photos, drafts].map((table) => table.count()));
    expect(held).toEqual([0, 0, 0]);
  });

  it('of a guest goes out under another name only when that person has said so', async () => {
    await old.tap('person.introduce', { id: old.personId, name: 'Ratna', village: VILLAGE });
    const shopId = await old.openShop();
    const work = await packWork(old.db, NOW);
    expect(work).toMatchObject({ name: 'Ratna', hasAccount: false });
    const other = await phoneOf();
    expect(await unpack(work, other)).toEqual({ whose: 'guest' });
    expect(await other.db.queue.count()).toBe(0);
    const stranger = {
      action: 'shop.edit',
      input: { id: uuid7(NOW), name: 'x' },
      stamp: 's',
      madeMs: NOW,
    };
    const taken = await unpack({ ...work, entries: [...work.entries, stranger] }, other, true);
    expect(taken).toMatchObject({
      added: 1,
      known: 1,
      refused: [{ code: 'shop.unknown', count: 1 }],
    });
    expect(await other.queries.shop(shopId)).toMatchObject({ ownerId: other.personId });
  });

  it('carries half-filled forms, and leaves the one being filled in here as it is', async () => {
    const draft = (key: string, title: string) => ({ key, value: { title }, savedMs: NOW });
    await old.db.drafts.bulkPut([draft('listing.new.a', 'Wadai'), draft('listing.new.b', 'Roti')]);
    const fresh = await phoneOf(old.personId);
    await fresh.db.drafts.put(draft('listing.new.b', 'Roti bakar'));
    expect(await unpack(await packWork(old.db, NOW), fresh)).toMatchObject({ drafts: 1 });
    const titles = (await fresh.db.drafts.toArray()).map(({ value }) => value);
    expect(titles).toEqual([{ title: 'Wadai' }, { title: 'Roti bakar' }]);
  });

  it('of a guest brings no sign-up half filled in: nobody finds another name and number in theirs', async () => {
    const value = { name: 'Ratna', number: '0812' };
    const form = { key: 'listing.new.a', value: { title: 'Wadai' }, savedMs: NOW };
    await old.db.drafts.bulkPut([
      form,
      { key: 'daftar', value, savedMs: NOW },
      { key: 'note.pembantu.x', value: 'Nanda', savedMs: NOW },
    ]);
    const other = await phoneOf();
    // A small thing remembered is no form that somebody would look for.
    expect(await unpack(await packWork(old.db, NOW), other, true)).toMatchObject({ drafts: 1 });
    expect(await other.db.drafts.get('daftar')).toBeUndefined();
    const again = await phoneOf(old.personId);
    await unpack(await packWork(old.db, NOW), again);
    expect(await again.db.drafts.get('daftar')).toMatchObject({ value });
  });

  it('leaves a picture out that is not what its name says', async () => {
    const photo = { ...(await somePhoto('one')), hash: 'f'.repeat(64) };
    await keepShrunk(old.db, photo, NOW, () => Promise.resolve(0));
    const fresh = await phoneOf(old.personId);
    expect(await unpack(await packWork(old.db, NOW), fresh)).toMatchObject({ photos: 0 });
  });
});

describe('a file that is not right', () => {
  const work: CarriedWork = {
    madeMs: NOW,
    personId: 'p',
    name: 'Siti',
    hasAccount: true,
    entries: [{ action: 'shop.open', input: { id: 'é' }, stamp: 's', madeMs: 1 }],
    photos: [],
    drafts: [],
  };

  it('is told apart: another thing, damaged on the way, from a newer app', async () => {
    const text = await writeWork(work, sha256Text);
    expect(await readWork(text, sha256Text)).toEqual({ ok: true, work });
    const code = async (broken: string) => {
      const read = await readWork(broken, sha256Text);
      return read.ok ? 'ok' : read.code;
    };
    expect(await code('hello')).toBe('file.not_ours');
    expect(await code('{"a":1}')).toBe('file.not_ours');
    expect(await code(text.slice(0, -9))).toBe('file.damaged');
    expect(await code(text.replace('shop.open', 'shop.0pen'))).toBe('file.damaged');
    expect(await code(text.replace('"version":1', '"version":2'))).toBe('file.too_new');
  });

  it('at no place can be cut or changed without being noticed', async () => {
    const text = await writeWork(work, sha256Text);
    for (let at = 0; at < text.length; at += 1) {
      const cut = await readWork(text.slice(0, at), sha256Text);
      expect(cut.ok).toBe(false);
      const changed = text.slice(0, at) + (text[at] === 'x' ? 'y' : 'x') + text.slice(at + 1);
      const read = await readWork(changed, sha256Text);
      if (read.ok) expect(read.work).toEqual(work);
    }
  });

  it('keeps every byte of a picture', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, n) => (n * 31) % 256);
    expect(new Uint8Array(fromBase64(toBase64(bytes.buffer)))).toEqual(bytes);
  });
});
