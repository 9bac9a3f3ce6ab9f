/**
 * Every address of the API with the requests it is made for: what fuzzing spoils. A route of the app that
 * is not here fails the test; add it with requests that it would grant.
 */
import { newId } from '#db/new-id';
import { declarations } from '#domain/index';
import { CATALOGUE_SCOPE } from '#domain/scopes';
import { packRequest } from '#sync/compact/request';
import type { Entry } from '#sync/entry';
import { spoilt } from '#sync/testing/hostile';
import type { Chance } from '#sync/testing/seeded-random';
import type { SyncRequest } from '#sync/wire';

import { PANGGUNG, PIN } from '../people';
import { base64, TUS } from '../photos';
import { someNumber, type TestPhone } from '../test-phone';
import { type Ask, asks } from './ask';
import { everyAction, sampleInput, type World } from './world';

type Make = (world: World, chance: Chance) => Ask | Promise<Ask>;

/** `METHOD path` as the app names it, and what to ask there. */
export const endpoints: Readonly<Record<string, readonly Make[]>> = {
  'GET /healthz': [() => asks(null, 'GET', '/healthz')],
  'GET /api/device/nonce': [() => asks(null, 'GET', '/api/device/nonce')],
  'POST /api/device': [
    async ({ guest }) => asks(null, 'POST', '/api/device', await guest.registration()),
    async ({ guest }) =>
      asks(null, 'POST', '/api/device', await guest.registration({ deviceId: newId() })),
  ],
  'POST /api/sync': [
    jsonSync,
    jsonSync,
    compactSync,
    compactSync,
    offeringSync,
    guestSync,
    revokedSync,
  ],
  'GET /api/snapshot/:id{[0-9a-f]{16}}/:frame{[0-9]{1,6}}': [
    ({ snapshot }) => asks(null, 'GET', `/api/snapshot/${snapshot}/0`),
    ({ snapshot }) =>
      asks(null, 'GET', `/api/snapshot/${snapshot}/1`, undefined, { 'accept-encoding': 'gzip' }),
  ],
  'GET /api/account': [({ seller }) => asks(seller.phone, 'GET', '/api/account')],
  'POST /api/account/sign-up': [
    ({ guest }) => {
      const form = { phone: someNumber(), pin: PIN, name: 'Utuh', village: PANGGUNG };
      return asks(guest, 'POST', '/api/account/sign-up', form);
    },
  ],
  'POST /api/account/sign-in': [
    ({ guest, seller }) =>
      asks(guest, 'POST', '/api/account/sign-in', { phone: seller.number, pin: PIN }),
  ],
  'POST /api/account/sign-out': [
    ({ seller }) => asks(seller.phone, 'POST', '/api/account/sign-out', {}),
  ],
  'POST /api/account/reset': [
    ({ guest, seller }) => {
      const form = { phone: seller.number, code: '12345678', newPin: '582916' };
      return asks(guest, 'POST', '/api/account/reset', form);
    },
  ],
  'POST /api/account/reset-code': [
    ({ office, seller }) =>
      asks(office.phone, 'POST', '/api/account/reset-code', { personId: seller.personId }),
  ],
  'POST /api/account/change-pin': [
    ({ seller }) =>
      asks(seller.phone, 'POST', '/api/account/change-pin', { pin: PIN, newPin: '582916' }),
  ],
  'GET /api/account/security-log': [
    ({ seller }) => asks(seller.phone, 'GET', '/api/account/security-log'),
  ],
  'GET /api/account/devices': [({ seller }) => asks(seller.phone, 'GET', '/api/account/devices')],
  'POST /api/account/devices/:id/revoke': [
    ({ seller }) =>
      asks(seller.phone, 'POST', `/api/account/devices/${seller.phone.deviceId}/revoke`, {}),
  ],
  'GET /api/people/find': [
    ({ office, seller }) =>
      asks(office.phone, 'GET', `/api/people/find?phone=${encodeURIComponent(seller.number)}`),
  ],
  'GET /api/people/behind': [
    ({ office }) => asks(office.phone, 'GET', `/api/people/behind?village=${PANGGUNG}`),
  ],
  'GET /api/people/quarantine': [
    ({ office }) => asks(office.phone, 'GET', '/api/people/quarantine'),
  ],
  'GET /api/people/:id': [
    ({ office, seller }) => asks(office.phone, 'GET', `/api/people/${seller.personId}`),
  ],
  'POST /api/people/:id/devices/:deviceId/revoke': [
    ({ office, seller }) => {
      const device = `/api/people/${seller.personId}/devices/${seller.phone.deviceId}/revoke`;
      return asks(office.phone, 'POST', device, {});
    },
  ],
  'POST /api/order/claim': [
    ({ guest, order: { number, code } }) =>
      asks(guest, 'POST', '/api/order/claim', { number, code }),
  ],
  'GET /api/public/changes': [
    () => asks(null, 'GET', `/api/public/changes?${CATALOGUE_SCOPE}=&rows=500&snapshots=1`),
    () => asks(null, 'GET', '/api/public/changes?rows=1'),
  ],
  'GET /api/public/catalogue': [
    () => asks(null, 'GET', `/api/public/catalogue?village=${PANGGUNG}&category=kue&q=wadai`),
    ({ ids }) => asks(null, 'GET', `/api/public/catalogue?after=1.${ids['listing']}`),
  ],
  'GET /api/public/product/:id': [
    ({ ids }) => asks(null, 'GET', `/api/public/product/${ids['listing']}`),
  ],
  'GET /api/public/addresses': [() => asks(null, 'GET', '/api/public/addresses')],
  'GET /api/public/shop/:slug': [({ slug }) => asks(null, 'GET', `/api/public/shop/${slug}`)],
  // tus: every method comes in at one route.
  'ALL /api/photo/upload/*': [createUpload, createWithBytes, sendBytes, askOffset, dropUpload],
  'GET /photo/:hash/:variant': [
    ({ shown }) => asks(null, 'GET', `/photo/${shown}/w160.webp`),
    ({ unsent, seller }) => asks(seller.phone, 'GET', `/photo/${unsent.hash}/og.jpg`),
  ],
};

