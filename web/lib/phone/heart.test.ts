import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { editShop, openShop } from '#domain/shop';
import { newPhone, openTab, type Tab, unreadable } from './testing/tabs';
import { VILLAGE } from './testing/phone-in-a-box';
import { uuid7 } from './uuid7';

let form: Tab;
let other: Tab;
beforeEach(async () => {
  newPhone();
  form = await openTab();
  other = await openTab();
});
afterEach(() => vi.unstubAllGlobals());

const shop = () => ({ id: uuid7(), village: VILLAGE, name: 'Wadai', kind: 'kue' }) as const;
/** Until the other tab's word has arrived. */
const heard = () => new Promise((done) => setTimeout(done, 50));
const queueOf = async (tab: Tab) => (await tab.open()).db.queue.count();

describe('a form left open while another tab gives the phone to somebody else', () => {
  it('belongs to who it was opened for: nothing is said under the new name, and the page is over', async () => {
    const first = form.phone.profileId;
    expect(other.phone.profileId).toBe(first);
    await other.newPerson();
    expect(other.phone.profileId).not.toBe(first);
    const done = await form.act(openShop, shop());
    expect(done).toEqual({ ok: false, code: 'phone.other_person' });
    expect((await form.open()).profileId).toBe(first);
    expect(await queueOf(other)).toBe(0);
    await vi.waitFor(() => expect(form.phone.over).toBe(true));
    expect(form.phone.state).toBe('locked');
  });

  it('keeps what was typed as the draft of who typed it', async () => {
    const first = form.phone.profileId;
    const saving = form.saveDraft('listing.new.s', { title: 'Amparan' });
    await other.newPerson();
    await saving;
    await form.saveDraft('listing.new.s', { title: 'Amparan tatak' });
    expect(await other.readDraft('listing.new.s')).toBeUndefined();
    await other.heart.takeTurn(first);
    expect(await other.readDraft('listing.new.s')).toEqual({ title: 'Amparan tatak' });
  });

  it('finishes what is under way first: a photo being made small still comes to its record', async () => {
    let madeSmall = () => {};
    const photo = form
      .whileBusy(() => new Promise<void>((done) => (madeSmall = done)))
      .then(() => form.act(openShop, shop()));
    await other.newPerson();
    await heard();
    madeSmall();
    expect(await photo).toEqual({ ok: true });
    expect([await queueOf(form), await queueOf(other)]).toEqual([1, 0]);
    await vi.waitFor(() => expect(form.phone.over).toBe(true));
  });
});

describe('one tab in which another person takes over', () => {
  it('still shows the undo of the first one: it is refused, not said by the next', async () => {
    const opened = shop();
    await other.act(openShop, opened);
    const renamed = await other.act(editShop, { id: opened.id, name: 'Wadai Ibu' });
    await other.newPerson();
    const undo = renamed.ok ? renamed.undo : undefined;
    expect(await undo?.()).toEqual({ ok: false, code: 'phone.other_person' });
    expect(await queueOf(other)).toBe(0);
  });

  it('gets nothing of a photo the first one took', async () => {
    const first = other.phone.profileId;
    await other.newPerson();
    const bytes = new ArrayBuffer(8);
    const small = { hash: 'a'.repeat(64), width: 4, height: 3, placeholder: 'AAAA' };
    const type = 'image/webp' as const;
    const photo = { ...small, type, full: bytes, preview: bytes, thumb: bytes };
    expect(await other.keepFor(first, photo)).toBe(true);
    expect(await (await other.open()).db.photos.count()).toBe(0);
    await other.heart.takeTurn(first);
    expect(await (await other.open()).db.photos.count()).toBe(1);
  });
});

describe('a person behind a PIN', () => {
  const [hers, his] = ['271828', '314159'];

  it('is met behind it again, however somebody else came and went', async () => {
    const siti = other.phone.profileId;
    await other.setPin(hers);
    await other.newPerson();
    const udin = other.phone.profileId;
    await other.setPin(his);
    expect(await other.unlock(siti, hers)).toEqual({ ok: true });
    // Straight from one to the other, as at "Siapa Anda?": nobody said that they leave.
    expect(await other.unlock(udin, his)).toEqual({ ok: true });
    expect(await other.remove(udin)).toEqual({ ok: true });
    expect(other.phone.profileId).toBe(siti);
    expect(other.phone.state).toBe('locked');
    expect(await other.act(openShop, shop())).toEqual({ ok: false, code: 'phone.locked' });
  });
});

describe('a person who is taken off the phone', () => {
  it('does not take half-filled forms along before that was said and wanted', async () => {
    const siti = other.phone.profileId;
    await other.saveDraft('listing.new.s', { title: 'Amparan' });
    await other.newPerson();
    expect(await other.remove(siti)).toEqual({ ok: false, code: 'phone.half_written' });
    expect(other.phone.people).toHaveLength(2);
    expect(await other.remove(siti, true)).toEqual({ ok: true });
    expect(other.phone.people).toHaveLength(1);
  });

  it('goes without a question when only small things were remembered of them', async () => {
    const siti = other.phone.profileId;
    await other.saveDraft('note.pembantu.x', 'Nanda');
    await other.newPerson();
    expect(await other.remove(siti)).toEqual({ ok: true });
  });

  it('never takes unsent work along, however often it is wanted', async () => {
    const siti = other.phone.profileId;
    await other.act(openShop, shop());
    await other.newPerson();
    expect(await other.remove(siti, true)).toEqual({ ok: false, code: 'phone.unsent' });
  });

  it('stays when something of theirs was still being written as they were to go', async () => {
    const siti = other.phone.profileId;
    let madeSmall = () => {};
    const photo = other.whileBusy(async () => {
      await new Promise<void>((done) => (madeSmall = done));
      return other.act(openShop, shop());
    });
    const gone = other.remove(siti);
    await heard();
    madeSmall();
    expect(await photo).toEqual({ ok: true });
    expect(await gone).toEqual({ ok: false, code: 'phone.unsent' });
    expect(other.phone.profileId).toBe(siti);
  });

  it('is asked about once more when nobody can tell what is in their store', async () => {
    const siti = other.phone.profileId;
    const { name } = (await other.open()).db;
    await other.newPerson();
    unreadable.add(name);
    expect(await other.remove(siti)).toEqual({ ok: false, code: 'phone.store_unread' });
    expect(await other.remove(siti, true)).toEqual({ ok: true });
    expect(other.phone.people).toHaveLength(1);
  });
});
