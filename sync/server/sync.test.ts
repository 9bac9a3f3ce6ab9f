import { describe, expect, it } from 'vitest';
import {
  deviceId,
  deviceOf,
  entryOf,
  noteId,
  NOW,
  PERSON,
  requestOf,
  toy,
  toyServer,
} from '../testing/toy';
import { makeStamp, nodeOf } from '../stamp';
import type { ForkAnswer, SyncAnswer, SyncRequest } from '../wire';
import { handleSync } from './sync';

function village() {
  const server = toyServer();
  const send = async (n: number, request: SyncRequest, revoked = false) => {
    const caller = { deviceId: deviceId(n), personId: PERSON, revoked, session: 'live' as const };
    return (await handleSync(request, caller, toy, server.ports)) as SyncAnswer & ForkAnswer;
  };
  server.store.addDevice(deviceOf(1));
  server.store.addDevice(deviceOf(2));
  return { ...server, send };
}
const results = (answer: SyncAnswer) =>
  answer.outcomes.map(({ seq, result, code }) => [seq, result, code]);

describe('[S1] sent once means once', () => {
  it('gives a repeat its first answer and does nothing again', async () => {
    const { send, store } = village();
    const request = requestOf([entryOf(1, 1), entryOf(1, 2)]);
    const first = await send(1, request);
    const second = await send(1, request);
    expect(second.outcomes).toEqual(first.outcomes);
    expect(store.allRows().filter(({ noun }) => noun === 'note')).toHaveLength(1);
  });

  it('answers a repeat of what was acknowledged with "done"', async () => {
    const { send } = village();
    await send(1, requestOf([entryOf(1, 1)]));
    await send(1, requestOf([], { acked: 1 }));
    expect(results(await send(1, requestOf([entryOf(1, 1)])))).toEqual([[1, 'done', undefined]]);
  });

  it('takes two requests of one device that arrive together one after the other', async () => {
    const { send, store } = village();
    const request = requestOf([entryOf(1, 1)]);
    const [a, b] = await Promise.all([send(1, request), send(1, request)]);
    expect(a.outcomes).toEqual(b.outcomes);
    expect(store.allRows()).toHaveLength(1);
  });
});

describe('[S2] numbers used twice', () => {
  it('are a fork: nothing is dropped, the phone is told what the server holds', async () => {
    const { send } = village();
    await send(1, requestOf([entryOf(1, 1), entryOf(1, 2)]));
    const other = entryOf(1, 2, { input: { id: noteId(2), title: 'lain', price: 5 } });
    const fork = await send(1, requestOf([entryOf(1, 1), other]));
    expect([fork.forked, fork.nextDeviceEpoch, fork.known.map(({ seq }) => seq)]).toEqual([
      true,
      1,
      [1],
    ]);
    const node = nodeOf(deviceId(1), 1);
    const again = entryOf(1, 1, {
      ...other,
      seq: 1,
      stamp: makeStamp({ ms: NOW, counter: 0 }, node),
    });
    expect(results(await send(1, requestOf([again], { deviceEpoch: 1 })))).toEqual([
      [1, 'applied', undefined],
    ]);
  });

  it('and numbers skipped, and an old device epoch, are forks too', async () => {
    const { send, store } = village();
    expect((await send(1, requestOf([entryOf(1, 3)]))).forked).toBe(true);
    store.addDevice(deviceOf(2, { epoch: 4 }));
    const fork = await send(2, requestOf([entryOf(2, 1)], { deviceEpoch: 2 }));
    expect([fork.forked, fork.nextDeviceEpoch]).toEqual([true, 5]);
  });

  it('a server set back behind the phone names an epoch that is new to both, and takes it', async () => {
    const { send } = village();
    const fork = await send(1, requestOf([entryOf(1, 7)], { deviceEpoch: 1 }));
    expect([fork.forked, fork.nextDeviceEpoch]).toEqual([true, 2]);
    const stamp = makeStamp({ ms: NOW, counter: 0 }, nodeOf(deviceId(1), 2));
    const again = requestOf([entryOf(1, 1, { stamp })], { deviceEpoch: 2 });
    expect(results(await send(1, again))).toEqual([[1, 'applied', undefined]]);
  });
});

describe('[S3] a bad entry never holds up the next', () => {
  it.each([
    ['note.forbidden', entryOf(1, 1, { input: { id: noteId(1), title: 'forbidden', price: 1 } })],
    ['action.unknown', entryOf(1, 1, { action: 'note.sing' })],
    ['input.unfit', entryOf(1, 1, { input: { id: noteId(1), title: 7, price: 1 } })],
    ['input.unfit', entryOf(1, 1, { input: { id: noteId(1), title: 'x', price: 1, owner: 'me' } })],
    ['input.unfit', entryOf(1, 1, { input: { id: 'me', title: 'x', price: 1 } })],
    ['input.unprintable', entryOf(1, 1, { input: { id: noteId(1), title: 'x\u0000', price: 1 } })],
    ['stamp.forged', entryOf(1, 1, { stamp: entryOf(2, 1).stamp })],
    ['entry.failed', entryOf(1, 1, { action: 'note.explode', input: { id: noteId(1) } })],
  ])('%s is refused with its code, and entry 2 stands', async (code, bad) => {
    const { send, poison } = village();
    const answer = await send(1, requestOf([bad, entryOf(1, 2)]));
    expect(results(answer)).toEqual([
      [1, 'refused', code],
      [2, 'applied', undefined],
    ]);
    expect(poison).toEqual(code === 'entry.failed' ? ['note.explode'] : []);
    expect((await send(1, requestOf([bad, entryOf(1, 2)]))).outcomes).toEqual(answer.outcomes);
  });

  it('refuses a guest beyond the limit and tells why', async () => {
    const { send, store } = village();
    store.people.clear();
    const answer = await send(1, requestOf([1, 2, 3, 4].map((seq) => entryOf(1, seq))));
    expect(results(answer).at(-1)).toEqual([4, 'refused', 'guest.limit']);
  });
});

