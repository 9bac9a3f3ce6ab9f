import { describe, expect, it } from 'vitest';
import { MemoryPhoneStore } from '../testing/memory-phone-store';
import {
  deviceId,
  deviceOf,
  noteId,
  NOW,
  PERSON,
  phoneState,
  toy,
  toyServer,
} from '../testing/toy';
import { ForeignAnswer } from '../request-mark';
import { handleSync } from '../server/sync';
import type { ForkAnswer, SyncAnswer, SyncRequest } from '../wire';
import { prepare } from './prepare';
import { giveUp, settleFork, tryAgain } from './repair';
import { settle } from './settle';
import { tap } from './tap';

const ports = { nowMs: () => NOW };
const limits = { fingerprint: 'toy', maxEntries: 10, maxBytes: 10_000, maxRows: 100 };

function village() {
  const server = toyServer();
  const phone = (n: number) => {
    server.store.addDevice(deviceOf(n));
    return { n, store: new MemoryPhoneStore(phoneState(n)) };
  };
  type Phone = ReturnType<typeof phone>;
  const write = (one: Phone, title: string, price = 1000, id = noteId(1)) =>
    tap(one.store, toy, { action: 'note.write', input: { id, title, price } }, ports);
  const ask = async (one: Phone, request: SyncRequest) => {
    const caller = {
      deviceId: deviceId(one.n),
      personId: PERSON,
      revoked: false,
      session: 'live' as const,
    };
    return (await handleSync(request, caller, toy, server.ports)) as SyncAnswer & ForkAnswer;
  };
  const sync = async (one: Phone) => {
    const request = await prepare(one.store, toy.publicScopes, limits, ports);
    const answer = await ask(one, request);
    if (answer.forked) await settleFork(one.store, toy, request, answer, ports);
    else await settle(one.store, toy, request, answer, ports);
    return { request, answer };
  };
  const shows = (one: Phone, id = noteId(1)) => {
    const row = one.store.inspect().rows.find((held) => held.id === id && held.noun === 'note');
    return (row?.view?.values as { title: string; price: number } | undefined) ?? null;
  };
  return { ...server, phone, write, sync, ask, shows };
}
const states = ({ store }: { store: MemoryPhoneStore }) =>
  store.inspect().queue.map(({ state }) => state);

describe('[P1] what was tapped stays visible', () => {
  it('before it was sent, while it is sent, and after', async () => {
    const { phone, write, sync, shows } = village();
    const one = phone(1);
    await write(one, 'satu');
    expect([shows(one)?.title, states(one)]).toEqual(['satu', ['waiting']]);
    await prepare(one.store, toy.publicScopes, limits, ports);
    expect([shows(one)?.title, states(one)]).toEqual(['satu', ['sending']]);
    await sync(one);
    expect([shows(one)?.title, states(one), one.store.inspect().sent.length]).toEqual([
      'satu',
      [],
      1,
    ]);
  });

  it('over rows that arrive meanwhile', async () => {
    const { phone, write, sync, shows } = village();
    const [one, two] = [phone(1), phone(2)];
    await write(one, 'satu');
    await sync(one);
    await sync(two);
    await write(two, 'dua');
    const request = await prepare(two.store, toy.publicScopes, { ...limits, maxEntries: 0 }, ports);
    expect(request.entries).toEqual([]);
    await write(one, 'tiga', 1500);
    await sync(one);
    expect(shows(two)?.title).toBe('dua');
    await sync(two);
    await sync(one);
    expect(shows(one)).toEqual(shows(two));
  });
});

describe('[P2] an answer', () => {
  it('applied twice, or late, changes nothing more', async () => {
    const { phone, write, sync, shows } = village();
    const one = phone(1);
    await write(one, 'satu');
    const { request, answer } = await sync(one);
    await write(one, 'dua');
    const before = one.store.inspect();
    await settle(one.store, toy, request, answer, ports);
    expect([shows(one)?.title, states(one)]).toEqual(['dua', ['waiting']]);
    expect(one.store.inspect().queue).toEqual(before.queue);
  });

  it('that never came is asked for again and counts once', async () => {
    const { phone, write, sync, ask, store } = village();
    const one = phone(1);
    await write(one, 'satu');
    await ask(one, await prepare(one.store, toy.publicScopes, limits, ports));
    await sync(one);
    expect([states(one), store.allRows().length]).toEqual([[], 1]);
  });
});

describe('[P3] a refused change', () => {
  it('leaves the picture, stays with its reason, and can be sent again or let go', async () => {
    const { phone, write, sync, shows, store } = village();
    const one = phone(1);
    store.people.clear();
    store.addDevice(deviceOf(1, { entryCount: 99 }));
    await write(one, 'satu');
    await sync(one);
    expect([shows(one), states(one)]).toEqual([null, ['refused']]);
    expect(one.store.inspect().queue[0]?.outcome?.code).toBe('guest.limit');
    store.people.set(PERSON, { name: 'Siti', facts: { hasAccount: true, rights: [] } });
    const { deviceEpoch, seq } = one.store.inspect().queue[0] as {
      deviceEpoch: number;
      seq: number;
    };
    expect((await tryAgain(one.store, toy, { deviceEpoch, seq }, ports)).ok).toBe(true);
    await sync(one);
    expect([shows(one)?.title, states(one)]).toEqual(['satu', []]);
    expect(await giveUp(one.store, toy, { deviceEpoch, seq })).toBe(false);
  });

  it('is refused at once when the phone knows already', async () => {
    const { phone, write } = village();
    const one = phone(1);
    expect(await write(one, 'forbidden')).toEqual({ ok: false, code: 'note.forbidden' });
    expect(states(one)).toEqual([]);
  });
});

