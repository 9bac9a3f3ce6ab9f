/** Every question a screen asks, asked of everything the phone holds: each has an answer, or the screen has none. */
import { NOW, type PhoneInABox, VILLAGE } from './phone-in-a-box';
import { uuid7 } from '../uuid7';

/** @throws what a screen would have met */
export async function everyScreen({ db, catalogue, queries: read }: PhoneInABox): Promise<void> {
  await read.me();
  await Promise.all([read.grants(), read.helpers(uuid7(NOW)), read.freshness(), read.peopleIn('')]);
  await Promise.all([read.outbox(), read.refusals(), read.questions(), read.signalFacts()]);
  await Promise.all([read.myShops(), read.shopsIn(VILLAGE), read.catalogue()]);
  await read.villageCounts();
  const rows = await db.rows.toCollection().primaryKeys();
  for (const name of rows.slice(0, 40)) {
    const [noun = '', id = ''] = String(name).split('/');
    await Promise.all([read.history(noun, id), read.shop(id), read.products(id), read.product(id)]);
    await Promise.all([read.photosOf(id), read.movements(id), read.question(id)]);
    await Promise.all([read.grantsOf(id), read.personById(id)]);
  }
  for (const name of (await catalogue.rows.toCollection().primaryKeys()).slice(0, 40)) {
    await read.publicProduct(String(name).split('/')[1] ?? '');
    await read.publicShop(String(name).split('/')[1] ?? '');
  }
}
