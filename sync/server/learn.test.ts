/** A board of wishes: phones hold their own wishes and nothing of the shelf; the server alone knows what is on it. */
import { describe, expect, it } from 'vitest';
import { must, on, refuse } from '../action';
import { takeOutEcho } from '../compact/echo';
import { byName, byNoun, type Declarations } from '../declarations';
import { entity } from '../entity';
import { decided, fixed, integer, ref } from '../field';
import { conflict, kept } from '../questions';
import { EnginePhone, type EngineServer } from '../testing/engine-phone';
import { MemoryServerStore } from '../testing/memory-server-store';
import { deviceId, deviceOf, NOW, noteId, PERSON, requestOf } from '../testing/toy';
import type { SyncAnswer } from '../wire';
import { gather } from './gather';
import { type ServerTx, WorldMoved } from './store';

const shelf = entity('shelf', {
  fields: { left: decided(integer(0, 100)) },
  privateScopes: () => ['keeper:1'],
});
const wish = entity('wish', {
  fields: {
    shelfId: fixed(ref('shelf')),
    granted: decided(integer(0, 100)),
    /** How many wishes there were before, as the server saw it. */
    before: decided(integer(0, 100)),
  },
  privateScopes: () => ['board:1'],
});

const make = on(wish)('make', {
  input: { id: must(ref('wish')), shelfId: must(ref('shelf')), units: must(integer(1, 9)) },
  touches: ({ id, shelfId }) => [
    { noun: 'wish', id },
    { noun: 'shelf', id: shelfId },
  ],
  learns: async (_input, look) => ({ facts: await look.count(wish, {}), rows: [] }),
  decide: ({ world, input: { id, shelfId, units }, learned }) => {
    if (!learned) {
      return [{ noun: 'wish', id, create: true, set: { shelfId, granted: units } }];
    }
    const left = world.get(shelf, shelfId)?.left;
    if (left === undefined) return refuse('shelf.unknown');
    const granted = Math.min(units, left);
    const set = { shelfId, granted, before: learned.facts };
    return [
      { noun: 'wish', id, create: true, set },
      { noun: 'shelf', id: shelfId, set: { left: left - granted } },
    ];
  },
});

/** Gives back: the wish names its shelf, the input does not. */
const drop = on(wish)('drop', {
  input: { id: must(ref('wish')) },
  touches: ({ id }) => [{ noun: 'wish', id }],
  reaches: async ({ id }, look) => {
    const standing = await look.row(wish, id);
    return standing ? [{ noun: 'shelf', id: standing.shelfId }] : [];
  },
  decide: ({ world, input: { id } }) => {
    const standing = world.get(wish, id);
    if (!standing) return refuse('wish.unknown');
    const home = world.get(shelf, standing.shelfId);
    const left = (home?.left ?? 0) + standing.granted;
    const back = home ? [{ noun: 'shelf', id: standing.shelfId, set: { left } }] : [];
    return [{ noun: 'wish', id, set: { granted: 0 } }, ...back];
  },
});

/** The shelf falls down: whoever was granted something is found, though nobody named them. */
const fall = on(shelf)('fall', {
  input: { id: must(ref('shelf')) },
  touches: ({ id }) => [{ noun: 'shelf', id }],
  learns: async ({ id }, look) => {
    const ids = await look.find(wish, { is: { shelfId: id }, above: { granted: 0 } }, 10);
    return { facts: null, rows: ids.map((one) => ({ noun: 'wish', id: one })) };
  },
  decide: ({ learned }) =>
    (learned?.rows ?? []).map(({ id }) => ({ noun: 'wish', id, set: { granted: 0 } })),
});

/** Whatever it learns, something unique was taken meanwhile. */
const clash = on(wish)('clash', {
  input: { id: must(ref('wish')), shelfId: must(ref('shelf')) },
  touches: ({ id }) => [{ noun: 'wish', id }],
  learns: () => Promise.reject(new WorldMoved('taken')),
  decide: ({ input: { id, shelfId } }) => [{ noun: 'wish', id, create: true, set: { shelfId } }],
});

const board: Declarations = {
  entities: byNoun([shelf, wish, conflict, kept]),
  actions: byName([make, drop, fall, clash]),
  publicScopes: [],
  scopesOf: () => ['board:1'],
  guestEntryLimit: 3,
};

