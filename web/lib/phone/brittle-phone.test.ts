import { afterEach, describe, expect, it } from 'vitest';
import { BrittleDisk } from './testing/brittle-disk';
import { NOW, PhoneInABox } from './testing/phone-in-a-box';

const opened: PhoneInABox[] = [];
afterEach(() => opened.splice(0).forEach((phone) => phone.close()));

async function brittlePhone() {
  const disk = new BrittleDisk();
  const phone = await PhoneInABox.open(undefined, disk);
  opened.push(phone);
  return { disk, phone };
}
const market = (ids: string[]) => ({
  scope: 'catalogue:63.11.07',
  cursor: 'c1',
  fresh: false,
  complete: true,
  tables: [
    {
      noun: 'listing',
      ids,
      columns: { title: ids.map(() => 'Wadai bingka'), photos: ids.map(() => []) },
      positions: ids.map((_, at) => at + 1),
    },
  ],
  gone: [],
});

describe('a phone whose flash breaks', () => {
  it('writes what came of the market again when the browser has closed the store in the middle of them', async () => {
    const { disk, phone } = await brittlePhone();
    let closed = 0;
    disk.onPut = () => {
      if (closed > 0) return;
      closed += 1;
      disk.closeConnections();
    };
    await phone.store.applyPublic(market(['a']));
    expect(closed).toBe(1);
    expect(await phone.catalogue.rows.count()).toBe(1);
    expect(await phone.store.publicCursor('catalogue:63.11.07')).toBe('c1');
  });

  it('lets the market go when many rows find no room, and takes it once there is some', async () => {
    const { disk, phone } = await brittlePhone();
    disk.full = true;
    await phone.store.applyPublic(market(['a', 'b', 'c']));
    expect(phone.store.publicFull).toBe(true);
    expect(await phone.catalogue.rows.count()).toBe(0);
    disk.full = false;
    await phone.store.applyPublic(market(['a', 'b', 'c']));
    expect(phone.store.publicFull).toBe(false);
    expect(await phone.catalogue.rows.count()).toBe(3);
  });

  it('gives away pictures of the market for a tap that found no room', async () => {
    const { disk, phone } = await brittlePhone();
    const bytes = new ArrayBuffer(9_000);
    await phone.catalogue.thumbs.put({ hash: 'ab', type: 'image/webp', bytes, usedMs: NOW });
    disk.full = true;
    const { thumbs } = phone.catalogue;
    const clear = thumbs.clear.bind(thumbs);
    thumbs.clear = () => clear().then(() => void (disk.full = false));
    await phone.openShop();
    expect(await phone.db.queue.count()).toBe(1);
    expect(await phone.catalogue.thumbs.count()).toBe(0);
  });
});
