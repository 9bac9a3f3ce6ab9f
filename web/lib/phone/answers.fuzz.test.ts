/**
 * Answers that are damaged or come from somebody else, in JSON and in compact bytes, taken by a phone with
 * work waiting: nothing that was said is lost, every screen can still be read, and the next request is one
 * that the server can read.
 */
import 'fake-indexeddb/auto';
import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { declarations } from '#domain/index';
import { packAnswer } from '#sync/compact/answer';
import { takeOutEcho } from '#sync/compact/echo';
import { readSyncRequest } from '#sync/server/read-request';
import { handleSync } from '#sync/server/sync';
import { fuzzSeeds, underSeed } from '#sync/testing/fuzz-seeds';
import { anyBytes, hostileValue, spoilt, spoiltBytes } from '#sync/testing/hostile';
import { MemoryServerStore } from '#sync/testing/memory-server-store';
import type { Chance } from '#sync/testing/seeded-random';
import type { SyncAnswer, SyncRequest } from '#sync/wire';
import type { Answer, Ask } from './air';
import { isSoundState } from './db/sound';
import { Rounds } from './sync-round';
import { everyScreen } from './testing/every-screen';
import { NOW, PhoneInABox } from './testing/phone-in-a-box';

const LONG = { timeout: 600_000 };
const FILE = 'phone/answers';

/** The real server over maps, for one phone whose person has an account. */
class FarEnd {
  private readonly server = new MemoryServerStore();
  requests: SyncRequest[] = [];
  /** How the next answer is changed on its way. */
  onTheWay: ((answer: SyncAnswer, request: SyncRequest) => Answer) | null = null;

  constructor(private readonly phone: PhoneInABox) {
    const facts = { hasAccount: true, rights: [] };
    this.server.people.set(phone.personId, { facts, name: 'Ratna' });
  }

  async open(): Promise<this> {
    const { deviceId: id } = await this.phone.state();
    const { personId } = this.phone;
    const device = { epoch: 0, lastSeq: 0, lastOrder: '', revoked: false, entryCount: 0 };
    await this.server.addDevice({ id, personId, ...device });
    return this;
  }

  async ask(path: string, { body }: Ask): Promise<Answer> {
    if (path !== '/api/sync') return { kind: 'no-signal', why: 'network' };
    const request = body as SyncRequest;
    this.requests.push(request);
    const read = readSyncRequest(JSON.parse(JSON.stringify(request)));
    if ('code' in read)
      throw new Error(
        `the phone asked what nobody can read: ${read.code} ${JSON.stringify(request)}`,
      );
    const { deviceId } = await this.phone.state();
    const { personId } = this.phone;
    const caller = { deviceId, personId, revoked: false, session: 'live' as const };
    const answer = await handleSync(read.request, caller, declarations, {
      store: this.server,
      nowMs: () => NOW,
      seal: (text) => createHmac('sha256', 'test').update(text).digest('base64url'),
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      onPoison: () => undefined,
    });
    if ('forked' in answer) {
      return { kind: 'refused', status: 409, code: '', body: answer, retryAfterMs: 0 };
    }
    return this.onTheWay?.(answer, request) ?? good(answer);
  }
}

const good = (body: unknown): Answer => ({
  ...{ kind: 'good', status: 200, body, sentBytes: 900, tookMs: 300 },
});

/** One of the many ways in which an answer is not what it was when it left. */
function damaged(answer: SyncAnswer, request: SyncRequest, chance: Chance): Answer {
  const plain = JSON.parse(JSON.stringify(answer)) as unknown;
  switch (chance.between(0, 5)) {
    case 0: {
      const { answer: left, echo } = takeOutEcho(answer, request, declarations);
      return good({ bytes: spoiltBytes(packAnswer(left, request, echo), chance) });
    }
    case 1:
      return good({ bytes: anyBytes(chance, 400) });
    case 2:
      return good({ bytes: packAnswer(spoilt(plain, chance) as SyncAnswer, request, null) });
    case 3:
      return good(hostileValue(chance) ?? {});
    case 4: {
      const body = spoilt({ forked: true, known: [], nextDeviceEpoch: 1 }, chance);
      const status = chance.pick([400, 401, 403, 409, 413, 426]);
      return { kind: 'refused', status, code: String(hostileValue(chance)), body, retryAfterMs: 0 };
    }
    default:
      return good(spoilt(plain, chance));
  }
}

describe('[P2] answers that are not what they were', () => {
  it(
    'lose nothing that was said, break no screen, and leave a phone that can ask again',
    LONG,
    async () => {
      for (const seed of fuzzSeeds(40)) {
        await underSeed(seed, FILE, async (chance) => {
          const phone = await PhoneInABox.open();
          await phone.signedIn();
          const far = await new FarEnd(phone).open();
          const rounds = roundsOf(phone, far);
          const shopId = await phone.openShop();
          await phone.addListing(shopId);
          if (chance.happens(0.5)) await rounds.next(stop, stop, Infinity);
          await phone.addListing(shopId, 'Lamang');
          const said = await saidOn(phone);
          far.onTheWay = (answer, request) => {
            try {
              return damaged(answer, request, chance);
            } catch {
              // Nobody could have written that down.
              return { kind: 'no-signal', why: 'network' };
            }
          };
          for (let turn = 0; turn < 3; turn += 1) {
            // What is thrown here, the loop waits after (sync-loop.ts).
            await rounds.next(stop, stop, Infinity).catch(() => undefined);
          }
          far.onTheWay = null;
          const held = await saidOn(phone);
          expect(said.filter((one) => !held.includes(one))).toEqual([]);
          expect(isSoundState(await phone.db.state.get('state'))).toBe(true);
          await everyScreen(phone);
          // Asking again: readSyncRequest() in the far end refuses what the server would.
          const { kind } = await rounds.next(stop, stop, Infinity);
          expect(['settled', 'again']).toContain(kind);
          await everyScreen(phone);
          phone.close();
        });
      }
    },
  );
});

const stop = new AbortController().signal;

const roundsOf = (phone: PhoneInABox, far: FarEnd): Rounds =>
  new Rounds({
    store: phone.store,
    declarations,
    fingerprint: 'test',
    ask: (path, ask) => far.ask(path, ask ?? {}),
    nowMs: () => NOW,
    knownDevice: () => Promise.resolve('d.secret'),
    register: () => Promise.resolve({ ok: true, device: 'd.new', personId: phone.personId }),
    onPerson: () => Promise.resolve(),
    rate: () => null,
    onMeasured: () => undefined,
    publicFull: () => false,
    onBrokenOff: () => undefined,
  });

/** Everything this phone has ever said, waiting or answered. After a fork it has other stamps. */
async function saidOn({ db }: PhoneInABox): Promise<string[]> {
  const sent = (await db.sent.toArray()).map(({ queued }) => queued);
  const all = [...(await db.queue.toArray()), ...sent];
  return all.map(({ entry }) => `${entry.action} ${String(entry.input.id)}`);
}
