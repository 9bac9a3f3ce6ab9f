/** A phone without a screen: the real outbox and the real answers, over HTTP as the app speaks it. */
import { Agent, request as ask } from 'node:http';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';

import { TestPhone } from '#api/testing/test-phone';
import { declarations } from '#domain/index';
import { WIRE_FINGERPRINT } from '#domain/wire-version';
import type { EntryInput } from '#sync/entry';
import { prepare } from '#sync/phone/prepare';
import { settle } from '#sync/phone/settle';
import { tap } from '#sync/phone/tap';
import { MemoryPhoneStore } from '#sync/testing/memory-phone-store';
import type { SyncAnswer } from '#sync/wire';

const COMPRESS_FROM_BYTES = 512;
const clock = { nowMs: () => Date.now() };

export class BenchPhone {
  readonly store: MemoryPhoneStore;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  private constructor(private readonly known: TestPhone) {
    this.store = new MemoryPhoneStore({
      deviceId: known.deviceId,
      deviceEpoch: 0,
      nextSeq: 1,
      clock: { ms: 0, counter: 0 },
      offsetMs: null,
      serverEpoch: '',
      cursors: {},
      acked: 0,
      actor: { personId: known.personId, hasAccount: true, rights: [] },
      session: 'live',
      allSentMs: null,
      freshMs: null,
      missingPhotos: [],
    });
  }

  /** @param phoneNumber signs up with it; without one the phone stays a guest's */
  static async open(url: string, phoneNumber?: string): Promise<BenchPhone> {
    const known = await TestPhone.guest(url);
    if (phoneNumber) {
      const { status } = await known.signUp(phoneNumber, '493817');
      if (status !== 200) throw new Error(`sign-up answered ${status}`);
    }
    return new BenchPhone(known);
  }

  async act(action: string, input: EntryInput): Promise<void> {
    const tapped = await tap(this.store, declarations, { action, input }, clock);
    if (!tapped.ok) throw new Error(tapped.code);
  }

  /** Syncs until nothing waits and nothing is left to come; returns how many requests that took. */
  async sync(throughPort: number): Promise<number> {
    for (let requests = 1; ; requests += 1) {
      const limits = {
        fingerprint: WIRE_FINGERPRINT,
        maxEntries: 200,
        maxBytes: 200_000,
        maxRows: 2_000,
      };
      const request = await prepare(this.store, declarations.publicScopes, limits, clock);
      const answer = await this.post(throughPort, JSON.stringify(request));
      const { more, waiting } = await settle(this.store, declarations, request, answer, clock);
      if (!more && waiting === 0) return requests;
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private post(port: number, json: string): Promise<SyncAnswer> {
    const small = json.length < COMPRESS_FROM_BYTES;
    const body = small ? Buffer.from(json) : gzipSync(json);
    const { deviceId, credential } = this.known;
    const cookie = this.known.cookieHeader();
    const headers = {
      authorization: `Device ${deviceId}.${credential}`,
      'content-type': 'application/json',
      'content-length': body.length,
      'sec-fetch-site': 'same-origin',
      'accept-encoding': 'gzip, br',
      ...(small ? {} : { 'content-encoding': 'gzip' }),
      ...(cookie === '' ? {} : { cookie }),
    };
    return new Promise((resolve, reject) => {
      const options = { port, path: '/api/sync', method: 'POST', agent: this.agent, headers };
      const sent = ask(options, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const told = opened(Buffer.concat(parts), response.headers['content-encoding']);
          if (response.statusCode === 200) resolve(JSON.parse(told) as SyncAnswer);
          else reject(new Error(`sync answered ${response.statusCode}: ${told.slice(0, 200)}`));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

function opened(body: Buffer, encoding: string | undefined): string {
  if (encoding === 'br') return brotliDecompressSync(body).toString();
  if (encoding === 'gzip') return gunzipSync(body).toString();
  return body.toString();
}
