/** One toy server and the phones that heal it when it is restored; storage is played, the rest is real. */
import { MemoryPhoneStore } from './memory-phone-store';
import { deviceId, deviceOf, noteId, NOW, PERSON, phoneState, toy, toyServer } from './toy';
import { settleFork } from '../phone/repair';
import { prepare } from '../phone/prepare';
import { settle } from '../phone/settle';
import { tap } from '../phone/tap';
import { handleSync } from '../server/sync';
import type { ForkAnswer, SyncAnswer, SyncRequest } from '../wire';

export const limits = { fingerprint: 'toy', maxEntries: 3, maxBytes: 10_000, maxRows: 100 };

/** A server with its phones, and how they speak. */
export function village() {
  const server = toyServer();
  let nowMs = NOW;
  const ports = { nowMs: () => (nowMs += 10) };
  const phone = (n: number, store?: MemoryPhoneStore) => {
    if (!store) server.store.addDevice(deviceOf(n));
    return { n, store: store ?? new MemoryPhoneStore(phoneState(n)) };
  };
  type Phone = ReturnType<typeof phone>;
  const write = (one: Phone, title: string, n = 1, price = 1000) =>
    tap(one.store, toy, { action: 'note.write', input: { id: noteId(n), title, price } }, ports);
  const ask = async (one: Phone, request: SyncRequest) => {
    const caller = {
      ...{ deviceId: deviceId(one.n), personId: PERSON },
      ...{ revoked: false, session: 'live' as const },
    };
    const answer = await handleSync(request, caller, toy, { ...server.ports, nowMs: () => nowMs });
    return answer as SyncAnswer & ForkAnswer;
  };
  const step = async (one: Phone) => {
    const request = await prepare(one.store, toy.publicScopes, limits, ports);
    const answer = await ask(one, request);
    if (answer.forked) await settleFork(one.store, toy, request, answer, ports);
    else await settle(one.store, toy, request, answer, ports);
    return { request, answer };
  };
  const sync = async (one: Phone) => {
    const said = [];
    for (let round = 0; round < 40; round += 1) {
      const { request, answer } = await step(one);
      said.push({ request, answer });
      const open = one.store.inspect().queue.some(({ state }) => /waiting|sending/.test(state));
      if (!answer.forked && !answer.more && !open) return said;
    }
    throw new Error('never came to rest');
  };
  /** Everything the server was told, without what only it decides (positions, ids of kept values). */
  const truth = () =>
    server.store
      .allRows()
      .map(({ noun, id, values, versions }) =>
        JSON.stringify([noun, noun === 'kept' ? '' : id, values, versions]),
      )
      .toSorted();
  const shows = (one: Phone) =>
    Object.fromEntries(
      one.store.inspect().rows.flatMap(({ name, view }) => (view ? [[name, view.values]] : [])),
    );
  return { ...server, ports, phone, write, ask, step, sync, truth, shows };
}

/** Numbers of the entries that were offered again, in the order in which they were. */
export const offersIn = (said: { request: SyncRequest }[]) =>
  said.flatMap(({ request }) => request.offers ?? []).map(({ entry }) => entry.seq);
