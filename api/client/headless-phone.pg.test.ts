import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { newId } from '#db/new-id';
import { pgServerStore } from '#db/server-store';

import { testServer, type TestServer } from '../testing/test-server';
import { HeadlessPhone } from './headless-phone';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.close());

test('[P7] a phone of the compact wire heals a server that lost its last hours', async () => {
  const phone = await HeadlessPhone.open({ url: server.url });
  await phone.signUp({
    ...{ phone: '081234567801', pin: '493817', name: 'Acil Siti', village: '63.11.07.2005' },
  });
  const shopId = newId();
  await phone.edit('shop.open', {
    ...{ id: shopId, village: '63.11.07.2005', name: 'Warung Acil', kind: 'sayur' },
  });
  await phone.sync();
  const kept = await server.db.selectFrom('device').selectAll().executeTakeFirstOrThrow();
  await phone.edit('shop.edit', { id: shopId, about: 'Buka setiap pagi' });
  await phone.sync();
  await phone.sync();
  expect(phone.store.inspect().state.heard).toBeDefined();

  // As a restore would leave it: the last change was never heard of, and the epoch is another.
  await sql`update shop set about = '', versions = versions - 'about'`.execute(server.db);
  await sql`delete from outcome where seq > ${kept.last_seq}`.execute(server.db);
  await server.db.updateTable('device').set({ last_seq: kept.last_seq }).execute();
  const store = pgServerStore(server.db);
  await store.beginEpoch(await store.epoch());

  await phone.edit('shop.edit', { id: shopId, open: false });
  const { outcomes } = await phone.sync();
  expect(outcomes.map(({ result }) => result)).toEqual(['applied']);
  const shop = await server.db.selectFrom('shop').selectAll().executeTakeFirstOrThrow();
  expect(shop).toMatchObject({ about: 'Buka setiap pagi', open: false });
  expect(phone.store.inspect().state.heard?.epoch).toBe(await store.epoch());
  expect(phone.store.inspect().queue).toEqual([]);
  phone.close();
});