function entriesOf(world: World, phone: TestPhone, chance: Chance): Entry[] {
  return Array.from({ length: chance.between(0, 4) }, () => {
    const action = chance.pick(everyAction);
    const input = sampleInput(world, action, chance);
    // Half of them stay a request that can be read, and have the wrong in what the action is given.
    const given = chance.happens(0.5) ? input : (spoilt(input, chance) as typeof input);
    return phone.entry(action.name, given);
  });
}

/** The phone's numbers go on from what the house holds of it, which went back with everything else. */
async function requestOf(world: World, phone: TestPhone, chance: Chance): Promise<SyncRequest> {
  const { last_seq: last } = await world.server.db
    .selectFrom('device')
    .select('last_seq')
    .where('id', '=', phone.deviceId)
    .executeTakeFirstOrThrow();
  const entries = entriesOf(world, phone, chance).map((entry, index) => ({
    ...entry,
    seq: last + index + 1,
  }));
  const cursors: Record<string, string> = chance.happens(0.5) ? { [CATALOGUE_SCOPE]: '' } : {};
  return phone.syncRequest(entries, { cursors, protocol: chance.pick([1, 2]), acked: last });
}

async function jsonSync(world: World, chance: Chance): Promise<Ask> {
  const { phone } = chance.pick([world.seller, world.office]);
  return asks(phone, 'POST', '/api/sync', await requestOf(world, phone, chance));
}

async function compactSync(world: World, chance: Chance): Promise<Ask> {
  const { phone } = world.seller;
  const request = await requestOf(world, phone, chance);
  // Spoilt before it is packed as well: what no text can say, compact bytes can.
  const said = chance.happens(0.4) ? (spoilt(request, chance) as SyncRequest) : request;
  return asks(phone, 'POST', '/api/sync', packedOr(request, said, phone));
}

function packedOr(sound: SyncRequest, said: SyncRequest, { deviceId }: TestPhone): Uint8Array {
  try {
    return packRequest(said, deviceId, declarations.wireWords);
  } catch {
    // No phone could have written it down.
    return packRequest(sound, deviceId, declarations.wireWords);
  }
}

async function offeringSync(world: World, chance: Chance): Promise<Ask> {
  const { phone } = world.seller;
  const { entries, ...rest } = await requestOf(world, phone, chance);
  const offers = entries.map((entry) => ({
    ...{ entry, deviceEpoch: 0, result: chance.pick(['applied', 'refused', 'conflict', 'done']) },
    ...{ position: chance.between(0, 9), mac: 'abcdefabcdef', order: entry.stamp },
  }));
  return asks(phone, 'POST', '/api/sync', { ...rest, entries: [], offers, moreOffers: true });
}

async function guestSync(world: World, chance: Chance): Promise<Ask> {
  return asks(world.guest, 'POST', '/api/sync', await requestOf(world, world.guest, chance));
}

async function revokedSync(world: World, chance: Chance): Promise<Ask> {
  return asks(world.cutOff, 'POST', '/api/sync', await requestOf(world, world.cutOff, chance));
}

const UPLOADS = '/api/photo/upload';
const metadata = (hash: string, kind: string) => `hash ${base64(hash)},kind ${base64(kind)}`;

function createUpload({ seller, unsent }: World): Ask {
  return asks(seller.phone, 'POST', UPLOADS, undefined, {
    ...TUS,
    'upload-length': String(unsent.bytes.length),
    'upload-metadata': metadata(unsent.hash, 'full'),
  });
}

function createWithBytes(world: World): Ask {
  const { headers, ...rest } = createUpload(world);
  const type = { 'content-type': 'application/offset+octet-stream' };
  return { ...rest, headers: { ...headers, ...type }, body: world.unsent.bytes };
}

const uploadOf = ({ seller, unsent }: World) =>
  `${UPLOADS}/${seller.phone.deviceId}.${unsent.hash}.full`;

/** Begun properly, so that there is something to go on with. */
async function begun(world: World): Promise<string> {
  const { phone } = world.seller;
  const { method, path, headers } = createUpload(world);
  await phone.ask(method, path, undefined, headers);
  return uploadOf(world);
}

async function sendBytes(world: World): Promise<Ask> {
  const at = await begun(world);
  return asks(world.seller.phone, 'PATCH', at, new Uint8Array(world.unsent.bytes), {
    ...TUS,
    'upload-offset': '0',
    'content-type': 'application/offset+octet-stream',
  });
}

async function askOffset(world: World): Promise<Ask> {
  return asks(world.seller.phone, 'HEAD', await begun(world), undefined, TUS);
}

async function dropUpload(world: World): Promise<Ask> {
  return asks(world.seller.phone, 'DELETE', await begun(world), undefined, TUS);
}
