import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packAnswer } from '#sync/compact/answer';
import { CATALOGUE_SCOPE } from '#domain/scopes';
import type { ScopeChanges, SyncRequest } from '#sync/wire';
import { ask, type Answer, type Ask } from './air';
import { fetchSnapshot } from './fetch-snapshot';
import { Rounds } from './sync-round';
import { NOW, PhoneInABox } from './testing/phone-in-a-box';
import { declarations } from '#domain/index';

const ID = '0123456789abcdef';
const offer = { scope: CATALOGUE_SCOPE, id: ID, frames: 3, cursor: 'epoch-1.9' };
const id = (n: number) => `01990000-0000-7000-8000-00000000000${n}`;
const frame = (n: number) => JSON.stringify([['shop', ['name'], [id(n)], [`Warung ${n}`]]]);
const noSignal: Answer = { kind: 'no-signal', why: 'network' };
const good = (body: unknown): Answer => ({
  kind: 'good',
  status: 200,
  body,
  sentBytes: 90,
  tookMs: 9,
});

let phone: PhoneInABox;
let asked: string[];
beforeEach(async () => {
  phone = await PhoneInABox.open();
  asked = [];
});
afterEach(() => phone.close());

/** Gives so many frames at each address, and then the line is cut in the middle of the next. */
function air(framesEach: number) {
  return async (path: string, { onText }: Ask = {}): Promise<Answer> => {
    asked.push(path);
    const from = Number(path.split('/').at(-1));
    const until = Math.min(3, from + framesEach);
    for (let n = from; n < until; n += 1) await onText?.(`${frame(n)}\n`);
    if (until === 3) return good(null);
    await onText?.(frame(until).slice(0, 9));
    return noSignal;
  };
}
const names = async () =>
  (await phone.catalogue.rows.toArray()).map(({ values }) => values['name']);
const stop = new AbortController().signal;

