/**
 * Identity starts on the phone: a person id and a device key exist before anybody has heard of them.
 * At first contact the device shows that it holds the key and is told a credential; everything it says
 * from then on carries that.
 */
import type { Declarations } from '#sync/declarations';
import { settleFork } from '#sync/phone/repair';
import type { PhoneStore, Queued } from '#sync/phone/store';
import type { Answer, Ask } from './air';
import type { Credential, PersonDb } from './db/person-db';
import { surviving } from './db/survive';
import { uuid7 } from './uuid7';

export type AskAir = (path: string, ask?: Ask) => Promise<Answer>;

export interface DevicePorts {
  readonly ask: AskAir;
  readonly nowMs: () => number;
  readonly newId: () => string;
  readonly subtle: SubtleCrypto;
}

export type Registered =
  | { readonly ok: true; readonly device: string; readonly personId: string }
  | { readonly ok: false; readonly answer: Answer };

/** Header value of a device that has a credential, or null before registration. */
export async function knownDevice(db: PersonDb, deviceId: string): Promise<string | null> {
  const held = await readCredential(db);
  return held && held.deviceId === deviceId && held.credential !== ''
    ? `${deviceId}.${held.credential}`
    : null;
}

/**
 * Makes this device known to the server, or known again. Ids that are taken elsewhere (a cloned or
 * emptied phone) are left behind and what waits here is numbered anew: nothing is dropped.
 */
export async function registerDevice(
  db: PersonDb,
  store: PhoneStore,
  declarations: Declarations,
  ports: DevicePorts,
): Promise<Registered> {
  for (let attempt = 1; ; attempt += 1) {
    const { deviceId, actor } = await store.write((tx) => tx.state());
    const keyPair = await keyOf(db, deviceId, ports.subtle);
    const answer = await register(deviceId, actor.personId, keyPair, ports);
    if (answer.kind === 'good') {
      const { credential, personId } = answer.body as { credential: string; personId: string };
      await surviving(() => db.credentials.put({ id: 'device', deviceId, keyPair, credential }));
      return { ok: true, device: `${deviceId}.${credential}`, personId };
    }
    if (answer.kind !== 'refused' || attempt >= 4) return { ok: false, answer };
    if (answer.code === 'device.person_taken') await takeNewPerson(store, ports.newId());
    else if (answer.code === 'device.id_taken' || answer.code === 'device.proof_wrong') {
      await takeNewDevice(store, declarations, ports.newId(), ports.nowMs);
    } else if (answer.code !== 'device.nonce_stale') return { ok: false, answer };
  }
}

async function register(
  deviceId: string,
  personId: string,
  keyPair: CryptoKeyPair,
  ports: DevicePorts,
): Promise<Answer> {
  const asked = await ports.ask('/api/device/nonce');
  if (asked.kind !== 'good') return asked;
  const { nonce } = asked.body as { nonce: string };
  const said = new TextEncoder().encode(`jukung-device\n${nonce}\n${deviceId}\n${personId}`);
  const signature = await ports.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    keyPair.privateKey,
    said,
  );
  const { kty, crv, x, y } = await ports.subtle.exportKey('jwk', keyPair.publicKey);
  const publicKey = { kty, crv, x, y };
  return ports.ask('/api/device', {
    body: { deviceId, personId, publicKey, nonce, proof: base64Url(new Uint8Array(signature)) },
  });
}

/** The key of this device, made at the first need. The private half never leaves the browser. */
async function keyOf(db: PersonDb, deviceId: string, subtle: SubtleCrypto): Promise<CryptoKeyPair> {
  const held = await readCredential(db);
  if (held?.deviceId === deviceId) return held.keyPair;
  const keyPair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ]);
  await surviving(() => db.credentials.put({ id: 'device', deviceId, keyPair, credential: '' }));
  return keyPair;
}

/** An unreadable key is the same as none: the device begins anew. */
async function readCredential(db: PersonDb): Promise<Credential | undefined> {
  try {
    return await surviving(() => db.credentials.get('device'));
  } catch {
    return undefined;
  }
}

/** Begins as a new device: what waits is numbered anew, what was refused keeps a number of its own. */
export async function takeNewDevice(
  store: PhoneStore,
  declarations: Declarations,
  deviceId: string,
  nowMs: () => number,
): Promise<void> {
  await store.write(async (tx) => {
    const queue = await tx.queue();
    let epoch = Math.min(0, ...queue.map((queued) => queued.deviceEpoch)) - 1;
    for (const queued of queue) {
      if (queued.state !== 'refused' && queued.state !== 'answered') continue;
      // Out of the way of the numbers that begin at one again.
      await tx.dropQueued(queued.deviceEpoch, queued.seq);
      if (queued.state === 'answered') await tx.keepSent(queued);
      else await tx.putQueued({ ...queued, deviceEpoch: epoch });
      epoch -= 1;
    }
    const state = await tx.state();
    await tx.saveState({ ...state, deviceId, deviceEpoch: 0, nextSeq: 1, acked: 0 });
    // Numbering anew is what a fork does; here it must happen in this same transaction.
    const here: PhoneStore = { ...store, write: (work) => work(tx) };
    const request = { deviceEpoch: 0 } as Parameters<typeof settleFork>[2];
    const answer = { forked: true, known: [], nextDeviceEpoch: 1 } as const;
    await settleFork(here, declarations, request, answer, { nowMs });
  });
}

async function takeNewPerson(store: PhoneStore, personId: string): Promise<void> {
  const { actor } = await store.write((tx) => tx.state());
  await becomePerson(store, actor.personId, personId);
}

/**
 * The device now speaks for another person: a guest has signed in and their drafts go along. Every
 * place here that named the old person names the new one; entries stay as they were said.
 */
export function becomePerson(store: PhoneStore, from: string, to: string): Promise<void> {
  return store.write(async (tx) => {
    const state = await tx.state();
    await tx.saveState({ ...state, actor: { ...state.actor, personId: to } });
    const names = new Set<string>();
    for (const queued of await tx.queue()) {
      queued.rows.forEach((name) => names.add(name));
      const patches = renamed(queued.patches, from, to);
      if (patches !== queued.patches) await tx.putQueued({ ...queued, patches } as Queued);
    }
    for (const scope of await tx.scopes()) {
      for (const row of await tx.rowsInScope(scope)) names.add(row.name);
    }
    for (const name of names) {
      const row = await tx.row(name);
      if (!row) continue;
      const base = renamed(row.base, from, to);
      const view = renamed(row.view, from, to);
      if (base !== row.base || view !== row.view) await tx.saveRow({ ...row, base, view });
    }
  });
}

/** The same value with every string equal to `from` replaced; the very same object if there is none. */
function renamed<T>(value: T, from: string, to: string): T {
  if (typeof value === 'string') return (value === from ? to : value) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, part]) => [key, renamed(part as unknown, from, to)] as const,
  );
  if (entries.every(([key, part]) => part === (value as Record<string, unknown>)[key]))
    return value;
  if (Array.isArray(value)) return entries.map(([, part]) => part) as T;
  return Object.fromEntries(entries) as T;
}

const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** What the browser offers, or null outside https: then nothing can be sent, and the person is told. */
export function browserDevicePorts(ask: AskAir): DevicePorts | null {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  return subtle ? { ask, nowMs: () => Date.now(), newId: () => uuid7(), subtle } : null;
}
