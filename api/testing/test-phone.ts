/**
 * A phone for API tests: its own device key, its cookies, and the way a browser on our own pages asks.
 * It speaks to a real server over HTTP.
 */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

import { newId } from '#db/new-id';
import type { Entry, EntryInput } from '#sync/entry';
import { makeStamp, nodeOf } from '#sync/stamp';
import { LIMITS, PROTOCOL, type SyncRequest } from '#sync/wire';

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON, or null. */
  readonly body: Record<string, unknown>;
}

export class TestPhone {
  readonly deviceId = newId();
  personId = newId();
  credential = '';
  private readonly cookies = new Map<string, string>();
  private readonly key: KeyObject;
  private readonly publicKey: Record<string, unknown>;
  private seq = 0;
  private ticks = 0;

  constructor(readonly url: string) {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.key = pair.privateKey;
    this.publicKey = pair.publicKey.export({ format: 'jwk' }) as Record<string, unknown>;
  }

  /** A registered guest. */
  static async guest(url: string): Promise<TestPhone> {
    const phone = new TestPhone(url);
    const { status } = await phone.register();
    if (status !== 200) throw new Error(`registration answered ${status}`);
    return phone;
  }

  async registration(change: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const { body } = await this.ask('GET', '/api/device/nonce');
    const { deviceId, personId, publicKey } = this;
    const nonce = String(body['nonce']);
    const text = Buffer.from(`jukung-device\n${nonce}\n${deviceId}\n${personId}`);
    const proof = sign('sha256', text, { key: this.key, dsaEncoding: 'ieee-p1363' });
    return { deviceId, personId, publicKey, nonce, proof: proof.toString('base64url'), ...change };
  }

  async register(change: Record<string, unknown> = {}): Promise<Asked> {
    const answer = await this.ask('POST', '/api/device', await this.registration(change));
    if (answer.status === 200) this.credential = String(answer.body['credential']);
    return answer;
  }

  signUp(phone: string, pin: string, name = 'Acil Uji', village = '63.11.07.2005'): Promise<Asked> {
    return this.ask('POST', '/api/account/sign-up', { phone, pin, name, village });
  }

  async signIn(phone: string, pin: string): Promise<Asked> {
    const answer = await this.ask('POST', '/api/account/sign-in', { phone, pin });
    if (answer.status === 200) this.personId = String(answer.body['personId']);
    return answer;
  }

  /** One request, as our own page sends it. `headers` replace what it would have sent; '' leaves out. */
  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Asked> {
    const said: Record<string, string> = {
      origin: this.url,
      'sec-fetch-site': 'same-origin',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(this.credential ? { authorization: `Device ${this.deviceId}.${this.credential}` } : {}),
      ...(this.cookies.size > 0 ? { cookie: this.cookieHeader() } : {}),
      ...headers,
    };
    const raw = body instanceof Uint8Array || typeof body === 'string';
    const answer = await fetch(this.url + path, {
      method,
      headers: Object.entries(said).filter(([, value]) => value !== ''),
      ...(body === undefined ? {} : { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
    });
    this.keepCookies(answer.headers);
    const text = await answer.text();
    const json = text !== '' && /json/.test(answer.headers.get('content-type') ?? '');
    return {
      status: answer.status,
      headers: answer.headers,
      body: json ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
  }

  /** The next entry of this phone's outbox. */
  entry(action: string, input: EntryInput, change: Partial<Entry> = {}): Entry {
    this.seq += 1;
    this.ticks += 1;
    const nowMs = Date.now();
    return {
      seq: this.seq,
      action,
      input,
      stamp: makeStamp({ ms: nowMs, counter: this.ticks }, nodeOf(this.deviceId, 0)),
      rawMs: nowMs,
      corrected: false,
      bases: {},
      ...change,
    };
  }

  syncRequest(entries: readonly Entry[] = [], change: Partial<SyncRequest> = {}): SyncRequest {
    return {
      protocol: PROTOCOL,
      fingerprint: '',
      deviceEpoch: 0,
      acked: 0,
      entries,
      cursors: {},
      epoch: '',
      sentMs: Date.now(),
      waiting: { count: entries.length, oldestAgeMs: entries.length * 1000 },
      maxRows: LIMITS.rows,
      ...change,
    };
  }

  sync(entries: readonly Entry[] = [], change: Partial<SyncRequest> = {}): Promise<Asked> {
    return this.ask('POST', '/api/sync', this.syncRequest(entries, change));
  }

  /** Opens a shop; returns its id. */
  async openShop(name: string, village = '63.11.07.2005'): Promise<string> {
    const id = newId();
    await this.mustApply([this.entry('shop.open', { id, village, name, kind: 'kue' })]);
    return id;
  }

  async addListing(shopId: string, title: string, publish = true): Promise<string> {
    const id = newId();
    const input = { id, shopId, title, price: 5000, unit: 'biji', category: 'kue', publish };
    await this.mustApply([this.entry('listing.add', input)]);
    return id;
  }

  async addPhoto(shopId: string, listingId: string, hash: string): Promise<string> {
    const id = newId();
    const looks = { width: 640, height: 480, placeholder: 'FDkKHwTQpZhcdnaKd5d4h3iJaPfY' };
    await this.mustApply([this.entry('photo.add', { id, listingId, shopId, hash, ...looks })]);
    return id;
  }

  async mustApply(entries: readonly Entry[]): Promise<void> {
    const { status, body } = await this.sync(entries);
    const outcomes = (body['outcomes'] ?? []) as { result: string; code?: string }[];
    const bad = outcomes.find(({ result }) => result !== 'applied' && result !== 'merged');
    if (status !== 200 || bad) throw new Error(`sync ${status}: ${JSON.stringify(bad ?? body)}`);
  }

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Another person's phone takes over these cookies, as one browser holds both. */
  shareCookiesWith(other: TestPhone): void {
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
  }

  forgetCookies(): void {
    this.cookies.clear();
  }

  private keepCookies(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...rest] = line.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0/i.test(rest.join(';'))) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }
}

let lastNumber = Math.floor(Math.random() * 1_000_000);
/** A phone number nobody else in the test has. */
export const someNumber = (): string => `08110${String((lastNumber += 1)).padStart(7, '0')}`;

export const hashOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');
export const chance = (bytes: number): string => randomBytes(bytes).toString('hex');
