/**
 * The tower comes back: ten thousand phones, each on a socket of its own, speak to one server. Each does
 * what the app does when it is sent away: waits as long as it was asked to, a little more by chance.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { HeadlessPhone } from '#api/client/headless-phone';
import { type ThinAnswer, ThinHttp } from '#api/client/thin-http';
import { makeCredential } from '#api/device/credential';
import type { Db } from '#db/connect';
import { newId } from '#db/new-id';
import { declarations } from '#domain/index';
import { CATALOGUE_SCOPE } from '#domain/scopes';
import { WIRE_FINGERPRINT } from '#domain/wire-version';
import { packRequest } from '#sync/compact/request';
import { makeStamp, nodeOf } from '#sync/stamp';
import { LIMITS, PROTOCOL, type SyncRequest } from '#sync/wire';
import { waitAfterFailure } from '$lib/phone/backoff';

import { makeGround } from './ground';
import { startJukung } from './jukung-process';

export interface ReconnectPlan {
  readonly phones: number;
  /** They all find the signal within so many ms; 0: in the same instant. */
  readonly withinMs: number;
}

export interface Reconnected {
  readonly served: number;
  /** Answers that told a phone to come back later. */
  readonly sentAway: number;
  /** Connections that broke or answers that did not come: neither served nor sent away. */
  readonly silent: number;
  /** Phones with something to say whose word stands in the database, and how many there were. */
  readonly words: { readonly stand: number; readonly said: number };
  readonly requestsOfWorst: number;
  /** From the first request until the last phone was served, ms. */
  readonly drainMs: number;
  /** How long the answer took that served a phone, and the one that sent one away. ms */
  readonly served50: number;
  readonly served99: number;
  readonly away99: number;
  /** From when a phone found the signal until it was served, waits included. ms */
  readonly wait50: number;
  readonly wait99: number;
  /** Of the server's process, bytes. */
  readonly memory: { readonly before: number; readonly most: number };
}

/** As in the app (web/lib/phone/air.ts). */
const FIRST_BYTE_MS = 20_000;
/** Whoever is not served by then counts as not served. */
const LIMIT_MS = 600_000;
/** One in so many has something to say. */
const SPEAKS = 4;

interface Device {
  readonly http: ThinHttp;
  readonly credential: string;
  readonly body: Uint8Array;
}

