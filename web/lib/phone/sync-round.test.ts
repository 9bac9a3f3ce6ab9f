import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { declarations } from '#domain/index';
import type { Heard } from '#sync/wire';
import type { Answer } from './air';
import { type Registered, takeNewDevice } from './device';
import { Rounds, sendLimits } from './sync-round';
import { FarEnd, refused } from './testing/far-end';
import { NOW, PhoneInABox } from './testing/phone-in-a-box';
import { uuid7 } from './uuid7';

const stop = new AbortController().signal;

let phone: PhoneInABox;
let far: FarEnd;
let registered: Registered | null;
let persons: string[];

beforeEach(async () => {
  phone = await PhoneInABox.open();
  far = new FarEnd(phone);
  await far.knows((await phone.state()).deviceId);
  registered = { ok: true, device: 'd.new', personId: phone.personId };
  persons = [];
});
afterEach(() => phone.close());

function rounds(part: { known?: string | null; insecure?: boolean } = {}): Rounds {
  return new Rounds({
    store: phone.store,
    declarations,
    fingerprint: 'test',
    ask: (path, ask) => far.ask(path, ask),
    nowMs: () => NOW,
    knownDevice: () => Promise.resolve(part.known === undefined ? 'd.secret' : part.known),
    register: part.insecure ? null : () => Promise.resolve(registered!),
    onPerson: (personId) => Promise.resolve(void persons.push(personId)),
    rate: () => null,
    onMeasured: () => undefined,
    publicFull: () => false,
    onBrokenOff: () => undefined,
  });
}

