/** A facilitator comes out of a valley and the village is somebody else's by now: what becomes of the work. */
import { describe, expect, it } from 'vitest';
import { HANDED_ON } from '#sync/entry';
import { type HandedValues, MAX_HANDED } from '#sync/handed';
import { prepare } from '#sync/phone/prepare';
import { handleSync } from '#sync/server/sync';
import { makeStamp, nodeOf } from '#sync/stamp';
import type { SyncAnswer } from '#sync/wire';
import { declarations } from './index';
import type { ListingValues } from './listing';
import { lateVillage, newId, NOW, portsOf, statusOf, village } from './testing/late-village';

describe('[S23] work that came too late', () => {
  it('changes nothing, and is found by those who look after the shop now', async () => {
    const { udin, siti, laila, product } = await lateVillage();
    const [answer] = await udin.sync();
    expect(answer?.outcomes).toMatchObject([{ result: 'refused', code: HANDED_ON }]);
    expect(product().price).toBe(12_000);
    for (const person of [siti, laila]) {
      await person.sync();
      expect(person.shows<HandedValues>('handed')).toMatchObject([
        { action: 'listing.edit', authorName: 'Pak Udin', saidMs: NOW, status: 'open' },
      ]);
      const [late] = person.shows<HandedValues>('handed');
      expect(JSON.parse(late?.said ?? '')).toMatchObject({ price: 15_000 });
    }
  });

  it('becomes the word of whoever takes it, and its author hears of that', async () => {
    const { udin, siti, take, product, truth, id } = await lateVillage();
    await udin.sync();
    await siti.sync();
    expect(await take(siti)).toMatchObject({ ok: true });
    expect(siti.shows<ListingValues>('listing')[0]?.price).toBe(15_000);
    await siti.sync();
    expect(product().price).toBe(15_000);
    expect(truth().get(`listing/${id}`)?.versions.price?.by).toBe(siti.personId);
    await udin.sync();
    expect(statusOf(udin)).toEqual(['taken']);
  });

  it('waits no longer on the phone of its author, and is kept there for a restored server', async () => {
    const { udin } = await lateVillage();
    await udin.sync();
    expect(udin.queue).toEqual([]);
    expect(udin.store.inspect().sent.at(-1)?.outcome?.code).toBe(HANDED_ON);
    expect(statusOf(udin)).toEqual(['open']);
  });

  it('is there once, however often it is sent', async () => {
    const { udin, truth } = await lateVillage();
    const request = await prepare(
      udin.store,
      declarations.publicScopes,
      { fingerprint: 'test', maxEntries: 9, maxBytes: 9_000, maxRows: 50 },
      { nowMs: () => NOW },
    );
    await udin.step();
    await udin.step();
    expect(request.entries).toHaveLength(1);
    expect([...truth().keys()].filter((name) => name.startsWith('handed/'))).toHaveLength(1);
  });

  it('takes effect once when two take it at the same time', async () => {
    const { give, udin, laila, siti, here, shopId, take, product } = await village();
    const end = await give(udin);
    const input = { id: newId(), listingId: here.id, shopId, quantity: 7, reason: 'restock' };
    await udin.must('movement.record', input);
    await end();
    await give(laila);
    await udin.sync();
    await siti.sync();
    await laila.sync();
    await take(siti);
    await take(laila);
    await siti.sync();
    const [answer] = await laila.sync();
    expect(answer?.outcomes).toMatchObject([{ result: 'refused', code: 'handed.taken' }]);
    expect(product().stock).toBe(7);
  });

  it('can be set aside, brought back, and taken after all', async () => {
    const { udin, siti, shopId, take, product } = await lateVillage();
    await udin.sync();
    await siti.sync();
    const [late] = siti.shows<HandedValues>('handed');
    const aside = { id: late?.id ?? '', shopId, aside: true };
    await siti.must('handed.aside', aside);
    await siti.sync();
    await udin.sync();
    expect([statusOf(udin), product().price]).toEqual([['aside'], 12_000]);
    await siti.must('handed.aside', { ...aside, aside: false });
    await siti.sync();
    expect(statusOf(siti)).toEqual(['open']);
    expect(await take(siti)).toMatchObject({ ok: true });
    expect(await siti.does('handed.aside', aside)).toEqual({ ok: false, code: 'handed.taken' });
  });

  it('is judged by the usual rules when it is taken', async () => {
    const { udin, siti, here, take, person, truth } = await lateVillage();
    await udin.sync();
    await siti.sync();
    await siti.must('listing.remove', here);
    await siti.sync();
    await take(siti);
    const [answer] = await siti.sync();
    expect(answer?.outcomes).toMatchObject([{ result: 'refused', code: 'row.removed' }]);
    // Somebody who looks after nothing here can't make it their own, even knowing its name.
    const stranger = person('Orang jauh');
    await stranger.sync();
    const [late] = siti.shows<HandedValues>('handed');
    const { id = '', action = '', said = '', author = '', saidMs = 0 } = late ?? {};
    const input = { id, action, said, author, saidMs };
    expect(await stranger.does('handed.take', input)).toMatchObject({ ok: false });
    expect((truth().get(`handed/${id}`)?.values as HandedValues).status).toBe('open');
  });

  it('of somebody who never had the right is refused and told to nobody', async () => {
    const { server, person, here, give, udin, truth } = await village();
    const stranger = person('Orang jauh');
    // Only whoever once held the rows can have such work waiting; this one makes it up.
    const end = await give(udin);
    await udin.must('listing.edit', { ...here, price: 1 });
    const [made] = udin.queue;
    await end();
    if (!made) throw new Error('nothing waits');
    const stamp = makeStamp({ ms: NOW, counter: 0 }, nodeOf(stranger.deviceId, 0));
    const request = await prepare(
      stranger.store,
      declarations.publicScopes,
      { fingerprint: 'test', maxEntries: 9, maxBytes: 9_000, maxRows: 50 },
      { nowMs: () => NOW },
    );
    const { deviceId, personId } = stranger;
    const answer = (await handleSync(
      { ...request, entries: [{ ...made.entry, stamp }] },
      { deviceId, personId, revoked: false, session: 'live' },
      declarations,
      portsOf(server),
    )) as SyncAnswer;
    expect(answer.outcomes).toMatchObject([{ result: 'refused', code: 'shop.not_yours' }]);
    expect([...truth().keys()].filter((name) => name.startsWith('handed/'))).toEqual([]);
  });

  it('tells its author their own words and what became of them, and nothing else', async () => {
    const { udin, siti, shopId, here, take } = await lateVillage();
    await udin.sync();
    await siti.sync();
    await siti.must('listing.edit', { ...here, title: 'Rahasia Siti', about: 'hanya untuk toko' });
    await siti.must('shop.edit', { id: shopId, phone: '+6281100001234' });
    await take(siti);
    await siti.sync();
    const answers = await udin.sync();
    const own = answers
      .flatMap(({ changes }) => changes)
      .filter(({ scope }) => !declarations.publicScopes.includes(scope));
    expect(own.every(({ scope }) => scope === `person:${udin.personId}`)).toBe(true);
    expect(own.flatMap(({ tables }) => tables.map(({ noun }) => noun))).toEqual(['handed']);
    expect(JSON.stringify(own)).not.toMatch(/Rahasia|hanya untuk toko|81100001234|Acil Siti/);
    expect(udin.shows('listing')).toEqual([]);
  });

  it('is never more than a phone can bear, whoever comes back how often', async () => {
    const { give, udin, here, truth } = await village();
    const end = await give(udin);
    for (let n = 1; n <= MAX_HANDED + 3; n += 1)
      await udin.must('listing.edit', { ...here, price: 1_000 * n });
    await end();
    await udin.sync();
    const rows = [...truth().values()].filter(({ noun }) => noun === 'handed');
    expect(rows).toHaveLength(MAX_HANDED);
    // What there was no room for stays with its author, who is told why.
    expect(udin.queue.map(({ state, outcome }) => [state, outcome?.code])).toEqual(
      Array.from({ length: 3 }, () => ['refused', 'shop.not_yours']),
    );
    const longest = Math.max(...rows.map(({ values }) => JSON.stringify(values).length));
    expect(longest).toBeLessThan(3_000);
  });

  it('stays with its author where nobody else can judge it', async () => {
    const { give, udin, shopId, id: listingId, truth } = await village();
    const end = await give(udin);
    const picture = { hash: 'ab'.repeat(32), width: 800, height: 600, placeholder: '' };
    await udin.must('photo.add', { id: newId(), listingId, shopId, ...picture });
    await udin.must('shop.verify', { id: shopId, verified: true });
    await end();
    await udin.sync();
    expect(udin.queue.map(({ outcome }) => outcome?.code)).toEqual([
      'shop.not_yours',
      'shop.may_not_verify',
    ]);
    expect([...truth().keys()].filter((name) => name.startsWith('handed/'))).toEqual([]);
  });
});
