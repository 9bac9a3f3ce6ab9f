import { beforeEach, describe, expect, it } from 'vitest';
import { prepare } from '../phone/prepare';
import { settle } from '../phone/settle';
import { beforeSnapshot, FrameTaker, nextFrame } from '../frame-taker';
import { MemoryPhoneStore } from '../testing/memory-phone-store';
import {
  deviceId,
  deviceOf,
  entryOf,
  noteId,
  NOW,
  PERSON,
  phoneState,
  requestOf,
  toy,
  toyServer,
} from '../testing/toy';
import type { SnapshotOffer, SyncAnswer } from '../wire';
import { type Snapshot, takeSnapshot } from './snapshot';
import type { ServerPorts, ShelvedSnapshot, SnapshotShelf } from './store';
import { handleSync } from './sync';

const SCOPE = 'board:1';
const NOTES = 60;
const ID = '0123456789abcdef';
const plan = { lead: 'note', first: 5, alike: ['title'] };
const id = (n: number) => `01990000-0000-7000-8000-00000000${String(1000 + n)}`;
const caller = {
  deviceId: deviceId(1),
  personId: PERSON,
  revoked: false,
  session: 'live',
} as const;

let made: ReturnType<typeof toyServer>;
let ports: ServerPorts;
let snapshot: Snapshot;
let seq = 0;

async function write(n: number, price = 1000, title = `judul ${n % 7}`): Promise<void> {
  seq += 1;
  const entry = entryOf(1, seq, { input: { id: id(n), title, price } });
  const answer = (await handleSync(requestOf([entry]), caller, toy, ports)) as SyncAnswer;
  expect(answer.outcomes[0]?.result).toBe('applied');
}

beforeEach(async () => {
  seq = 0;
  made = toyServer();
  made.store.addDevice(deviceOf(1));
  made.store.addDevice(deviceOf(2));
  ports = made.ports;
  for (let n = 0; n < NOTES; n += 1) await write(n);
  await write(3, 0);
  snapshot = await takeSnapshot(made.store, toy, SCOPE, plan);
  const { cursor, rows, frames } = snapshot;
  const shelved: ShelvedSnapshot = { id: ID, cursor, rows, frames: frames.length };
  const shelf: SnapshotShelf = {
    newest: () => Promise.resolve(shelved),
    find: (asked) => Promise.resolve(asked === ID ? shelved : null),
    beats: () => Promise.resolve(false),
  };
  ports = { ...ports, snapshots: shelf };
});

const clock = { nowMs: () => NOW };
const limits = {
  fingerprint: 'toy',
  maxEntries: 9,
  maxBytes: 1e6,
  maxRows: 2_000,
  takesSnapshots: true,
};

/** One sync of phone 2; the air lets so many frames through. */
async function sync(phone: MemoryPhoneStore, frames = Infinity): Promise<{ began: number }> {
  const request = await prepare(phone, toy.publicScopes, limits, clock);
  const answer = (await handleSync(
    request,
    { ...caller, deviceId: deviceId(2) },
    toy,
    ports,
  )) as SyncAnswer;
  const offer = answer.snapshot as SnapshotOffer;
  if (!offer) return settle(phone, toy, request, answer, clock).then(() => ({ began: -1 }));
  const { more } = await settle(phone, toy, request, beforeSnapshot(answer, offer), clock);
  expect(more).toBe(true);
  const began = await nextFrame(phone, offer);
  const taker = new FrameTaker(phone, offer, began);
  const text = snapshot.frames
    .slice(began)
    .map((frame) => `${frame}\n`)
    .join('');
  const cutAt = snapshot.frames.slice(began, began + frames).join('\n').length + 3;
  // In pieces that end anywhere, as the air brings them.
  for (let at = 0; at < Math.min(cutAt, text.length); at += 97) {
    await taker.take(text.slice(at, Math.min(at + 97, cutAt)));
  }
  if ((await nextFrame(phone, offer)) === offer.frames)
    await settle(phone, toy, request, answer, clock);
  return { began };
}

const shown = (phone: MemoryPhoneStore) => [...phone.publicRows.keys()].sort();
const inTruth = () =>
  made.store
    .allRows()
    .filter(({ noun, values }) => noun === 'note' && (values as { price?: number }).price !== 0)
    .map((row) => `note/${row.id}`)
    .sort();

describe('[S22] a snapshot', () => {
  it('holds what the public sees of every row, whole rows in every frame, newest first', () => {
    const tables = snapshot.frames.flatMap(
      (frame) => JSON.parse(frame) as [string, string[], string[]][],
    );
    const ids = tables.flatMap(([, , of]) => of);
    expect(tables.every(([noun, fields]) => noun === 'note' && fields.join() === 'title')).toBe(
      true,
    );
    expect([...ids].sort()).toEqual(inTruth().map((name) => name.slice(5)));
    expect(ids.slice(0, 5)).toEqual([59, 58, 57, 56, 55].map(id));
  });

  it('fills an empty phone, and what changed after it follows in the same answer', async () => {
    await write(1, 500, 'judul baru');
    await write(2, 0);
    await write(NOTES, 700);
    const phone = new MemoryPhoneStore(phoneState(2));
    await sync(phone);
    expect(shown(phone)).toEqual(inTruth());
    expect(phone.publicRows.get(`note/${id(1)}`)?.values).toEqual({ title: 'judul baru' });
    expect(await sync(phone)).toEqual({ began: -1 });
  });

  it('goes on after every cut with the frame that is missing', async () => {
    const phone = new MemoryPhoneStore(phoneState(2));
    const begins: number[] = [];
    for (let tries = 0; tries < 20; tries += 1) {
      const { began } = await sync(phone, 1);
      if (began < 0) break;
      begins.push(began);
    }
    expect(begins).toEqual(snapshot.frames.map((_frame, index) => index));
    expect(shown(phone)).toEqual(inTruth());
  });

  it('takes away what the phone held and nobody shows any more', async () => {
    const phone = new MemoryPhoneStore(phoneState(2));
    const [noun, gone] = ['note', noteId(9)];
    await phone.applyPublic({
      ...{ scope: SCOPE, cursor: 'another epoch', fresh: true, complete: true, gone: [] },
      tables: [{ noun, ids: [gone], columns: { title: ['lama'] }, positions: [900] }],
    });
    await sync(phone, 1);
    expect(shown(phone)).toContain(`note/${gone}`);
    await sync(phone);
    expect(shown(phone)).toEqual(inTruth());
  });

  it('is not given to a phone that knows nothing of snapshots', async () => {
    const request = requestOf([], { maxRows: 2_000 });
    const answer = (await handleSync(request, caller, toy, ports)) as SyncAnswer;
    expect(answer.snapshot).toBeUndefined();
    expect(answer.changes.some(({ scope, fresh }) => scope === SCOPE && fresh)).toBe(true);
  });
});