describe('[S5] clocks that lie', () => {
  it('never refuse an entry, and never rank it in the future of its receipt', async () => {
    const { send, store } = village();
    const years = 5e11;
    const node = nodeOf(deviceId(1), 0);
    const ahead = entryOf(1, 1, {
      stamp: makeStamp({ ms: NOW + years, counter: 0 }, node),
      rawMs: NOW + years,
    });
    expect(results(await send(1, requestOf([ahead])))).toEqual([[1, 'applied', undefined]]);
    const version = store.allRows()[0]?.versions.title;
    expect(version?.id).toBe(ahead.stamp);
    expect(version && version.order < makeStamp({ ms: NOW + 1, counter: 0 }, node)).toBe(true);
  });

  it('are set right by what the request shows when nothing was learned before', async () => {
    const { send, store } = village();
    const behind = 3e11;
    const node = nodeOf(deviceId(1), 0);
    const rawMs = NOW - behind - 60_000;
    const entry = entryOf(1, 1, {
      stamp: makeStamp({ ms: rawMs, counter: 0 }, node),
      rawMs,
      corrected: false,
    });
    await send(1, requestOf([entry], { sentMs: NOW - behind }));
    expect(store.allRows()[0]?.versions.title?.order).toBe(
      makeStamp({ ms: NOW - 60_000, counter: 0 }, node),
    );
  });

  it('rank what one device says in the order it said it', async () => {
    const { send, store } = village();
    const node = nodeOf(deviceId(1), 0);
    const first = entryOf(1, 1, { stamp: makeStamp({ ms: NOW + 9e9, counter: 0 }, node) });
    const second = entryOf(1, 2, { stamp: makeStamp({ ms: 5, counter: 0 }, node) });
    await send(1, requestOf([first]));
    const before = store.allRows()[0]?.versions.title?.order ?? '';
    await send(1, requestOf([first, second]));
    expect((store.allRows()[0]?.versions.title?.order ?? '') > before).toBe(true);
  });
});

describe('[S9] a phone holds only what its owner may see', () => {
  it('public phones get the public face and no versions', async () => {
    const { send } = village();
    await send(1, requestOf([entryOf(1, 1)]));
    const { changes } = await send(2, requestOf([]));
    const board = changes.find(({ scope }) => scope === 'board:1');
    expect(board?.tables).toEqual([
      {
        noun: 'note',
        ids: [noteId(1)],
        columns: { title: ['judul 1'] },
        positions: [expect.any(Number)],
      },
    ]);
    const desk = changes.find(({ scope }) => scope === 'desk:1');
    expect(desk?.tables[0]?.columns).toEqual({ title: ['judul 1'], price: [1000] });
  });

  it('a revoked device may leave its work and learns nothing', async () => {
    const { send, store } = village();
    store.addDevice(deviceOf(1, { revoked: true }));
    const answer = await send(1, requestOf([entryOf(1, 1)]), true);
    expect(results(answer)).toEqual([[1, 'quarantined', 'device.revoked']]);
    expect([answer.changes, answer.scopes, store.allRows()]).toEqual([[], [], []]);
  });
});

describe('[S10] catching up', () => {
  it('says nothing when there is nothing new', async () => {
    const { send } = village();
    const first = await send(1, requestOf([entryOf(1, 1)]));
    const cursors = Object.fromEntries(first.changes.map(({ scope, cursor }) => [scope, cursor]));
    expect((await send(1, requestOf([], { cursors }))).changes).toEqual([]);
  });

  it('tells a phone whose cursor is from before a restore to begin anew', async () => {
    const { send, store } = village();
    const first = await send(1, requestOf([entryOf(1, 1)]));
    const cursors = Object.fromEntries(first.changes.map(({ scope, cursor }) => [scope, cursor]));
    store.epochId = 'restored-2';
    const { changes, epoch } = await send(1, requestOf([], { cursors }));
    expect(epoch).toBe('restored-2');
    expect(changes.map(({ fresh, complete, tables }) => [fresh, complete, tables.length])).toEqual([
      [true, true, 1],
      [true, true, 1],
    ]);
  });

  it('stops at the number of rows the phone asked for and says that there is more', async () => {
    const { send } = village();
    const notes = [1, 2, 3].map((n) =>
      entryOf(1, n, { input: { id: noteId(n), title: 'x', price: 1 } }),
    );
    const answer = await send(1, requestOf(notes, { maxRows: 2 }));
    expect(answer.more).toBe(true);
    expect(answer.changes.map(({ complete }) => complete)).toEqual([false]);
  });
});
