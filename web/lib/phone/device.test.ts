import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { declarations } from '#domain/index';
import type { Answer, Ask } from './air';
import { becomePerson, knownDevice, registerDevice } from './device';
import { NOW, PhoneInABox } from './testing/phone-in-a-box';
import { uuid7 } from './uuid7';

interface Registration {
  deviceId: string;
  personId: string;
  publicKey: JsonWebKey;
  nonce: string;
  proof: string;
}
const good = (body: unknown): Answer => ({
  kind: 'good',
  status: 200,
  body,
  sentBytes: 0,
  tookMs: 0,
});
const refused = (code: string): Answer => ({
  kind: 'refused',
  status: 409,
  code,
  body: { code },
  retryAfterMs: 0,
});
const bytes = (base64Url: string) =>
  Uint8Array.from(atob(base64Url.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
    c.charCodeAt(0),
  );

let phone: PhoneInABox;
let asked: Registration[];
beforeEach(async () => {
  phone = await PhoneInABox.open();
  asked = [];
});
afterEach(() => phone.close());

function register(answers: Answer[]) {
  const ask = (path: string, request: Ask = {}): Promise<Answer> => {
    if (path === '/api/device/nonce')
      return Promise.resolve(good({ nonce: `n${asked.length}`, expiresMs: 0 }));
    asked.push(request.body as Registration);
    return Promise.resolve(
      answers.shift() ?? good({ credential: 'secret', personId: asked.at(-1)!.personId }),
    );
  };
  const ports = { ask, nowMs: () => NOW, newId: () => uuid7(NOW), subtle: crypto.subtle };
  return registerDevice(phone.db, phone.store, declarations, ports);
}

describe('making a phone known', () => {
  it('proves that it holds the key it names, and never shows it', async () => {
    const { deviceId } = await phone.state();
    expect(await knownDevice(phone.db, deviceId)).toBeNull();
    expect(await register([])).toEqual({
      ok: true,
      device: `${deviceId}.secret`,
      personId: phone.personId,
    });
    const [said] = asked as [Registration];
    const key = await crypto.subtle.importKey(
      'jwk',
      said.publicKey,
      { name: 'ECDSA', namedCurve: 'P-256' },
      false,
      ['verify'],
    );
    const text = `jukung-device\n${said.nonce}\n${said.deviceId}\n${said.personId}`;
    const proven = await crypto.subtle.verify(
      { name: 'ECDSA', hash: 'SHA-256' },
      key,
      bytes(said.proof),
      new TextEncoder().encode(text),
    );
    expect([proven, bytes(said.proof).length, said.publicKey.d]).toEqual([true, 64, undefined]);
    expect(await knownDevice(phone.db, deviceId)).toBe(`${deviceId}.secret`);
    const kept = await phone.db.credentials.get('device');
    expect(kept?.keyPair.privateKey.extractable).toBe(false);
  });

  it('keeps its key when an answer was lost on the way', async () => {
    await register([{ kind: 'no-signal', why: 'network' }]);
    await register([]);
    expect(asked[0]!.publicKey.x).toBe(asked[1]!.publicKey.x);
  });

  it('takes another id when its own belongs to somebody else, with all that waits', async () => {
    await phone.openShop();
    const before = (await phone.state()).deviceId;
    expect(await register([refused('device.id_taken')])).toMatchObject({ ok: true });
    const after = await phone.state();
    expect(after.deviceId).not.toBe(before);
    expect(asked[1]!.publicKey.x).not.toBe(asked[0]!.publicKey.x);
    expect(
      (await phone.db.queue.toArray()).map(({ deviceEpoch, seq }) => [deviceEpoch, seq]),
    ).toEqual([[1, 1]]);
  });

  it('becomes another guest when its person id is taken, and keeps what it had begun', async () => {
    const shopId = await phone.openShop();
    await register([refused('device.person_taken')]);
    const { actor } = await phone.state();
    expect(actor.personId).not.toBe(phone.personId);
    expect(await phone.queries.shop(shopId)).toMatchObject({ mine: true, ownerId: actor.personId });
  });

  it('asks for a new nonce when the old one is stale, and gives up on what it cannot mend', async () => {
    expect(await register([refused('device.nonce_stale')])).toMatchObject({ ok: true });
    expect(await register([refused('device.revoked')])).toMatchObject({ ok: false });
    expect(
      await register(Array.from({ length: 9 }, () => refused('device.nonce_stale'))),
    ).toMatchObject({ ok: false });
  });
});

describe('a guest who signs in', () => {
  it('takes what was drafted along, under the name of the account', async () => {
    const shopId = await phone.openShop();
    await phone.addListing(shopId);
    const account = uuid7(NOW);
    await becomePerson(phone.store, phone.personId, account);
    expect(await phone.queries.myShops()).toMatchObject([
      { id: shopId, ownerId: account, mine: true },
    ]);
    expect(await phone.tap('shop.edit', { id: shopId, name: 'Nama baru' })).toMatchObject({
      ok: true,
    });
    const entries = (await phone.db.queue.toArray()).map(({ entry }) => entry);
    // What was said stays word for word: its hash is known elsewhere.
    expect(entries[0]!.input.id).toBe(shopId);
    expect(JSON.stringify(entries)).not.toContain(account);
  });
});
