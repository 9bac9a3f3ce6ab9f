/** A shop of the village: somebody's stall, kitchen or workshop, with a page anybody can open. */
import { may, must, on, refuse } from '#sync/action';
import { entity } from '#sync/entity';
import { choice, decided, fixed, flag, latest, lines, ref, text } from '#sync/field';
import { categoryKeys } from './categories';
import { facilitates, isDinas, tendsShop } from './rights';
import { readSeal, sealText } from './seal';
import { CATALOGUE_SCOPE, DESK_SCOPE, shopScope, villageScope } from './scopes';
import { isVillageCode, villageCode } from './village-code';

/** E.164, or empty: `+6281234567890`. */
const publicPhone = text(16, /^(\+62\d{8,13})?$/);

export const shop = entity('shop', {
  fields: {
    ownerId: decided(ref('person')),
    village: fixed(villageCode),
    slug: fixed(text(80, /^[a-z0-9]+(-[a-z0-9]+)*$/)),
    /** Made for the demonstration, said so wherever it is shown. */
    sample: fixed(flag(false)),
    name: latest(text(60)),
    kind: latest(choice(categoryKeys)),
    about: latest(lines(280)),
    phone: latest(publicPhone),
    open: latest(flag(true)),
    /** Everybody may see it: since somebody with an account opened it or put a product on its table. */
    listed: decided(flag(false)),
    /** Who checked the shop, in which office and when: `''`, or sealText(). */
    verified: decided(text(200)),
  },
  privateScopes: (id, values) => [shopScope(id), villageScope(values.village), DESK_SCOPE],
  publicScope: CATALOGUE_SCOPE,
  publicFace: {
    fields: [
      ...['village', 'slug', 'sample', 'name', 'kind', 'about', 'phone', 'open'],
      ...['verified', 'verifiedBy', 'verifiedMs'],
    ],
    show: (_id, v) => {
      const seal = readSeal(v.verified);
      return v.listed
        ? {
            village: v.village,
            slug: v.slug,
            sample: v.sample,
            name: v.name,
            kind: v.kind,
            about: v.about,
            // An invented number may belong to somebody: nobody is to be called about a sample shop.
            phone: v.sample ? '' : v.phone,
            open: v.open,
            verified: seal !== null,
            /** The office, never the person. */
            verifiedBy: seal?.office ?? '',
            verifiedMs: seal?.atMs ?? 0,
          }
        : null;
    },
  },
});

/** Address of a shop's page: its name, and the tail of its id so that two can share a name offline. */
function slugOf(name: string, shopId: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return words === '' ? `toko-${shopId.slice(-6)}` : `${words}-${shopId.slice(-6)}`;
}

export const openShop = on(shop)('open', {
  input: {
    id: must(ref('shop')),
    village: must(villageCode),
    name: must(text(60)),
    kind: must(choice(categoryKeys)),
    about: may(lines(280)),
    phone: may(publicPhone),
  },
  touches: ({ id }) => [{ noun: 'shop', id }],
  decide: ({ world, input, actor }) => {
    if (world.get(shop, input.id)) return refuse('row.exists');
    const name = input.name.trim();
    if (name === '') return refuse('shop.name_missing');
    if (!isVillageCode(input.village)) return refuse('shop.village_missing');
    const set = {
      ownerId: actor.personId,
      village: input.village,
      slug: slugOf(name, input.id),
      name,
      kind: input.kind,
      about: input.about ?? '',
      phone: input.phone ?? '',
      listed: actor.hasAccount,
    };
    return [{ noun: 'shop', id: input.id, create: true, set }];
  },
});

export const editShop = on(shop)('edit', {
  input: {
    id: must(ref('shop')),
    name: may(text(60)),
    kind: may(choice(categoryKeys)),
    about: may(lines(280)),
    phone: may(publicPhone),
    open: may(flag(true)),
  },
  touches: ({ id }) => [{ noun: 'shop', id }],
  decide: ({ world, input, actor }) => {
    const standing = world.get(shop, input.id);
    if (!standing) return refuse('shop.unknown');
    if (!tendsShop(actor, input.id, standing)) return refuse('shop.not_yours');
    if (input.name?.trim() === '') return refuse('shop.name_missing');
    const set: Record<string, string | boolean> = {};
    for (const field of ['name', 'kind', 'about', 'phone'] as const) {
      const value = input[field];
      if (value !== undefined) set[field] = value.trim();
    }
    if (input.open !== undefined) set.open = input.open;
    return [{ noun: 'shop', id: input.id, set }];
  },
});

/** Somebody from outside the shop has seen that it exists and is what it says. */
export const verifyShop = on(shop)('verify', {
  input: { id: must(ref('shop')), verified: must(flag(true)) },
  touches: ({ id }) => [{ noun: 'shop', id }],
  decide: ({ world, input, actor, nowMs }) => {
    const standing = world.get(shop, input.id);
    if (!standing) return refuse('shop.unknown');
    const mayVerify = isDinas(actor) || facilitates(actor, standing.village);
    if (!mayVerify || standing.ownerId === actor.personId) return refuse('shop.may_not_verify');
    const office = facilitates(actor, standing.village) ? 'facilitator' : 'dinas';
    const seal = { by: actor.personId, office, atMs: nowMs } as const;
    const verified = input.verified ? sealText(seal) : '';
    return [{ noun: 'shop', id: input.id, set: { verified } }];
  },
});
