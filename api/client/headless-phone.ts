/**
 * A phone without a screen, for Node: the real outbox, merge and wire of the app, rows in memory, HTTP
 * underneath. Made so that others can measure the engine, and tests can have many phones.
 *
 *   const phone = await HeadlessPhone.open({ url: 'http://localhost:3000' });
 *   await phone.signUp({ phone: '081234567890', pin: '493817', name: 'Acil', village: '63.11.07.2005' });
 *   await phone.firstSync();
 *   await phone.edit('listing.edit', { id, shopId, price: 12_500 });
 *   await phone.sync();
 *   await phone.conflicts();
 *   phone.traffic;                      // bytes at the socket, both ways, headers in
 *   phone.close();
 */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { newId } from '#db/new-id';
import { declarations } from '#domain/index';
import { WIRE_FINGERPRINT } from '#domain/wire-version';
import { receiveAnswer } from '#sync/compact/receive';
import { packRequest } from '#sync/compact/request';
import type { EntryInput, Outcome } from '#sync/entry';
import { prepare } from '#sync/phone/prepare';
import { beforeSnapshot, frameAddress, FrameTaker, nextFrame } from '#sync/frame-taker';
import { settleFork } from '#sync/phone/repair';
import { settle } from '#sync/phone/settle';
import { tap } from '#sync/phone/tap';
import { candidatesOf, conflict, type ConflictValues, type SeenValue } from '#sync/questions';
import { MemoryPhoneStore } from '#sync/testing/memory-phone-store';
import {
  type ForkAnswer,
  LIMITS,
  type SnapshotOffer,
  type SyncAnswer,
  type SyncRequest,
} from '#sync/wire';

import { type ThinAnswer, ThinHttp, type Traffic } from './thin-http';

export interface HeadlessOptions {
  /** Where the server is: `http://host:port`. Plain HTTP only. */
  readonly url: string;
  readonly nowMs?: () => number;
}

export interface Synced {
  readonly requests: number;
  /** One for each entry that was answered, in order. */
  readonly outcomes: readonly Outcome[];
}

/** Two values that only a person can choose between. */
export interface OpenConflict {
  readonly id: string;
  readonly noun: string;
  readonly rowId: string;
  readonly field: string;
  readonly values: readonly SeenValue[];
}

/**
 * The server has said no to the request as a whole. Nothing is tried again by itself: whoever has the phone
 * waits, at least `retryAfterMs` and longer each time nothing comes of it, as the app does.
 */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    /** How long the server asks to be left alone; 0: it did not say. ms */
    readonly retryAfterMs = 0,
  ) {
    super(`${status} ${code}`);
  }
}

const JSON_BODY = { 'Content-Type': 'application/json' };
/** Below this gzip's frame and its header cost more than they save. Bytes. */
const GZIP_FROM = 256;
/** A burst that does not come to an end by itself has found a mistake, not more to do. */
const MOST_ROUNDS = 500;
/** Numbering anew helps the first time or, after a restore, the second. */
const MOST_FORKS = 3;

export class HeadlessPhone {
  readonly store: MemoryPhoneStore;
  private http: ThinHttp;
  /** What went through sockets to places it no longer speaks to. */
  private before: Traffic = { requests: 0, bytesUp: 0, bytesDown: 0 };
  private readonly deviceId = newId();
  private credential = '';
  private sessionToken = '';
  private readonly clock: { readonly nowMs: () => number };

  private constructor({ url, nowMs = Date.now }: HeadlessOptions) {
    const { hostname, port } = new URL(url);
    this.http = new ThinHttp(hostname, Number(port || 80));
    this.clock = { nowMs };
    this.store = new MemoryPhoneStore({
      ...{ deviceId: this.deviceId, deviceEpoch: 0, nextSeq: 1, clock: { ms: 0, counter: 0 } },
      ...{ offsetMs: null, serverEpoch: '', cursors: {}, acked: 0, session: 'none' },
      ...{ allSentMs: null, freshMs: null, missingPhotos: [] },
      actor: { personId: newId(), hasAccount: false, rights: [] },
    });
  }

