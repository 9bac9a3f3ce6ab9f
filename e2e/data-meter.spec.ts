/** What Jukung cost on this phone, told on the phone and measured beside it, at the air. */
import { expect, it } from 'vitest';

import { siti } from './people';
import type { Phone } from './phone';
import { addProduct, ownProduct, phonePhoto, see, signInToShop } from './tasks';
import { useVillage } from './village';

const village = useVillage();
const name = 'Bakul purun besar';
const unit = { B: 1, KB: 1_000, MB: 1_000_000 };

it('counts what a seller with a photo used, as the air saw it, and still knows it after a restart', async () => {
  const seller = await village.phone('siti');
  await seller.goto('/');
  await seller.untilStored();
  await signInToShop(seller, siti);
  await addProduct(seller, { name, price: '90000', photo: phonePhoto });
  await see(ownProduct(seller.page, name).getByText('Terkirim'), 60_000);

  await seller.goto('/saya/simpanan');
  // Heads are estimates, and the worker's own script is in nobody's list.
  await expect
    .poll(async () => Math.abs((await used(seller, 'Minggu ini')) / atTheAir(seller) - 1), {
      timeout: 20_000,
    })
    .toBeLessThan(0.1);
  const photos = await used(seller, 'Foto');
  expect(photos).toBeGreaterThan(8_000);
  expect(await used(seller, 'Kiriman dan kabar baru')).toBeGreaterThan(1_000);
  expect(await used(seller, 'Aplikasi Jukung')).toBeGreaterThan(100_000);

  await seller.restart();
  await seller.offline();
  await seller.goto('/saya/simpanan');
  expect(await used(seller, 'Foto')).toBeGreaterThanOrEqual(photos);
  await seller.goto('/kiriman');
  await see(seller.page.getByRole('link', { name: /^Kuota minggu ini: \d/ }));
});

it('says so when nothing was used yet', async () => {
  const phone = await village.phone('kosong');
  await phone.goto('/saya/simpanan');
  await phone.untilStored();
  await see(phone.page.getByRole('list', { name: 'Minggu ini' }));
  await phone.offline();
  // What the browser still had to tell of the time before is in the book by then.
  await phone.page.waitForTimeout(1_000);
  await phone.page.evaluate(
    () =>
      new Promise<void>((done, fail) => {
        const opening = indexedDB.open('jukung-bytes');
        opening.onerror = () => fail(opening.error ?? new Error('not opened'));
        opening.onsuccess = () => {
          const cleared = opening.result.transaction('days', 'readwrite');
          cleared.objectStore('days').clear();
          cleared.oncomplete = () => done(opening.result.close());
        };
      }),
  );
  await phone.goto('/saya/simpanan');
  await see(phone.page.getByText('Belum ada kuota terpakai bulan ini.'));
});

function atTheAir({ air }: Phone): number {
  return air.passed.bytesUp + air.passed.bytesDown;
}

/** Bytes in the line of that name, this week. */
async function used({ page }: Phone, name: string): Promise<number> {
  const week = page.getByRole('list', { name: 'Minggu ini' });
  const line = week.getByRole('listitem').filter({ hasText: name }).first();
  const [, figure, word] = /([\d,]+) (B|KB|MB)$/.exec(await line.innerText()) ?? [];
  if (!figure || !word) throw new Error(`no figure in ${name}`);
  return Number(figure.replace(',', '.')) * unit[word as keyof typeof unit];
}
