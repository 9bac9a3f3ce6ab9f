/** A small village to be rude to: a guest, a seller with a shop, somebody of the Dinas, a cut-off phone. */
import { newId } from '#db/new-id';
import { declarations } from '#domain/index';
import type { AnyAction, InputFields } from '#sync/action';
import type { EntryInput } from '#sync/entry';
import type { Shape } from '#sync/field';
import type { Chance } from '#sync/testing/seeded-random';

import { dinas, member, PANGGUNG, PIN, type SignedIn } from '../people';
import { orderAsGuest, type GuestOrder } from '../guest-order';
import { name as namePicture, picture, upload } from '../photos';
import type { TestPhone } from '../test-phone';
import type { TestServer } from '../test-server';

export interface World {
  readonly server: TestServer;
  readonly guest: TestPhone;
  readonly seller: SignedIn;
  readonly office: SignedIn;
  /** A phone that was revoked: it may leave work in quarantine. */
  readonly cutOff: TestPhone;
  /** Ids of rows that are there, by noun. */
  readonly ids: Readonly<Record<string, string>>;
  readonly slug: string;
  /** Hash of a picture that buyers see. */
  readonly shown: string;
  /** A picture that a product names and whose bytes have not been sent. */
  readonly unsent: { readonly hash: string; readonly bytes: Buffer };
  readonly snapshot: string;
  /** Placed by somebody without an account; another phone may fetch it. */
  readonly order: GuestOrder;
}

export async function buildWorld(server: TestServer): Promise<World> {
  const guest = await server.guest();
  const seller = await member(server, 'Acil Siti');
  const office = await dinas(server);
  const { phone, personId } = seller;
  await phone.mustApply([
    phone.entry('person.edit', { id: personId, name: 'Acil Siti', village: PANGGUNG }),
  ]);
  const shopId = await phone.openShop('Wadai Acil Siti');
  await stock(phone, shopId);
  await office.phone.mustApply([office.phone.entry('shop.verify', { id: shopId, verified: true })]);
  const bytes = await picture();
  const shown = await namePicture(bytes, seller, shopId);
  const sent = await upload(phone, shown, bytes);
  if (sent.status !== 204) throw new Error(`the picture was answered ${sent.status}`);
  const later = await picture();
  const unsent = { hash: await namePicture(later, seller, shopId), bytes: later };
  await quarrel(server, seller);
  const ids = await idsIn(server, seller);
  const order = await orderAsGuest(await server.guest(), shopId, ids['listing'] ?? '');
  const cutOff = await revokedPhone(server);
  await server.snapshotsMade();
  const made = await server.db.selectFrom('snapshot').select('id').executeTakeFirstOrThrow();
  const { slug } = await server.db
    .selectFrom('shop')
    .select('slug')
    .where('id', '=', shopId)
    .executeTakeFirstOrThrow();
  return {
    ...{ server, guest, seller, office, cutOff, shown, unsent, ids },
    slug: String(slug),
    snapshot: made.id,
    order,
  };
}

/** So much that a snapshot of the market is worth making. */
async function stock(phone: TestPhone, shopId: string): Promise<void> {
  const goods = { shopId, price: 5_000, unit: 'biji', category: 'kue', publish: true };
  const entries = Array.from({ length: 200 }, (_, index) =>
    phone.entry('listing.add', { id: newId(), title: `Wadai ${index}`, ...goods }),
  );
  await phone.mustApply(entries);
}

/** Two phones of one person said two prices: a question waits. */
async function quarrel(server: TestServer, { number, phone }: SignedIn): Promise<void> {
  const { id, shop_id: shopId } = await server.db
    .selectFrom('listing')
    .select(['id', 'shop_id'])
    .orderBy('id')
    .executeTakeFirstOrThrow();
  await phone.mustApply([phone.entry('listing.edit', { id, shopId, price: 6_000 })]);
  const second = await server.guest();
  await second.signIn(number, PIN);
  await second.sync([second.entry('listing.edit', { id, shopId, price: 7_000 })]);
}

async function idsIn({ db }: TestServer, seller: SignedIn): Promise<Record<string, string>> {
  const first = async (table: 'shop' | 'listing' | 'photo' | 'right_grant' | 'conflict') => {
    const row = await db.selectFrom(table).select('id').orderBy('id').executeTakeFirstOrThrow();
    return row.id;
  };
  return {
    person: seller.personId,
    shop: await first('shop'),
    listing: await first('listing'),
    photo: await first('photo'),
    grant: await first('right_grant'),
    conflict: await first('conflict'),
  };
}

async function revokedPhone(server: TestServer): Promise<TestPhone> {
  const phone = await server.guest();
  await server.db
    .updateTable('device')
    .set({ revoked_at: new Date() })
    .where('id', '=', phone.deviceId)
    .execute();
  return phone;
}

/** One of everything people can do, about rows that are there or new ones. */
export function sampleInput({ ids }: World, action: AnyAction, chance: Chance): EntryInput {
  const given = Object.entries(action.input as InputFields).flatMap(
    ([field, { shape, optional }]) =>
      optional && chance.happens(0.4)
        ? []
        : [[field, sampleOf(shape, field, ids, chance)] as const],
  );
  return Object.fromEntries(given);
}

function sampleOf(shape: Shape, field: string, ids: World['ids'], chance: Chance) {
  switch (shape.kind) {
    case 'text':
      return shape.pattern?.test(PANGGUNG) === false
        ? ''
        : field === 'village'
          ? PANGGUNG
          : 'Lamang';
    case 'integer':
      return chance.between(shape.min, Math.min(shape.max, shape.min + 20_000));
    case 'flag':
      return chance.happens(0.5);
    case 'choice':
      return chance.pick(shape.of);
    default:
      return chance.happens(0.7) ? (ids[shape.noun] ?? newId()) : newId();
  }
}

export const everyAction: readonly AnyAction[] = [...declarations.actions.values()];
