import { expect, test } from 'vitest';

import { connect } from '#db/connect';
import { StartFailure } from '#db/embedded/start-failure';
import { seedDemo } from '#db/demo-seed';
import { demoMarket } from '#db/demo/village-market';
import { testDatabase } from '#db/testing/test-database';

import { member } from '../testing/people';
import { testServer } from '../testing/test-server';
import { refuseBesideRealPeople, samplePeopleIn } from './real-people';

test('a database without tables, or without anybody, may have the sample village', async () => {
  for (const migrated of [false, true]) {
    const { url, drop } = await testDatabase({ migrated });
    await refuseBesideRealPeople(url);
    await drop();
  }
});

test('nor among the shops of guests, who have no account yet', async () => {
  const server = await testServer();
  await refuseBesideRealPeople(server.databaseUrl);
  await (await server.guest()).openShop('Warung Acil Siti');
  await expect(refuseBesideRealPeople(server.databaseUrl)).rejects.toThrow('accounts or shops');
  expect(await samplePeopleIn(server.databaseUrl)).toBe(0);
  await server.close();
});

test('where somebody has an account it may not; where it is in already, it may stay', async () => {
  const server = await testServer();
  await member(server);
  await expect(refuseBesideRealPeople(server.databaseUrl)).rejects.toThrow(StartFailure);

  // Forced in: its rows, as the seed writes them.
  const market = demoMarket();
  const db = connect(server.databaseUrl);
  await seedDemo(
    db,
    { ...market, products: market.products.filter(({ photos }) => photos.length === 0) },
    {
      storePhoto: () => Promise.reject(new Error('no picture was asked for')),
      createAccount: () => Promise.resolve(),
    },
  );
  await db.destroy();
  await refuseBesideRealPeople(server.databaseUrl);
  await server.close();
});
