/** The smallest village there is: one noun, two actions, one of them broken. For tests of the engine. */
import { createHash, createHmac } from 'node:crypto';
import { must, on, refuse } from '../action';
import { byName, byNoun, type Declarations } from '../declarations';
import { entity } from '../entity';
import type { Entry } from '../entry';
import { asked, latest, ref, rupiah, text } from '../field';
import type { PhoneState } from '../phone/store';
import { conflict, kept } from '../questions';
import type { ServerDevice, ServerPorts } from '../server/store';
import { makeStamp, nodeOf } from '../stamp';
import { PROTOCOL, type SyncRequest } from '../wire';
import { MemoryServerStore } from './memory-server-store';

const note = entity('note', {
  fields: { title: latest(text(40)), price: asked(rupiah) },
  privateScopes: () => ['desk:1'],
  publicScope: 'board:1',
  publicFace: {
    fields: ['title'],
    show: (_id, { title, price }) => (price === 0 ? null : { title }),
  },
});

const here = { id: must(ref('note')) };
const touches = ({ id }: { id: string }) => [{ noun: 'note', id }];

const write = on(note)('write', {
  input: { ...here, title: must(text(40)), price: must(rupiah) },
  touches,
  decide: ({ world, input: { id, title, price } }) => {
    if (title === 'forbidden') return refuse('note.forbidden');
    return [{ noun: 'note', id, create: !world.get(note, id), set: { title, price } }];
  },
});

const eraseTitle = on(note)('erase-title', {
  input: here,
  touches,
  decide: ({ world, input: { id } }) =>
    world.get(note, id)
      ? [{ noun: 'note', id, set: { title: 'tanpa judul' } }]
      : refuse('note.unknown'),
});

const explode = on(note)('explode', {
  input: here,
  touches,
  decide: () => {
    throw new TypeError('a bug nobody foresaw');
  },
});

export const toy: Declarations = {
  entities: byNoun([note, conflict, kept]),
  actions: byName([write, eraseTitle, explode]),
  publicScopes: ['board:1'],
  scopesOf: () => ['desk:1'],
  guestEntryLimit: 3,
};

export const NOW = 1_790_000_000_000;
export const PERSON = '01990000-0000-7000-8000-00000000e001';
export const deviceId = (n: number): string => `01990000-0000-7000-8000-00000000d00${n}`;
export const noteId = (n: number): string => `01990000-0000-7000-8000-00000000a00${n}`;

export const deviceOf = (n: number, change: Partial<ServerDevice> = {}): ServerDevice => ({
  id: deviceId(n),
  personId: PERSON,
  epoch: 0,
  lastSeq: 0,
  lastOrder: '',
  revoked: false,
  entryCount: 0,
  ...change,
});

/** A server with one person who has an account, and everything it could not explain. */
export function toyServer(): { store: MemoryServerStore; ports: ServerPorts; poison: string[] } {
  const store = new MemoryServerStore();
  store.people.set(PERSON, { name: 'Ibu Siti', facts: { hasAccount: true, rights: [] } });
  const poison: string[] = [];
  const ports: ServerPorts = {
    store,
    nowMs: () => NOW,
    sha256: (words) => createHash('sha256').update(words).digest('hex'),
    seal: (words) => createHmac('sha256', 'toy').update(words).digest('base64url'),
    onPoison: (action) => poison.push(action),
  };
  return { store, ports, poison };
}

/** An entry that writes a note; `change` breaks or bends it. */
export function entryOf(device: number, seq: number, change: Partial<Entry> = {}): Entry {
  return {
    seq,
    action: 'note.write',
    input: { id: noteId(1), title: `judul ${seq}`, price: 1000 },
    stamp: makeStamp({ ms: NOW - 1000 + seq, counter: 0 }, nodeOf(deviceId(device), 0)),
    rawMs: NOW - 1000 + seq,
    corrected: true,
    bases: {},
    ...change,
  };
}

export function requestOf(
  entries: readonly Entry[],
  change: Partial<SyncRequest> = {},
): SyncRequest {
  return {
    protocol: PROTOCOL,
    fingerprint: 'toy',
    deviceEpoch: 0,
    acked: 0,
    entries,
    cursors: {},
    epoch: '',
    sentMs: NOW,
    waiting: { count: 0, oldestAgeMs: 0 },
    maxRows: 100,
    ...change,
  };
}

export const phoneState = (n: number): PhoneState => ({
  deviceId: deviceId(n),
  deviceEpoch: 0,
  nextSeq: 1,
  clock: { ms: 0, counter: 0 },
  offsetMs: null,
  serverEpoch: '',
  cursors: {},
  acked: 0,
  actor: { personId: PERSON, hasAccount: true, rights: [] },
  session: 'live',
  allSentMs: null,
  freshMs: null,
  missingPhotos: [],
});
