/**
 * The whole promise at once, on a real PostgreSQL, over HTTP, with the stores of real phones: a backup is
 * taken, three phones go on working, the server burns, the backup is put back, the phones speak again.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { eraseForGood, replayErasures } from '#api/admin/erase';
import { createFirstAdmin } from '#api/admin/first-admin';
import { restorePhotos } from '#api/admin/photos-back';
import { openLog } from '#api/log';
import { type RunningServer, startServer } from '#api/main';
import { PIN } from '#api/testing/people';
import { picture, upload } from '#api/testing/photos';
import { hashOf, someNumber, type TestPhone } from '#api/testing/test-phone';
import { erasureLogIn } from '#db/backup/erasure-log';
import { readBackup } from '#db/backup/read-backup';
import { writeBackup } from '#db/backup/write-backup';
import { connect, type Db } from '#db/connect';
import { openSecrets, replaceSecrets, type Secrets } from '#db/embedded/secrets';
import { migrate } from '#db/migrate';
import { newId } from '#db/new-id';
import { readEpoch } from '#db/server-epoch';
import { testDatabase, type TestDatabase } from '#db/testing/test-database';

import { VillagePhone } from './testing/village-phone';

const VILLAGE = '63.11.07.2005';
const NOUNS = ['person', 'shop', 'listing', 'photo', 'movement', 'right_grant'] as const;
const home = mkdtempSync(join(tmpdir(), 'jukung-heal-'));
chmodSync(home, 0o755);
const backups = join(home, 'backups');
const poolDir = join(backups, 'photos');
const path = join(backups, 'night.jukung');
const log = erasureLogIn(backups);

let database: TestDatabase;
let dataDir: string;
let secrets: Secrets;
let server: RunningServer;
let db: Db;
let port = 0;

async function open(): Promise<void> {
  await migrate(database.url);
  const settings = { databaseUrl: database.url, dataDir, secrets, log: openLog('silent') };
  server = await startServer({ ...settings, port });
  port = server.port;
  db = connect(database.url, { max: 2 });
}

async function burn(): Promise<void> {
  await server.close();
  await db.destroy();
  await database.drop();
  rmSync(dataDir, { recursive: true });
}

async function restore() {
  database = await testDatabase({ migrated: false });
  dataDir = mkdtempSync(join(home, 'data-'));
  openSecrets(dataDir);
  const restored = await readBackup({
    ...{ url: database.url, path, replace: false },
    takeSecrets: (carried) => replaceSecrets(dataDir, carried, 'now'),
  });
  secrets = openSecrets(dataDir);
  await migrate(database.url);
  const place = { databaseUrl: database.url, dataDir };
  const photos = await restorePhotos(place, poolDir, restored.photos);
  const erasedAgain = await replayErasures({ ...place, logs: [log] });
  return { photos, erasedAgain };
}

beforeAll(async () => {
  database = await testDatabase();
  dataDir = mkdtempSync(join(home, 'data-'));
  secrets = openSecrets(dataDir);
  mkdirSync(backups);
  await open();
});
afterAll(async () => {
  await server.close();
  await db.destroy();
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

/** All that people have said, as the server holds it; who decided what a version is called left out. */
async function truth() {
  const nouns: Record<string, unknown> = {};
  for (const noun of NOUNS) {
    nouns[noun] = await db.selectFrom(noun).selectAll().orderBy('id').execute();
  }
  const questions = await db
    .selectFrom('conflict')
    .select(['id', 'row_id', 'field', 'candidates', 'status', 'chosen', 'decided_by'])
    .orderBy('id')
    .execute();
  const kept = await db.selectFrom('kept').select(['row_id', 'field', 'value']).execute();
  const lost = kept.map(({ row_id, field, value }) => `${row_id} ${field} ${value}`).sort();
  return { nouns, questions, kept: lost };
}
const member = (name: string) => (wire: TestPhone) => wire.signUp(someNumber(), PIN, name, VILLAGE);