  /** A phone that the server knows: its own key, a guest until somebody signs up or in. */
  static async open(options: HeadlessOptions): Promise<HeadlessPhone> {
    const phone = new HeadlessPhone(options);
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await phone.register(privateKey, publicKey.export({ format: 'jwk' }));
    return phone;
  }

  /** Everything that went through the socket since `open` was called, registration in. */
  get traffic(): Traffic {
    const { requests, bytesUp, bytesDown } = this.http.traffic;
    return {
      requests: this.before.requests + requests,
      bytesUp: this.before.bytesUp + bytesUp,
      bytesDown: this.before.bytesDown + bytesDown,
    };
  }

  /** From now on it speaks to another process of the same server, as behind a balancer. */
  moveTo(url: string): void {
    const { hostname, port } = new URL(url);
    if (this.http.isTo(hostname, Number(port || 80))) return;
    this.before = this.traffic;
    this.http.close();
    this.http = new ThinHttp(hostname, Number(port || 80));
  }

  /** @throws Refused */
  async signUp(who: { phone: string; pin: string; name: string; village: string }): Promise<void> {
    this.keepSession(await this.ask('/api/account/sign-up', who));
  }

  /** @throws Refused */
  async signIn(who: { phone: string; pin: string }): Promise<void> {
    this.keepSession(await this.ask('/api/account/sign-in', who));
  }

  /** Everything this person may hold, from nothing. The same as `sync` on a phone that holds nothing. */
  firstSync(): Promise<Synced> {
    return this.sync();
  }