const SHELF = noteId(9);
const [ONE, TWO] = [noteId(1), noteId(2)];

async function village() {
  const store = new MemoryServerStore();
  store.people.set(PERSON, { name: 'Siti', facts: { hasAccount: true, rights: [] } });
  await store.transaction(async (tx) => {
    await tx.insertRow({ noun: 'shelf', id: SHELF, values: { left: 5 }, versions: {} });
  });
  store.addDevice(deviceOf(1));
  const server: EngineServer = { store, declarations: board, nowMs: NOW, poison: [] };
  const phone = new EnginePhone(server, deviceId(1), PERSON);
  const shelfLeft = () =>
    (store.allRows().find(({ noun }) => noun === 'shelf')?.values as { left: number }).left;
  const wishes = (id: string, units: number) =>
    phone.does({ action: 'wish.make', input: { id, shelfId: SHELF, units } });
  return { store, server, phone, shelfLeft, wishes };
}

describe('[S25] what only the server can know', () => {
  it('a phone that holds none of it taps all the same, and the server decides over what is true', async () => {
    const { phone, shelfLeft, wishes } = await village();
    await wishes(ONE, 3);
    await wishes(TWO, 4);
    expect(phone.shows('wish')).toMatchObject([
      { values: { granted: 3 } },
      { values: { granted: 4 } },
    ]);
    expect(phone.shows('shelf')).toEqual([]);
    await phone.sync();
    expect(phone.shows('wish')).toMatchObject([
      { values: { granted: 3, before: 0 } },
      { values: { granted: 2, before: 1 } },
    ]);
    expect([shelfLeft(), phone.shows('shelf')]).toEqual([0, []]);
  });

  it('rows are reached by what the touched rows say for good, on either side as far as it holds them', async () => {
    const { phone, shelfLeft, wishes, server } = await village();
    await wishes(ONE, 3);
    await phone.sync();
    await phone.does({ action: 'wish.drop', input: { id: ONE } });
    await phone.sync();
    expect([shelfLeft(), server.poison]).toEqual([5, []]);
    expect(phone.shows('wish')).toMatchObject([{ values: { granted: 0 } }]);
  });

  it('rows that nobody named are found under the locks', async () => {
    const { phone, wishes } = await village();
    await wishes(ONE, 1);
    await wishes(TWO, 2);
    await phone.sync();
    await phone.does({ action: 'shelf.fall', input: { id: SHELF } });
    await phone.sync();
    expect(phone.shows('wish').map(({ values }) => values)).toMatchObject([
      { granted: 0 },
      { granted: 0 },
    ]);
  });

  it('a row born between looking and locking makes the server look again', async () => {
    const born = { noun: 'wish', id: ONE, values: { shelfId: SHELF, granted: 1 }, versions: {} };
    let isLocked = false;
    const tx = {
      readRow: () => Promise.resolve(isLocked ? born : undefined),
      lockRows: () => {
        isLocked = true;
        return Promise.resolve([born]);
      },
    } as Partial<ServerTx> as ServerTx;
    const actor = { personId: PERSON, hasAccount: true, rights: [] };
    await expect(gather(tx, drop, { id: ONE }, actor)).rejects.toThrow(WorldMoved);
  });

  it('[S3] an entry before which the world always moves is refused, and the next one goes on', async () => {
    const { phone, wishes, server } = await village();
    await phone.does({ action: 'wish.clash', input: { id: ONE, shelfId: SHELF } });
    await wishes(TWO, 2);
    await phone.sync();
    expect(phone.refused()).toEqual(['entry.failed']);
    expect(server.poison).toHaveLength(1);
    expect(phone.shows('wish')).toMatchObject([{ id: TWO, values: { granted: 2 } }]);
  });

  it('the phone is not asked to foretell it: such rows are never left out as an echo', async () => {
    const { phone, wishes } = await village();
    await wishes(ONE, 9);
    let last: SyncAnswer | undefined;
    const entries = phone.store.inspect().queue.map(({ entry }) => entry);
    await phone.sync((answer) => (last ??= answer));
    expect(last?.outcomes).toMatchObject([{ result: 'applied' }]);
    const { echo } = takeOutEcho(last as SyncAnswer, requestOf(entries), board);
    expect(echo).toBeNull();
  });
});