test('after a restore the phones bring everything back: all of it, once, and nobody who was erased', async () => {
  const url = `http://localhost:${port}`;
  const number = someNumber();
  const { pin } = await createFirstAdmin({
    ...{ databaseUrl: database.url, secrets, name: 'Ibu Noor' },
    phone: `+62${number.slice(1)}`,
  });
  const dinas = await VillagePhone.open(url, (wire) => wire.signIn(number, pin));
  const siti = await VillagePhone.open(url, member('Siti'));
  const amat = await VillagePhone.open(url, member('Amat'));
  const gone = await VillagePhone.open(url, member('Yang Pergi'));
  const all = [dinas, siti, amat, gone];
  const [shopId, oldId, goneShop] = [newId(), newId(), newId()];
  const product = (id: string, title: string, price = 15_000) => ({
    ...{ id, shopId, title, price, unit: 'loyang', category: 'kue', publish: true },
    ...{ stock: 10, movementId: newId() },
  });
  await siti.does('shop.open', { id: shopId, village: VILLAGE, name: 'Warung Siti', kind: 'kue' });
  await siti.does('listing.add', product(oldId, 'Bingka'));
  const photo = await picture(320);
  const looks = { hash: hashOf(photo), width: 320, height: 240, placeholder: '' };
  await siti.does('photo.add', { id: newId(), listingId: oldId, shopId, ...looks });
  await gone.does('shop.open', {
    id: goneShop,
    village: VILLAGE,
    name: 'Toko Hilang',
    kind: 'ikan',
  });
  for (const phone of all) await phone.sync();
  expect((await upload(siti.wire, looks.hash, photo)).status).toBe(204);

  // The backup, while the server runs.
  const made = await writeBackup({ url: database.url, secrets, dataDir, path, poolDir });
  expect(made.photos).toBe(
    readdirSync(join(dataDir, 'photos/public'), { recursive: true }).filter((f) =>
      /webp|avif|jpg/.test(String(f)),
    ).length,
  );
  expect(statSync(path).mode & 0o777).toBe(0o600);

  // A day's work on three phones after it. Rights, products, prices by two people, a decision, stock.
  const helpId = newId();
  await dinas.does('grant.give', {
    ...{ id: newId(), personId: amat.personId, role: 'facilitator', village: VILLAGE },
  });
  await dinas.sync();
  await amat.sync();
  const newOnes = Array.from({ length: 9 }, () => newId());
  for (const [n, id] of newOnes.entries())
    await siti.does('listing.add', product(id, `Wadai ${n}`));
  await siti.sync();
  await amat.sync();
  const [first, second, third] = newOnes as [string, string, string];
  // Amat and Siti set one price without having seen each other; Siti decides.
  await amat.does('listing.edit', { id: first, shopId, price: 17_000 });
  await amat.sync();
  await siti.does('listing.edit', { id: first, shopId, price: 16_000 });
  await siti.sync();
  const [question] = Object.keys(await siti.shows('conflict'));
  const decided = { id: String(question).slice(9), listingId: first, shopId, value: '17000' };
  await siti.does('conflict.decide', decided);
  await siti.sync();
  // One after the other, each having seen the last: nobody is to be asked about these.
  await amat.sync();
  await amat.does('listing.edit', { id: second, shopId, price: 20_000, title: 'Bingka barandam' });
  await amat.does('listing.hide', { id: second, shopId });
  await amat.does('movement.record', {
    ...{ id: newId(), listingId: second, shopId, quantity: -3, reason: 'sale' },
  });
  await amat.sync();
  await siti.sync();
  await siti.does('listing.edit', { id: second, shopId, price: 21_000 });
  await siti.does('listing.publish', { id: second, shopId });
  await siti.does('listing.remove', { id: third, shopId });
  await siti.does('grant.give', { id: helpId, personId: dinas.personId, role: 'helper', shopId });
  await siti.does('grant.revoke', { id: helpId, shopId });
  await siti.sync();
  // Somebody asks to be forgotten; another phone knows nothing of it yet.
  await amat.sync();
  const erased = await eraseForGood({ databaseUrl: database.url, dataDir }, log, gone.personId);
  expect(erased?.rows).toContain(`shop/${goneShop}`);
  // Right before the end the facilitator's right is taken away: what he did stands nevertheless.
  const [right] = await db
    .selectFrom('right_grant')
    .selectAll()
    .where('role', '=', 'facilitator')
    .execute();
  for (const phone of [siti, amat, dinas]) await phone.sync();
  await dinas.does('grant.revoke', { id: right?.id ?? '' });
  await dinas.sync();
  await amat.sync();

  const before = await truth();
  const epoch = await readEpoch(db);
  const shown = await siti.shows('shop', 'listing', 'movement');
  expect(before.questions).toHaveLength(1);
  // Waiting on Amat's phone while the server burns.
  await siti.does('listing.edit', { id: oldId, shopId, about: 'Hangat setiap pagi' });

  await burn();
  const { photos, erasedAgain } = await restore();
  await open();
  expect(photos).toEqual({ restored: made.photos, missing: [] });
  expect(erasedAgain).toBe(1);
  expect(await readEpoch(db)).not.toBe(epoch);
  expect((await db.selectFrom('listing').select('id').execute()).length).toBe(1);

  // In the worst order: the facilitator first, whose every change rests on rows of other phones.
  await amat.sync();
  expect((await db.selectFrom('parked').select('code').execute()).length).toBeGreaterThan(0);
  await siti.sync();
  await dinas.sync();
  expect(await db.selectFrom('parked').selectAll().execute()).toEqual([]);
  for (const phone of [amat, siti, dinas]) await phone.sync();

  const after = await truth();
  const edited = (rows: unknown) =>
    (rows as { id: string }[]).map((row) =>
      row.id === oldId ? { ...row, about: '', versions: {} } : row,
    );
  for (const noun of NOUNS) {
    expect(edited(after.nouns[noun]), noun).toEqual(edited(before.nouns[noun]));
  }
  expect(after.questions).toEqual(before.questions);
  expect(after.kept).toEqual(before.kept);
  const { about } = await db
    .selectFrom('listing')
    .select('about')
    .where('id', '=', oldId)
    .executeTakeFirstOrThrow();
  expect(about).toBe('Hangat setiap pagi');
  for (const phone of [amat, siti, dinas]) expect(await phone.refusedCodes()).toEqual([]);
  const view = await siti.shows('shop', 'listing', 'movement');
  expect(Object.keys(view).sort()).toEqual(Object.keys(shown).sort());

  // Nobody is back who was erased, and their phone learns nothing.
  const [person] = await db
    .selectFrom('person')
    .selectAll()
    .where('id', '=', gone.personId)
    .execute();
  expect(person).toMatchObject({ name: '', village: '' });
  expect((await gone.wire.sync()).body['code']).toBe('device.revoked');
  expect(JSON.stringify(after)).not.toMatch(/Yang Pergi|Toko Hilang/);

  // A second restore of the same file heals as well: what was honoured once is honoured again.
  await burn();
  await restore();
  await open();
  for (const phone of [siti, amat, dinas, siti, amat]) await phone.sync();
  const again = await truth();
  for (const noun of NOUNS)
    expect(edited(again.nouns[noun]), noun).toEqual(edited(before.nouns[noun]));
  expect(again.questions).toEqual(before.questions);
  expect(existsSync(path)).toBe(true);
  all.forEach((phone) => phone.close());
});