describe('one breath of the loop', () => {
  it('[P7] goes on at once while a restored server is healed, and everything stands again', async () => {
    const backup = far.server.backup();
    const shopId = await phone.openShop();
    const listingId = await phone.addListing(shopId);
    const talk = rounds();
    await talk.next(stop, stop, Infinity);
    expect((await phone.queries.product(listingId))?.state).toBe('sent');
    far.server.restore(backup);
    const heal = await talk.next(stop, stop, Infinity);
    expect(heal).toMatchObject({ kind: 'settled', more: true, moved: true });
    expect((await phone.queries.product(listingId))?.state).toBe('sent');
    const last = await talk.next(stop, stop, Infinity);
    expect(last).toMatchObject({ kind: 'settled', more: false, moved: true, waiting: 0 });
    expect((await phone.queries.product(listingId))?.state).toBe('sent');
    expect(far.server.allRows().map(({ id }) => id)).toContain(listingId);
  });

  it('says what waits, hears what became of it, and shows it as sent', async () => {
    const shopId = await phone.openShop();
    const listingId = await phone.addListing(shopId);
    expect((await phone.queries.shop(shopId))?.state).toBe('ready');
    expect(await rounds().next(stop, stop, Infinity)).toMatchObject({
      kind: 'settled',
      waiting: 0,
      answered: 2,
      moved: true,
    });
    // The rows came through scopes that the phone did not hold before: the next round brings the rest.
    await rounds().next(stop, stop, Infinity);
    expect((await phone.queries.shop(shopId))?.state).toBe('sent');
    expect((await phone.queries.products(shopId)).map(({ id, state }) => [id, state])).toEqual([
      [listingId, 'sent'],
    ]);
    expect((await phone.state()).allSentMs).toBe(NOW);
    expect(
      (await phone.queries.catalogue()).products.map(({ title, shop }) => [title, shop?.name]),
    ).toEqual([['Amparan tatak', 'Wadai Ibu Ratna']]);
  });

  it('registers first when nobody knows this device', async () => {
    await rounds({ known: null }).next(stop, stop, Infinity);
    expect(persons[0]).toBe(phone.personId);
    registered = { ok: false, answer: { kind: 'no-signal', why: 'network' } };
    expect(await rounds({ known: null }).next(stop, stop, Infinity)).toEqual({ kind: 'no-signal' });
    expect(await rounds({ known: null, insecure: true }).next(stop, stop, Infinity)).toEqual({
      kind: 'paused',
      code: 'phone.insecure',
    });
  });

  it.each([
    [
      'an ended session',
      refused(401, 'session.expired'),
      { kind: 'paused', code: 'session.expired' },
    ],
    [
      'a protocol too old',
      refused(426, 'sync.protocol_unknown'),
      { kind: 'paused', code: 'app.too_old' },
    ],
    [
      'a server in need of rest',
      { kind: 'busy', status: 503, code: 'busy', retryAfterMs: 5_000 } as Answer,
      { kind: 'busy', retryAfterMs: 5_000 },
    ],
    [
      'JSON of somebody else',
      { kind: 'good', status: 200, body: { ok: true }, sentBytes: 1, tookMs: 1 } as Answer,
      { kind: 'no-signal' },
    ],
  ])('with %s keeps everything', async (_name, answer, expected) => {
    await phone.openShop();
    far.next = () => answer;
    expect(await rounds().next(stop, stop, Infinity)).toEqual(expected);
    expect((await phone.queries.outbox()).map(({ state }) => state)).toEqual(['sending']);
    far.next = null;
    expect(await rounds().next(stop, stop, Infinity)).toMatchObject({
      kind: 'settled',
      answered: 1,
    });
  });

  describe('knowing its standing by name', () => {
    const serverMs = NOW + 5;
    const good = (body: unknown): Answer => ({
      ...{ kind: 'good', status: 200, sentBytes: 1, tookMs: 1 },
      body,
    });
    const remember = async (actor: Partial<Heard['actor']> = {}) => {
      const { personId } = phone;
      const whole = { personId, hasAccount: true, session: 'live' as const, rights: [], ...actor };
      const heard = { name: '12345678', epoch: '', scopes: [], actor: whole, missingPhotos: [] };
      await phone.store.write(async (tx) => tx.saveState({ ...(await tx.state()), heard }));
    };
    const next = () => rounds().next(stop, stop, Infinity);

    it('takes JSON of somebody else for no answer, whatever the time in it', async () => {
      await remember();
      const { allSentMs, freshMs } = await phone.state();
      for (const body of [{ serverMs, hello: 'guest' }, { serverMs: '5' }, { bytes: [7] }]) {
        far.next = () => good(body);
        expect(await next()).toEqual({ kind: 'no-signal' });
      }
      expect(await phone.state()).toMatchObject({
        allSentMs,
        freshMs,
        heard: { name: '12345678' },
      });
      far.next = () => good({ serverMs });
      expect(await next()).toMatchObject({ kind: 'settled', moved: false });
      expect((await phone.state()).freshMs).toBe(serverMs);
    });

    it('asks to be told all again when what it remembers has gone bad', async () => {
      await remember({ session: undefined });
      far.next = ({ heard }) => (heard ? good({ serverMs }) : null);
      expect(await next()).toEqual({ kind: 'no-signal' });
      expect(await next()).toMatchObject({ kind: 'settled' });
      expect(persons).toEqual([phone.personId]);
    });

    it('becomes nobody else because of what it remembers', async () => {
      await remember({ personId: 'x' });
      far.next = ({ heard }) => (heard ? good({ serverMs }) : null);
      expect(await next()).toMatchObject({ kind: 'settled' });
      expect(persons).toEqual([phone.personId]);
    });
  });

  it('sends again under new numbers when its own were used before (an old image of this phone)', async () => {
    await phone.openShop('Toko lama');
    await rounds().next(stop, stop, Infinity);
    const state = await phone.state();
    await phone.store.write((tx) => tx.saveState({ ...state, nextSeq: 1, acked: 0 }));
    const shopId = await phone.openShop('Toko baru');
    expect(await rounds().next(stop, stop, Infinity)).toEqual({ kind: 'again' });
    expect(await rounds().next(stop, stop, Infinity)).toMatchObject({
      kind: 'settled',
      waiting: 0,
    });
    await rounds().next(stop, stop, Infinity);
    expect((await phone.queries.shop(shopId))?.state).toBe('sent');
    expect((await phone.queries.myShops()).length).toBe(2);
  });

  it('goes on as a new device without losing what waits', async () => {
    const first = await phone.openShop('Toko satu');
    await rounds().next(stop, stop, Infinity);
    const second = await phone.openShop('Toko dua');
    await takeNewDevice(phone.store, declarations, uuid7(NOW), () => NOW);
    await far.knows((await phone.state()).deviceId);
    await rounds().next(stop, stop, Infinity);
    await rounds().next(stop, stop, Infinity);
    expect((await phone.queries.myShops()).map(({ id, state }) => [id, state]).sort()).toEqual(
      [
        [first, 'sent'],
        [second, 'sent'],
      ].sort(),
    );
  });

  it('finds the one entry that nobody can read, and lets the others go on', async () => {
    for (const name of ['Satu', 'Dua', 'Tiga']) await phone.openShop(name);
    const second = (await phone.db.queue.toArray())[1]!;
    await phone.db.queue.put({ ...second, entry: { ...second.entry, stamp: 'broken' } });
    const all = rounds();
    for (let count = 0; count < 12; count += 1) await all.next(stop, stop, Infinity);
    const outbox = await phone.queries.outbox();
    expect(outbox.map((row) => [row.kind === 'entry' && row.subject, row.state, row.code])).toEqual(
      [['Dua', 'needs-you', 'sync.malformed']],
    );
    expect((await phone.queries.myShops()).map(({ name }) => name).sort()).toEqual([
      'Satu',
      'Tiga',
    ]);
  });

  it('leaves the work of a revoked device marked, and stops', async () => {
    await phone.openShop();
    const outcomes = [{ seq: 1, result: 'quarantined', code: 'device.revoked' }];
    far.next = () => refused(403, 'device.revoked', { code: 'device.revoked', outcomes });
    expect(await rounds().next(stop, stop, Infinity)).toEqual({
      kind: 'paused',
      code: 'device.revoked',
    });
    expect((await phone.queries.refusals()).map(({ code }) => code)).toEqual(['device.revoked']);
  });
});

describe('how much goes into one request', () => {
  it('is less where the signal is bad, and always at least something', () => {
    expect(sendLimits(500).maxBytes).toBeLessThan(sendLimits(50_000).maxBytes);
    expect(sendLimits(1).maxBytes).toBeGreaterThanOrEqual(4_000);
    expect(sendLimits(1e9).maxBytes).toBeLessThanOrEqual(400_000);
    expect(sendLimits(null).maxRows).toBeLessThanOrEqual(500);
  });
});
