/**
 * A backup whose bytes a dying disk has turned, or that somebody has made wrong on purpose: told in words, and
 * neither a row nor a secret has changed. The log of erasures likewise: lines that are none are left out.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { anyBytes, spoilt, spoiltBytes } from '#sync/testing/hostile';
import { fuzzSeeds, underSeed } from '#sync/testing/fuzz-seeds';
import type { Chance } from '#sync/testing/seeded-random';
import { isId } from '#sync/field';

import { connect } from '../connect';
import { openSecrets, replaceSecrets } from '../embedded/secrets';
import { StartFailure } from '../embedded/start-failure';
import { testDatabase, type TestDatabase } from '../testing/test-database';
import { readErasures } from './erasure-log';
import { readBackup } from './read-backup';
import { writeBackup } from './write-backup';

const FILE = 'backup/damaged';
const LONG = { timeout: 600_000 };

let source: TestDatabase;
let target: TestDatabase;
let place: string;
let sound: Buffer;

beforeAll(async () => {
  [source, target] = [await testDatabase(), await testDatabase()];
  place = mkdtempSync(join(tmpdir(), 'jukung-damaged-'));
  await addDevice(source, '0a');
  await addDevice(target, '0b');
  const path = join(place, 'sound.jukung');
  const secrets = openSecrets(join(place, 'from'));
  openSecrets(join(place, 'to'));
  const plan = { url: source.url, secrets, dataDir: join(place, 'from'), path };
  await writeBackup({ ...plan, poolDir: join(place, 'photos') });
  sound = readFileSync(path);
});
afterAll(async () => {
  try {
    await Promise.all([source.drop(), target.drop()]);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});

/** A row by which a database is known again. */
async function addDevice({ url }: TestDatabase, tail: string): Promise<void> {
  const node = tail.padStart(12, '0');
  const id = `01990000-0000-7000-8000-${node}`;
  await asked(url, `insert into device (id, node, person_id) values ('${id}', '${node}', '${id}')`);
}

async function asked(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'test' });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** What must be as it was when a file was refused. */
async function standing(): Promise<unknown> {
  const rows = await asked(target.url, 'select node from device order by node');
  const folder = join(place, 'to', 'secrets');
  const kept = readdirSync(folder).map((name) => [name, readIfFile(join(folder, name))]);
  return { rows, kept };
}

const readIfFile = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return 'a folder';
  }
};

const restore = (path: string) =>
  readBackup({
    ...{ url: target.url, path, replace: true },
    takeSecrets: (secrets) => replaceSecrets(join(place, 'to'), secrets, 'then'),
  });

interface Frame {
  kind: string;
  bytes: Buffer;
}

function framesOf(packed: Buffer): Frame[] {
  const plain = gunzipSync(packed);
  const frames: Frame[] = [];
  for (let at = 0; at < plain.length;) {
    const length = plain.readUInt32BE(at + 1);
    const bytes = plain.subarray(at + 5, at + 5 + length);
    frames.push({ kind: plain.toString('latin1', at, at + 1), bytes });
    at += 5 + length;
  }
  return frames;
}

/** With a checksum that is right for what it holds. */
function sealed(frames: readonly Frame[]): Buffer {
  const body = Buffer.concat(frames.filter(({ kind }) => kind !== 'Z').map(written));
  const sha256 = createHash('sha256').update(body).digest('hex');
  const end = { kind: 'Z', bytes: Buffer.from(JSON.stringify({ sha256 })) };
  return gzipSync(Buffer.concat([body, written(end)]));
}