  /**
   * Says what waits and hears what is new, until there is neither. The first answer that brings nothing
   * ends it; what was answered before stays answered.
   *
   * @throws Refused, Error of the connection
   */
  async sync(): Promise<Synced> {
    const before = this.traffic.requests;
    const outcomes: Outcome[] = [];
    let forks = 0;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const request = await prepare(
        this.store,
        declarations.publicScopes,
        LIMITS_OF_A_PHONE,
        this.clock,
      );
      const answer = await this.exchange(request);
      // The offset of the clocks is read off the moment of the answer, however long a snapshot takes.
      const heardMs = this.clock.nowMs();
      const then = { nowMs: () => heardMs };
      if ('forked' in answer) {
        if ((forks += 1) > MOST_FORKS) throw new Refused(409, 'device.forked');
        await settleFork(this.store, declarations, request, answer, this.clock);
        continue;
      }
      if (answer.snapshot) {
        const first = beforeSnapshot(answer, answer.snapshot);
        await settle(this.store, declarations, request, first, then);
        await this.fetchSnapshot(answer.snapshot);
      }
      const { more, waiting } = await settle(this.store, declarations, request, answer, then);
      outcomes.push(...answer.outcomes);
      if (!more && waiting === 0) return { requests: this.traffic.requests - before, outcomes };
    }
    throw new Error('the sync does not come to an end');
  }

  /**
   * Does what a tap does: at once on what this phone holds, and into the outbox.
   *
   * @param action as declared in domain/, `listing.edit`
   * @throws Refused with status 0 and the domain's code
   */
  async edit(action: string, input: EntryInput): Promise<void> {
    const tapped = await tap(this.store, declarations, { action, input }, this.clock);
    if (!tapped.ok) throw new Refused(0, tapped.code);
  }

  /** Questions that wait for a person. */
  conflicts(): Promise<OpenConflict[]> {
    const rows = this.store.inspect().rows.filter(({ noun }) => noun === conflict.noun);
    const open = rows.flatMap(({ id, view }) => {
      const values = view?.values as ConflictValues | undefined;
      if (values?.status !== 'open') return [];
      const { noun, rowId, field } = values;
      return [{ id, noun, rowId, field, values: candidatesOf(values) }];
    });
    return Promise.resolve(open);
  }

  close(): void {
    this.http.close();
  }

  /** From the first frame that is missing; a cut leaves what has come, and the next sync goes on there. */
  private async fetchSnapshot(offer: SnapshotOffer): Promise<void> {
    let next = await nextFrame(this.store, offer);
    while (next < offer.frames) {
      const taker = new FrameTaker(this.store, offer, next);
      const text = new TextDecoder();
      let taken: Promise<unknown> = Promise.resolve();
      const path = frameAddress(offer.id, next);
      const onPiece = (piece: Buffer) => {
        const words = text.decode(piece, { stream: true });
        taken = taken.then(() => taker.take(words));
      };
      const before = next;
      const sent = await this.http
        .send({ method: 'GET', path, onPiece })
        .then(good, (cut) => cut as Error);
      await taken;
      next = await nextFrame(this.store, offer);
      // A cut that let something through is no reason to give up.
      if (next === before) throw sent instanceof Error ? sent : new Error('no such frame');
    }
  }

  private async exchange(request: SyncRequest): Promise<SyncAnswer | ForkAnswer> {
    const plain = packRequest(request, this.deviceId, declarations.wireWords);
    const packed = plain.length < GZIP_FROM ? plain : gzipSync(plain, { level: 9 });
    const answer = await this.http.send({
      ...{ method: 'POST', path: '/api/sync' },
      headers: {
        Authorization: this.authorization(),
        ...(packed === plain ? {} : { 'Content-Encoding': 'gzip' }),
      },
      body: packed,
    });
    if (answer.status === 409) {
      const body = JSON.parse(answer.body.toString()) as ForkAnswer;
      if (body.forked === true) return body;
    }
    const time = answer.headers['j'];
    const received =
      answer.status === 204 && typeof time === 'string'
        ? { serverMs: parseInt(time, 36) }
        : { bytes: unnamed(good(answer)).body };
    return receiveAnswer(this.store, declarations, request, received);
  }

  private async register(key: KeyObject, publicKey: object): Promise<void> {
    const { deviceId } = this;
    const { personId } = (await this.store.write((tx) => tx.state())).actor;
    const { nonce } = jsonOf(
      good(await this.http.send({ method: 'GET', path: '/api/device/nonce' })),
    );
    const text = Buffer.from(`jukung-device\n${String(nonce)}\n${deviceId}\n${personId}`);
    const proof = sign('sha256', text, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    const answer = await this.ask('/api/device', { deviceId, personId, publicKey, nonce, proof });
    this.credential = String(jsonOf(answer)['credential']);
  }

  private async ask(path: string, body: object): Promise<ThinAnswer> {
    const headers: Record<string, string> =
      this.credential === '' ? {} : { Authorization: this.authorization() };
    const sent = Buffer.from(JSON.stringify(body));
    const how = {
      method: 'POST',
      path,
      headers: { ...headers, ...JSON_BODY },
      body: sent,
    } as const;
    return good(await this.http.send(how));
  }

  /** The token of the cookie, without the seal that browsers need: the credential stands beside it. */
  private keepSession({ headers }: ThinAnswer): void {
    const cookies = (headers['set-cookie'] ?? []).map((line) => line.slice(line.indexOf('=') + 1));
    this.sessionToken = cookies.at(-1)?.split(/[.;%]/)[0] ?? '';
  }

  private authorization(): string {
    const token = this.sessionToken === '' ? '' : `.${this.sessionToken}`;
    return `D ${this.credential}${token}`;
  }
}

const LIMITS_OF_A_PHONE = {
  fingerprint: WIRE_FINGERPRINT,
  maxEntries: LIMITS.entries,
  maxBytes: 200_000,
  maxRows: LIMITS.rows,
  takesSnapshots: true,
};

function good(answer: ThinAnswer): ThinAnswer {
  if (answer.status === 200) return answer;
  const { code = '', retryAfterMs } = jsonOf(answer);
  const askedMs = typeof retryAfterMs === 'number' ? retryAfterMs : 0;
  throw new Refused(answer.status, String(code), askedMs);
}

function jsonOf({ body }: ThinAnswer): Record<string, unknown> {
  try {
    return JSON.parse(body.toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** As strict as the phone in a browser (web/lib/phone/air.ts): what somebody has named is not our answer. */
function unnamed(answer: ThinAnswer): ThinAnswer {
  const type = answer.headers['content-type'];
  if (type !== undefined) throw new Error(`an answer to a sync that is called ${String(type)}`);
  return answer;
}