describe('[S22] a market that arrives frame by frame', () => {
  it('is on the phone when every frame is', async () => {
    expect(await fetchSnapshot(phone.store, air(9), offer, stop, Infinity)).toBeNull();
    expect(await names()).toEqual(['Warung 0', 'Warung 1', 'Warung 2']);
    expect(await phone.store.publicCursor(CATALOGUE_SCOPE)).toBe(offer.cursor);
    expect(asked).toEqual([`/api/snapshot/${ID}/0`]);
  });

  it('goes on at the frame that was cut, and keeps what has come when nothing more does', async () => {
    expect(await fetchSnapshot(phone.store, air(1), offer, stop, Infinity)).toBeNull();
    expect(asked).toEqual([0, 1, 2].map((n) => `/api/snapshot/${ID}/${n}`));
    const other = await PhoneInABox.open();
    let pieces = 0;
    const dying = async (path: string, how: Ask = {}) =>
      (pieces += 1) > 1 ? noSignal : air(1)(path, how);
    expect(await fetchSnapshot(other.store, dying, offer, stop, Infinity)).toEqual(noSignal);
    expect(await other.store.publicCursor(CATALOGUE_SCOPE)).toBe(`~${ID}.1`);
    expect(await other.catalogue.rows.count()).toBe(1);
    other.close();
  });

  it('stops where the budget of this sync ends, and the next one goes on there', async () => {
    const sparing = async (path: string, how: Ask = {}): Promise<Answer> => {
      asked.push(path);
      for (let n = Number(path.split('/').at(-1)); n < 3 && !how.signal?.aborted; n += 1)
        await how.onText?.(`${frame(n)}\n`);
      return how.signal?.aborted ? { kind: 'no-signal', why: 'stopped' } : good(null);
    };
    expect(await fetchSnapshot(phone.store, sparing, offer, stop, 2)).toBe('enough');
    expect(await names()).toEqual(['Warung 0', 'Warung 1']);
    expect(await fetchSnapshot(phone.store, sparing, offer, stop, 0)).toBe('enough');
    expect(await fetchSnapshot(phone.store, sparing, offer, stop, 2)).toBeNull();
    expect(asked).toEqual([0, 2].map((n) => `/api/snapshot/${ID}/${n}`));
  });

  it('is offered anew at the next try, soon, when this one is gone', async () => {
    const gone = { kind: 'refused', status: 404, code: 'snapshot.unknown', body: {} } as const;
    const far = () => Promise.resolve({ ...gone, retryAfterMs: 9_000 });
    const missed = await fetchSnapshot(phone.store, far, offer, stop, Infinity);
    expect(missed).toMatchObject({ kind: 'busy', retryAfterMs: 0 });
  });

  describe('in a round', () => {
    let brokenOff: number[];
    let onRequest: ((request: SyncRequest) => void) | null = null;
    let changes: ScopeChanges[];
    let missingPhotos: string[];
    beforeEach(() => {
      onRequest = null;
      [changes, missingPhotos] = [[], []];
    });
    const answerTo = (request: SyncRequest) => ({
      ...{ epoch: 'epoch-1', serverMs: NOW, changes, more: false, missingPhotos },
      outcomes: request.entries.map(({ seq }) => ({ seq, result: 'refused' as const, code: 'x' })),
      scopes: [CATALOGUE_SCOPE],
      actor: { personId: phone.personId, hasAccount: true, session: 'live' as const, rights: [] },
      heard: '12345678',
      snapshot: offer,
    });
    const roundsOver = (frames: (path: string, how: Ask) => Promise<Answer>) => {
      brokenOff = [];
      const far = async (path: string, how: Ask = {}): Promise<Answer> => {
        if (path !== '/api/sync') return frames(path, how);
        const request = how.body as SyncRequest;
        onRequest?.(request);
        return good({ bytes: packAnswer(answerTo(request), request, null) });
      };
      return new Rounds({
        ...{ store: phone.store, declarations, fingerprint: 'test', ask: far, nowMs: () => NOW },
        ...{ knownDevice: () => Promise.resolve('d.secret'), register: null, rate: () => null },
        ...{ onPerson: () => Promise.resolve(), onMeasured: () => undefined },
        publicFull: () => false,
        onBrokenOff: (count) => brokenOff.push(count),
      });
    };

    it('is settled after what was said has been answered', async () => {
      await phone.openShop();
      const rounds = roundsOver(async (path, how) => {
        const queue = await phone.store.write((tx) => tx.queue());
        expect(queue.map(({ state }) => state)).toEqual(['refused']);
        return air(9)(path, how);
      });
      expect(await rounds.next(stop, stop, Infinity)).toMatchObject({
        kind: 'settled',
        more: false,
        moved: true,
      });
      expect(await names()).toHaveLength(3);
      expect((await phone.state()).heard?.name).toBe('12345678');
      expect(brokenOff).toEqual([]);
    });

    it('makes room for a tap in the middle, says what had come, and goes on at once after it', async () => {
      const giveWay = new AbortController();
      const rounds = roundsOver(async (_, how) => {
        await how.onText?.(`${frame(0)}\n`);
        giveWay.abort();
        return how.signal?.aborted ? { kind: 'no-signal', why: 'stopped' } : good(null);
      });
      const round = await rounds.next(stop, giveWay.signal, Infinity);
      expect(round).toMatchObject({ kind: 'settled', more: true, moved: true, rows: 12 });
      expect([await names(), brokenOff]).toEqual([['Warung 0'], [1]]);
      expect(await roundsOver(air(9)).next(stop, stop, Infinity)).toMatchObject({ more: false });
      expect(asked).toEqual([`/api/snapshot/${ID}/1`]);
    });

    it('what whole requests brought is not told again as broken off', async () => {
      const rounds = roundsOver(async (path, how) => {
        asked.push(path);
        const from = Number(path.split('/').at(-1));
        await how.onText?.(`${frame(from)}\n`);
        return how.signal?.aborted ? { kind: 'no-signal', why: 'stopped' } : good(null);
      });
      expect(await rounds.next(stop, stop, 24)).toMatchObject({ more: false, rows: 24 });
      expect([asked, brokenOff]).toEqual([[0, 1].map((n) => `/api/snapshot/${ID}/${n}`), [1]]);
    });

    it('and the pictures the server still misses are known, although the market is not all here', async () => {
      missingPhotos = ['a'.repeat(64)];
      await roundsOver(() => Promise.resolve(noSignal)).next(stop, stop, Infinity);
      expect((await phone.state()).missingPhotos).toEqual(missingPhotos);
    });

    it('a damaged row of the market is no answer, and what was said is asked about again', async () => {
      await phone.openShop();
      const table = {
        noun: 'listing',
        ids: [id(1)],
        columns: { title: ['Wadai'] },
        positions: [1],
      };
      const part = { scope: CATALOGUE_SCOPE, cursor: 'epoch-1.9', fresh: true, complete: true };
      changes = [{ ...part, tables: [table], gone: [] }];
      const rounds = roundsOver(air(9));
      expect(await rounds.next(stop, stop, Infinity)).toEqual({ kind: 'no-signal' });
      changes = [];
      expect(await rounds.next(stop, stop, Infinity)).toMatchObject({ answered: 1, waiting: 0 });
      expect((await phone.queries.refusals()).map(({ code }) => code)).toEqual(['x']);
    });

    it('is asked on with one row at a time of what came after it, until it is here', async () => {
      const wishes: number[] = [];
      const rounds = roundsOver(async (path, how) => {
        const answer = await air(1)(path, how);
        return how.signal?.aborted ? { kind: 'no-signal', why: 'stopped' } : answer;
      });
      onRequest = ({ maxRows }) => wishes.push(maxRows);
      await rounds.next(stop, stop, 24);
      await rounds.next(stop, stop, 1_000);
      await rounds.next(stop, stop, 1_000);
      expect(wishes).toEqual([24, 1, 250]);
    });

    it('ends with the budget, and leaves the rest to the next sync', async () => {
      const rounds = roundsOver(async (path, how) => {
        const answer = await air(1)(path, how);
        return how.signal?.aborted ? { kind: 'no-signal', why: 'stopped' } : answer;
      });
      const round = await rounds.next(stop, stop, 12);
      expect(round).toMatchObject({ kind: 'settled', more: false, rows: 12 });
      expect([await names(), brokenOff]).toEqual([['Warung 0'], [1]]);
    });
  });
});

describe('the compact wire through the air', () => {
  const through = (answer: Response) => {
    const calls: RequestInit[] = [];
    const fetch = ((_url: string, init: RequestInit) => {
      calls.push(init);
      return Promise.resolve(answer);
    }) as typeof globalThis.fetch;
    const how = { body: {}, bytes: Uint8Array.of(1, 2, 3) };
    return ask('/api/sync', how, { fetch, nowMs: () => 0 }).then((told) => ({ told, calls }));
  };

  it('goes without a name for its bytes, and an empty answer brings the time', async () => {
    const empty = new Response(null, { status: 204, headers: { J: NOW.toString(36) } });
    const { told, calls } = await through(empty);
    expect(told).toMatchObject({ kind: 'good', body: { serverMs: NOW } });
    expect((calls[0]?.headers as Headers).has('Content-Type')).toBe(false);
  });

  it('takes no empty answer of somebody else for ours, nor a page', async () => {
    const [empty, page] = [new Response(null, { status: 204 }), new Response('<html>')];
    expect((await through(empty)).told).toMatchObject({ kind: 'no-signal', why: 'portal' });
    expect((await through(page)).told).toMatchObject({ kind: 'no-signal', why: 'portal' });
  });
});