function written({ kind, bytes }: Frame): Buffer {
  const head = Buffer.alloc(5);
  head.write(kind, 0, 'latin1');
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/** One frame says something else, and the checksum agrees. */
function resealed(chance: Chance): Buffer {
  const frames = framesOf(sound);
  const at = chance.between(0, frames.length - 1);
  const frame = frames[at];
  if (!frame || chance.happens(0.2)) return sealed(frames.filter((_one, index) => index !== at));
  const isData = frame.kind === 'D';
  const said = isData ? null : spoilt(JSON.parse(frame.bytes.toString('utf8')), chance);
  const bytes = isData ? spoiltBytes(frame.bytes, chance) : Buffer.from(JSON.stringify(said) ?? '');
  frames[at] = { kind: frame.kind, bytes: Buffer.from(bytes) };
  return sealed(frames);
}

describe('a backup that is not what it was', () => {
  it('is refused in words and leaves rows and secrets as they are', LONG, async () => {
    for (const seed of fuzzSeeds(10)) {
      await underSeed(seed, FILE, async (chance) => {
        const path = join(place, 'wrong.jukung');
        const plain = gunzipSync(sound);
        const ways = [
          () => spoiltBytes(sound, chance),
          () => gzipSync(spoiltBytes(plain, chance)),
          () => anyBytes(chance, 3_000),
          () => resealed(chance),
          () => resealed(chance),
          () => resealed(chance),
        ];
        writeFileSync(path, chance.pick(ways)());
        const before = await standing();
        try {
          await restore(path);
        } catch (failure) {
          expect(failure).toBeInstanceOf(StartFailure);
          expect(await standing()).toEqual(before);
        }
      });
    }
  });

  it('is refused when a table does not fit, instead of waiting for ever for the rest', async () => {
    const frames = framesOf(sound).map(({ kind, bytes }) => {
      const text = bytes.toString('utf8').replace('"is_locked"', '"is_open"');
      return { kind, bytes: kind === 'T' ? Buffer.from(text) : bytes };
    });
    const path = join(place, 'column.jukung');
    writeFileSync(path, sealed(frames));
    const before = await standing();
    await expect(restore(path)).rejects.toThrow(/is_open.*\nNothing was changed/);
    expect(await standing()).toEqual(before);
  });

  it('takes no secret over when one of them is damaged', async () => {
    const last = [...framesOf(sound)].map(({ kind, bytes }) => {
      const secret = kind === 'S' ? (JSON.parse(bytes.toString()) as { name: string }) : null;
      if (secret?.name !== 'outcome-seal') return { kind, bytes };
      return { kind, bytes: Buffer.from(JSON.stringify({ ...secret, value: 'c2hvcnQ' })) };
    });
    const path = join(place, 'secret.jukung');
    writeFileSync(path, sealed(last));
    const before = await standing();
    await expect(restore(path)).rejects.toThrow(/outcome-seal is damaged/);
    expect(await standing()).toEqual(before);
  });

  it('takes no secret over when one of them is missing', async () => {
    const others = framesOf(sound).filter(
      ({ kind, bytes }) => kind !== 'S' || !bytes.toString().includes('pin-pepper'),
    );
    const path = join(place, 'missing.jukung');
    writeFileSync(path, sealed(others));
    const before = await standing();
    await expect(restore(path)).rejects.toThrow(/pin-pepper is missing/);
    expect(await standing()).toEqual(before);
  });

  it('puts the secrets back when the database takes nothing at the last moment', async () => {
    const name = new URL(target.url).pathname.slice(1);
    const limit = 'idle_in_transaction_session_timeout';
    await asked(target.url, `alter database "${name}" set ${limit} = '300ms'`);
    const before = await standing();
    let taken = 0;
    const restored = readBackup({
      ...{ url: target.url, path: join(place, 'sound.jukung'), replace: true },
      takeSecrets: (secrets) => {
        const former = replaceSecrets(join(place, 'to'), secrets, 'late');
        taken = readdirSync(former.aside).length;
        // Longer than the database waits for us.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
        return former;
      },
    });
    await expect(restored).rejects.toThrow(/Nothing was changed/);
    await asked(target.url, `alter database "${name}" reset ${limit}`);
    expect(taken).toBe(3);
    expect(await standing()).toEqual(before);
  });
});

it('a log of erasures gives sound erasures only, whatever its lines are', async () => {
  const ids = ['01990000-0000-7000-8000-000000000001', '01990000-0000-7000-8000-000000000002'];
  const lines = ids.map((personId) => ({ personId, atMs: 1, rows: [`person/${personId}`] }));
  const path = join(place, 'erasures.jsonl');
  for (const seed of fuzzSeeds(400)) {
    await underSeed(seed, FILE, (chance) => {
      const said = lines.map((line) => JSON.stringify(spoilt(line, chance)) ?? '').join('\n');
      const bytes = chance.happens(0.3) ? spoiltBytes(Buffer.from(said), chance) : said;
      writeFileSync(path, bytes);
      for (const { personId, atMs, rows } of readErasures(path)) {
        expect(isId(personId) && Number.isFinite(atMs)).toBe(true);
        for (const name of rows) expect(name).toMatch(/^[a-zA-Z]+\/[0-9a-f-]{36}$/);
      }
    });
  }
});

it('a sound one goes back in after all of them', async () => {
  await restore(join(place, 'sound.jukung'));
  const db = connect(target.url);
  const { node } = await db.selectFrom('device').select('node').executeTakeFirstOrThrow();
  await db.destroy();
  expect(node).toBe('0a'.padStart(12, '0'));
});