describe('[P2] an answer that comes late', () => {
  it('is not put away when another one has moved the phone on since', async () => {
    const { phone, write, sync, ask, shows } = village();
    const [one, other] = [phone(1), phone(2)];
    await write(other, 'pertama');
    await sync(other);
    const early = await prepare(one.store, toy.publicScopes, limits, ports);
    const late = await ask(one, early);
    await write(other, 'kedua');
    await sync(other);
    await sync(one);
    await settle(one.store, toy, early, late, ports);
    expect(shows(one)?.title).toBe('kedua');
    await sync(one);
    expect(shows(one)?.title).toBe('kedua');
  });

  it('is not put away at all when it answers another request', async () => {
    const { phone, write, ask, shows } = village();
    const one = phone(1);
    await write(one, 'pertama');
    const first = await prepare(one.store, toy.publicScopes, limits, ports);
    const kept = await ask(one, first);
    await settle(one.store, toy, first, kept, ports);
    await write(one, 'kedua');
    const second = await prepare(one.store, toy.publicScopes, limits, ports);
    await expect(settle(one.store, toy, second, kept, ports)).rejects.toThrow(ForeignAnswer);
    expect(states(one)).toEqual(['sending']);
    expect(shows(one)?.title).toBe('kedua');
  });

  it('from before a restore does not take the phone back into the old epoch', async () => {
    const { phone, write, sync, ask, store } = village();
    const one = phone(1);
    await write(one, 'pertama');
    await sync(one);
    const early = await prepare(one.store, toy.publicScopes, limits, ports);
    const late = await ask(one, early);
    store.restore(store.backup(), 'epoch-2');
    await sync(one);
    await settle(one.store, toy, early, late, ports);
    expect(one.store.inspect().state.serverEpoch).toBe('epoch-2');
  });
});

describe('[P4] a phone that woke up as it was before', () => {
  it('loses nothing of what it still holds and doubles nothing', async () => {
    const { phone, write, sync, store } = village();
    const one = phone(1);
    await write(one, 'satu', 1000, noteId(1));
    const image = one.store.image();
    await sync(one);
    await write(one, 'dua', 1000, noteId(2));
    await sync(one);
    one.store.restore(image);
    await write(one, 'tiga', 1000, noteId(3));
    await sync(one);
    await sync(one);
    await sync(one);
    const titles = store
      .allRows()
      .map(({ values }) => (values as unknown as { title: string }).title);
    expect(titles.toSorted()).toEqual(['dua', 'satu', 'tiga']);
    expect([states(one), one.store.inspect().state.deviceEpoch]).toEqual([[], 1]);
  });
});

describe('[P4] what a phone said before it began a new device epoch', () => {
  it('is never held against what the same phone says after it', async () => {
    const { phone, write, sync, ask, shows, store } = village();
    const one = phone(1);
    await write(one, 'satu', 1000);
    await sync(one);
    await write(one, 'satu', 2000);
    await ask(one, await prepare(one.store, toy.publicScopes, limits, ports));
    const image = one.store.image();
    await write(one, 'lain', 1000, noteId(2));
    await sync(one);
    one.store.restore(image);
    await write(one, 'satu', 3000);
    await sync(one);
    expect(one.store.inspect().state).toMatchObject({ deviceEpoch: 1, nextSeq: 2 });
    expect(shows(one)?.price).toBe(3000);
    await write(one, 'satu', 4000);
    await sync(one);
    await sync(one);
    expect(store.allRows().map(({ noun }) => noun)).toEqual(['note', 'note']);
    expect(shows(one)?.price).toBe(4000);
  });

  it('is asked about when the phone was set back and had forgotten it', async () => {
    const { phone, write, sync, store } = village();
    const one = phone(1);
    await write(one, 'satu', 1000);
    await sync(one);
    const image = one.store.image();
    await write(one, 'satu', 2000);
    await sync(one);
    one.store.restore(image);
    await write(one, 'satu', 3000);
    for (let round = 0; round < 3; round += 1) await sync(one);
    expect(store.allRows().map(({ noun }) => noun)).toContain('conflict');
  });
});

describe('[P5] access that ended', () => {
  it('takes the rows with it, and never unsent work', async () => {
    const { phone, write, sync, ask, shows } = village();
    const one = phone(1);
    await write(one, 'satu');
    await write(one, 'lain', 5, noteId(2));
    await sync(one);
    await write(one, 'belum terkirim');
    const request = await prepare(one.store, toy.publicScopes, { ...limits, maxEntries: 0 }, ports);
    const answer = await ask(one, { ...request, entries: [] });
    await settle(one.store, toy, request, { ...answer, scopes: [], changes: [] }, ports);
    expect(shows(one, noteId(2))).toBeNull();
    expect(states(one)).toEqual(['waiting']);
  });
});

describe('[P6] a server restored from a backup', () => {
  it('makes the phone ask for everything again and forget what is no more', async () => {
    const { phone, write, sync, shows, store } = village();
    const one = phone(1);
    await write(one, 'satu');
    await sync(one);
    expect(one.store.publicRows.size).toBe(1);
    store.epochId = 'restored';
    const { answer } = await sync(one);
    expect(answer.changes.every(({ fresh }) => fresh)).toBe(true);
    expect([shows(one)?.title, one.store.publicRows.size]).toEqual(['satu', 1]);
    expect(one.store.inspect().state.serverEpoch).toBe('restored');
  });
});