export async function reconnectStorm(plan: ReconnectPlan): Promise<Reconnected> {
  const ground = await makeGround('embedded');
  try {
    const server = startJukung(ground);
    ground.onEnd(() => server.stop());
    await server.untilOpen();
    const devices = await ground.ask((db) => registered(db, plan.phones, ground.port));
    const before = memoryOf(server.pid, 'VmRSS');
    const figures = await storm(devices, plan.withinMs);
    const most = memoryOf(server.pid, 'VmHWM');
    const { n } = await ground.ask((db) =>
      db
        .selectFrom('shop')
        .select((e) => e.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow(),
    );
    devices.forEach(({ http }) => http.close());
    const said = Math.ceil(plan.phones / SPEAKS);
    return { ...figures, words: { stand: n, said }, memory: { before, most } };
  } finally {
    await ground.end();
  }
}

/** Straight into the table: thousands of first contacts from one address are turned away, rightly. */
async function registered(db: Db, phones: number, port: number): Promise<Device[]> {
  const scout = await HeadlessPhone.open({ url: `http://127.0.0.1:${port}` });
  await scout.firstSync();
  const { serverEpoch: epoch } = scout.store.inspect().state;
  const cursors = { [CATALOGUE_SCOPE]: await scout.store.publicCursor(CATALOGUE_SCOPE) };
  scout.close();
  const devices: Device[] = [];
  const rows = Array.from({ length: phones }, (_, n) => {
    const [id, { credential, hash }] = [newId(), makeCredential()];
    const request = requestOf(id, n % SPEAKS === 0, { epoch, cursors });
    const body = packRequest(request, id, declarations.wireWords);
    devices.push({ http: new ThinHttp('127.0.0.1', port), credential, body });
    const known = { id, node: id.slice(-12), person_id: newId(), credential_hash: hash };
    return { ...known, public_key: null, revoked_at: null, last_seen_at: null };
  });
  for (let from = 0; from < rows.length; from += 2_000)
    await db
      .insertInto('device')
      .values(rows.slice(from, from + 2_000))
      .execute();
  return devices;
}

function requestOf(
  deviceId: string,
  speaks: boolean,
  held: Pick<SyncRequest, 'epoch' | 'cursors'>,
): SyncRequest {
  const nowMs = Date.now();
  const input = { id: newId(), village: '63.11.07.2005', name: 'Warung', kind: 'kue' };
  const stamp = makeStamp({ ms: nowMs, counter: 1 }, nodeOf(deviceId, 0));
  const entry = {
    seq: 1,
    action: 'shop.open',
    input,
    stamp,
    rawMs: nowMs,
    corrected: true,
    bases: {},
  };
  return {
    ...{ protocol: PROTOCOL, fingerprint: WIRE_FINGERPRINT, deviceEpoch: 0, acked: 0, ...held },
    entries: speaks ? [entry] : [],
    ...{ sentMs: nowMs, maxRows: LIMITS.rows, takesSnapshots: true },
    waiting: { count: speaks ? 1 : 0, oldestAgeMs: 0 },
  };
}

async function storm(devices: readonly Device[], withinMs: number) {
  const count = { served: 0, sentAway: 0, silent: 0, requestsOfWorst: 0 };
  const servedMs: number[] = [];
  const awayMs: number[] = [];
  const waitMs: number[] = [];
  const beginMs = performance.now();
  const live = async (device: Device): Promise<void> => {
    await sleep(withinMs * Math.random());
    const hereMs = performance.now();
    for (let tries = 1; performance.now() - beginMs < LIMIT_MS; tries += 1) {
      const askedMs = performance.now();
      const answer = await ask(device);
      const tookMs = performance.now() - askedMs;
      count.requestsOfWorst = Math.max(count.requestsOfWorst, tries);
      if (answer?.status === 200 || answer?.status === 204) {
        count.served += 1;
        servedMs.push(tookMs);
        waitMs.push(performance.now() - hereMs);
        return;
      }
      if (answer && answer.status !== 503)
        throw new Error(`a phone was answered ${answer.status} ${answer.body.toString()}`);
      if (answer) {
        count.sentAway += 1;
        awayMs.push(tookMs);
      } else count.silent += 1;
      const restMs = waitAfterFailure(tries, Math.random(), answer ? askedFor(answer) : 0);
      await sleep(Math.min(restMs, Math.max(0, beginMs + LIMIT_MS - performance.now())));
    }
  };
  await Promise.all(devices.map(live));
  return {
    ...count,
    drainMs: performance.now() - beginMs,
    ...{ served50: share(servedMs, 0.5), served99: share(servedMs, 0.99) },
    ...{ away99: share(awayMs, 0.99), wait50: share(waitMs, 0.5), wait99: share(waitMs, 0.99) },
  };
}

/** Null when nothing came, or not in time. */
async function ask({ http, credential, body }: Device): Promise<ThinAnswer | null> {
  const patience = new AbortController();
  const headers = { Authorization: `D ${credential}` };
  const answer = http.send({ method: 'POST', path: '/api/sync', headers, body }).catch(() => null);
  const late = sleep(FIRST_BYTE_MS, null, { signal: patience.signal }).catch(() => null);
  const first = await Promise.race([answer, late]);
  patience.abort();
  // As a browser does: the connection of an answer that nobody waits for any more is closed.
  if (!first) http.close();
  return first;
}

const askedFor = ({ body }: ThinAnswer): number =>
  Number((JSON.parse(body.toString()) as { retryAfterMs?: unknown }).retryAfterMs ?? 0);

/** @returns the figure that this share of them does not pass; 0 of none */
export function share(figures: readonly number[], part: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** Bytes, as Linux counts them. */
function memoryOf(pid: number, name: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) * 1024;
}
