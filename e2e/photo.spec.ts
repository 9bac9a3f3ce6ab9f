/** A photo over air that breaks off every 20 KB, past a server whose power goes. */
import { statSync } from 'node:fs';

import pg from 'pg';
import { expect, it } from 'vitest';

import { siti } from './people';
import { addProduct, ownProduct, phonePhoto, said, see, signIn } from './tasks';
import { useVillage } from './village';

const village = useVillage();

it('arrives in pieces over a link that is cut every 20 KB and a server killed in the middle', async () => {
  const seller = await village.phone('siti');
  await signIn(seller, siti);
  await seller.goto('/jualan');
  await seller.untilStored();
  await see(said(seller.page, /Semua sudah terkirim|Tidak ada kiriman/));
  await seller.offline();
  await addProduct(seller, { name: 'Tikar purun lebar', price: '150000', photo: phonePhoto });

  seller.air.resetCounters();
  seller.narrow({ cutEveryBytes: 20_000, upKbps: 200, downKbps: 240, roundTripMs: 60 });
  await seller.online();
  const photoBytes = await pictureBytes(seller);
  await expect.poll(() => seller.air.passed.bytesUp, { timeout: 120_000 }).toBeGreaterThan(30_000);
  await village.server.kill();
  await village.server.start();
  await expect
    .poll(async () => (await photoRows()).map(({ rank }) => rank), {
      timeout: 120_000,
      interval: 500,
    })
    .toContain('full');

  const { bytesUp, cuts } = seller.air.passed;
  expect(cuts).toBeGreaterThanOrEqual(3);
  console.log(`photo ${photoBytes} B, sent ${bytesUp} B, ${cuts} cuts`);
  seller.narrow({});
  await see(ownProduct(seller.page, 'Tikar purun lebar').getByText('Terkirim'));

  const buyer = await village.phone('rina');
  await buyer.goto('/');
  const picture = buyer.page
    .getByRole('article')
    .filter({ hasText: 'Tikar purun lebar' })
    .locator('img');
  await expect
    .poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBeGreaterThan(0);
});
