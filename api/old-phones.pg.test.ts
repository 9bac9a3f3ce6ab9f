/**
 * Phones with older apps come back after months. What they said then, said again today, byte by byte: every
 * entry gets its answer and nothing is lost (api/fixtures/README.md). Whoever speaks a protocol that is not
 * spoken here is told so, and nothing of theirs is touched.
 */
import { writeFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { newId } from '#db/new-id';
import { declarations } from '#domain/index';
import { packRequest } from '#sync/compact/request';
import { unpackAnswer } from '#sync/compact/answer';
import type { Entry, Outcome } from '#sync/entry';
import { OLDEST_PROTOCOL, PROTOCOL, type SyncAnswer, type SyncRequest } from '#sync/wire';

import { expectProblem } from './testing/expect-problem';
import {
  credentialHash,
  type Exchange,
  isRecorded,
  readRecorded,
  type Recorded,
  recordedFile,
} from './testing/recorded';
import { TestPhone } from './testing/test-phone';
import { testServer, type TestServer } from './testing/test-server';

const versions = Array.from(
  { length: PROTOCOL - OLDEST_PROTOCOL + 1 },
  (_, index) => OLDEST_PROTOCOL + index,
);
/** The nouns whose rows a guest can make. */
const TABLES = ['person', 'shop', 'listing', 'photo', 'movement'] as const;

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
  if (process.env['RECORD_WIRE']) {
    for (const protocol of versions.filter((one) => !isRecorded(one))) {
      writeFileSync(recordedFile(protocol), `${JSON.stringify(await record(protocol), null, 1)}\n`);
    }
  }
});
afterAll(() => server.close());

test('every protocol that is accepted has its recorded conversation', () => {
  expect(versions.filter((protocol) => !isRecorded(protocol))).toEqual([]);
});

describe.each(versions)('[S12] a phone of protocol %i', (protocol) => {
  test('gets an answer for every entry, and its rows stand as they stood', async () => {
    const told = readRecorded(protocol);
    await asItWasThen(told);
    for (const exchange of told.exchanges) {
      const answer = await say(told, exchange);
      expect(answer.status).toBe(exchange.status);
      expect(outcomesOf(await read(told, exchange, answer.bytes))).toEqual(exchange.outcomes);
    }
    expect(await rowsOf()).toMatchObject(told.rows);
  });

  test('said twice changes nothing more', async () => {
    const told = readRecorded(protocol);
    await asItWasThen(told);
    for (const exchange of [...told.exchanges, ...told.exchanges]) await say(told, exchange);
    expect(await rowsOf()).toMatchObject(told.rows);
  });
});

test('[S12] a protocol that is not spoken here is refused by its own code, and nothing is taken', async () => {
  const phone = await server.guest();
  const entry = phone.entry('shop.open', { id: newId(), village: VILLAGE, name: 'A', kind: 'kue' });
  for (const protocol of [0, PROTOCOL + 1, 99]) {
    expectProblem(await phone.sync([entry], { protocol }), 'sync.protocol_unknown');
    const bytes = packRequest(
      phone.syncRequest([entry], { protocol }),
      phone.deviceId,
      declarations.wireWords,
    );
    const compact = await phone.ask('POST', '/api/sync', bytes, { 'content-type': '' });
    expectProblem(compact, 'sync.protocol_unknown');
  }
  // The same entry, said by an app that was updated meanwhile.
  const { body } = await phone.sync([entry]);
  expect(body['outcomes']).toMatchObject([{ seq: 1, result: 'applied' }]);
});

const VILLAGE = '63.11.07.2005';
const REASON = 'restock';

/** The database before the conversation: it knows this phone, and lives in the epoch of then. */
async function asItWasThen({ deviceId, personId, credential, epoch }: Recorded): Promise<void> {
  const { db } = server;
  await sql`truncate device, outcome, feed, person, shop, listing, photo, movement cascade`.execute(
    db,
  );
  await sql`update server_epoch set id = ${epoch}`.execute(db);
  await db
    .insertInto('device')
    .values({
      ...{ id: deviceId, node: deviceId.slice(-12), person_id: personId, public_key: null },
      ...{ credential_hash: credentialHash(credential), revoked_at: null, last_seen_at: null },
    })
    .execute();
  await server.restart();
}

async function say(told: Recorded, { headers, sent }: Exchange) {
  const answer = await fetch(`${server.url}/api/sync`, {
    method: 'POST',
    headers: { authorization: `Device ${told.deviceId}.${told.credential}`, ...headers },
    body: new Uint8Array(Buffer.from(sent, 'base64')),
  });
  return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
}

/** The answer as a phone of that time reads it. */
async function read(
  told: Recorded,
  { headers, sent }: Exchange,
  bytes: Uint8Array,
): Promise<SyncAnswer> {
  if (headers['content-type']) return JSON.parse(Buffer.from(bytes).toString('utf8')) as SyncAnswer;
  const { unpackRequest } = await import('#sync/compact/request');
  const said = Buffer.from(sent, 'base64');
  const request = unpackRequest(new Uint8Array(said), told.deviceId, declarations.wireWords);
  return unpackAnswer(bytes, request as SyncRequest, undefined).answer;
}

const outcomesOf = ({ outcomes }: SyncAnswer): Exchange['outcomes'] =>
  outcomes.map(({ seq, result, code }: Outcome) => ({ seq, result, ...(code ? { code } : {}) }));

async function rowsOf(): Promise<Recorded['rows']> {
  const rows: { noun: string; values: Record<string, unknown> }[] = [];
  for (const noun of TABLES) {
    const found = await sql<{ row: Record<string, unknown> }>`
      select to_jsonb(t) as row from ${sql.id(noun)} t order by id`.execute(server.db);
    for (const { row } of found.rows) {
      // Who said what and when has its own form, and new columns may come: what was said must stand.
      const { versions, ...values } = row;
      void versions;
      rows.push({ noun, values: JSON.parse(JSON.stringify(values)) as Record<string, unknown> });
    }
  }
  return rows;
}

/** Has a guest's phone say a morning's work in two requests, and writes down every byte. */
async function record(protocol: number): Promise<Recorded> {
  const phone = new TestPhone(server.url);
  await phone.register();
  const exchanges: Exchange[] = [];
  const { id: epoch } = await server.db
    .selectFrom('server_epoch')
    .select('id')
    .executeTakeFirstOrThrow();
  let seen: Partial<SyncRequest> = {};
  for (const entries of morning(phone)) {
    const request = phone.syncRequest(entries, { protocol, ...seen });
    const body =
      protocol === 1
        ? Buffer.from(JSON.stringify(request))
        : Buffer.from(packRequest(request, phone.deviceId, declarations.wireWords));
    const headers: Record<string, string> =
      protocol === 1 ? { 'content-type': 'application/json' } : {};
    const { deviceId, personId, credential } = phone;
    const told = { protocol, deviceId, personId, credential, epoch, exchanges: [], rows: [] };
    const exchange = { headers, sent: body.toString('base64'), status: 0, got: '', outcomes: [] };
    const { status, bytes } = await say(told, exchange);
    const answer = await read(told, exchange, bytes);
    const got = Buffer.from(bytes).toString('base64');
    exchanges.push({ ...exchange, status, got, outcomes: outcomesOf(answer) });
    const cursors = Object.fromEntries(answer.changes.map(({ scope, cursor }) => [scope, cursor]));
    seen = { acked: entries.length, epoch, cursors };
  }
  const { deviceId, personId, credential } = phone;
  const rows = await rowsOf();
  await sql`truncate device, outcome, feed, person, shop, listing, photo, movement cascade`.execute(
    server.db,
  );
  return { protocol, deviceId, personId, credential, epoch, exchanges, rows };
}

/** Everything a guest can do, one thing that is refused among it. */
function morning(phone: TestPhone): readonly (readonly Entry[])[] {
  const [shopId, id, photoId, movementId] = [newId(), newId(), newId(), newId()];
  const goods = { price: 5_000, unit: 'biji', category: 'kue', publish: true, about: 'Manis' };
  const made = { quantity: 4, reason: REASON };
  const looks = { hash: 'ab'.repeat(32), width: 640, height: 480, placeholder: 'AAAA' };
  const { personId } = phone;
  return [
    [
      phone.entry('person.introduce', { id: personId, name: 'Acil Siti', village: VILLAGE }),
      phone.entry('shop.open', { id: shopId, village: VILLAGE, name: 'Wadai Siti', kind: 'kue' }),
      phone.entry('listing.add', { id, shopId, title: 'Bingka', ...goods }),
      phone.entry('photo.add', { id: photoId, listingId: id, shopId, ...looks }),
      phone.entry('listing.edit', { id: newId(), shopId, price: 1 }),
      phone.entry('movement.record', { id: movementId, listingId: id, shopId, ...made }),
    ],
    [
      phone.entry('listing.edit', { id, shopId, title: 'Bingka kentang', price: 6_000 }),
      phone.entry('photo.remove', { id: photoId, listingId: id, shopId }),
      phone.entry('photo.restore', { id: photoId, listingId: id, shopId }),
      phone.entry('listing.remove', { id, shopId }),
      phone.entry('listing.restore', { id, shopId, as: 'draft' }),
      phone.entry('shop.edit', { id: shopId, about: 'Di simpang tiga' }),
      phone.entry('person.edit', { id: personId, name: 'Acil Siti Aminah' }),
    ],
  ];
}
