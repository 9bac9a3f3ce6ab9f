/**
 * Whatever arrives at whatever address: an answer, never a fault of ours, and a refusal that changed
 * nothing. docs/security.md, "Bodies".
 */
import { inspectRoutes } from 'hono/dev';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { fuzzSeeds, underSeed } from '#sync/testing/fuzz-seeds';
import type { Chance } from '#sync/testing/seeded-random';

import { problems } from './problem';
import { type Answer, type Ask, hangUp, send, spoiltAsk, told } from './testing/hostile/ask';
import { endpoints } from './testing/hostile/endpoints';
import { type House, openHouse } from './testing/hostile/house';
import { buildWorld, type World } from './testing/hostile/world';
import { testServer, type TestServer } from './testing/test-server';

const FILE = 'api/every-endpoint';

let server: TestServer;
let world: World;
let house: House;
beforeAll(async () => {
  server = await testServer();
  world = await buildWorld(server);
  house = await openHouse(server.db, server.dataDir);
});
afterAll(async () => {
  hangUp();
  await server.close();
});

/** Middleware hears everything and answers nothing of its own. */
const routesOfTheApp = () =>
  inspectRoutes(server.app())
    .filter(({ isMiddleware }) => !isMiddleware)
    .map(({ method, path }) => `${method} ${path}`);

test('every route of the app is fuzzed, and nothing else is thought to be one', () => {
  const known = Object.keys(endpoints);
  const missing = routesOfTheApp().filter((route) => !known.includes(route));
  const told = 'not fuzzed: add them to api/testing/hostile/endpoints.ts';
  expect(missing, told).toEqual([]);
  expect(known.filter((route) => !routesOfTheApp().includes(route))).toEqual([]);
});

describe('unspoilt, each of them is granted', () => {
  // A message that is refused anyway would be a poor thing to spoil.
  const refusedAsItIs = ['POST /api/account/reset'];

  test.each(Object.keys(endpoints).filter((route) => !refusedAsItIs.includes(route)))(
    '%s',
    async (route) => {
      const statuses: number[] = [];
      for (const make of endpoints[route] ?? []) {
        await underSeed(1, FILE, async (chance) => {
          statuses.push((await send(server.url, await make(world, chance))).status);
          if (!route.startsWith('GET')) await house.back();
        });
      }
      expect(statuses.some((status) => status < 300)).toBe(true);
    },
  );
});

test('spoilt, it is answered with a code and without a trace', { timeout: 600_000 }, async () => {
  for (const seed of fuzzSeeds(6)) {
    await underSeed(seed, FILE, async (chance) => {
      await house.back();
      seen = null;
      for (const make of inSomeOrder(Object.values(endpoints).flat(), chance)) {
        const ask = await make(world, chance);
        // Some begin an upload first, to have something to go on with.
        if (ask.path.startsWith('/api/photo')) seen = null;
        await oneRequest(spoiltAsk(ask, chance));
      }
    });
  }
  await house.back();
  expect((await world.seller.phone.sync()).status).toBe(200);
});

/** As the last look at the house found it; null after something was granted. */
let seen: ReadonlyMap<string, string> | null = null;

async function oneRequest(ask: Ask): Promise<void> {
  const before = seen ?? (await house.marks());
  seen = null;
  const answer = await send(server.url, ask);
  try {
    const refused = judged(ask, answer);
    if (ask.path === '/api/sync') expect(await failedEntries(), 'a reason nobody foresaw').toBe(0);
    if (!refused) return;
    const after = await house.marks();
    seen = after;
    const changed = [...after].filter(([name, mark]) => before.get(name) !== mark);
    const names = changed.map(([name]) => name).filter((name) => !mayChange(refused, name));
    expect(names, `refused with ${refused}, and yet changed`).toEqual([]);
  } catch (failure) {
    const heard = answer.bytes.toString('utf8').slice(0, 400);
    throw new Error(`${told(ask)}\n  was answered ${answer.status} ${heard}`, { cause: failure });
  }
}

/** Entries that made the engine stumble: answered in order, and our mistake all the same. */
async function failedEntries(): Promise<number> {
  const { failed } = await server.db
    .selectFrom('outcome')
    .select(sql<number>`count(*)`.as('failed'))
    .where(sql`outcome->>'code'`, '=', 'entry.failed')
    .executeTakeFirstOrThrow();
  return failed;
}

/** The code of a refusal, or null for what was granted. */
function judged(ask: Ask, answer: Answer): string | null {
  expect(answer.status).toBeLessThan(500);
  if (answer.status < 400) return null;
  const type = String(answer.headers['content-type'] ?? '');
  if (ask.method === 'HEAD') return 'without words';
  // What is no HTTP at all never reaches us: Node's own parser hangs up.
  const unheard = answer.bytes.length === 0 && answer.headers['connection'] === 'close';
  if ([400, 431].includes(answer.status) && unheard) return 'no HTTP';
  const body = JSON.parse(answer.bytes.toString('utf8')) as Record<string, unknown>;
  // Two of one phone: what the server holds is told, and nothing is taken.
  if (answer.status === 409 && body['forked'] === true) return 'forked';
  expect(type).toBe('application/problem+json');
  const code = String(body['code']);
  const [status] = problems[code as keyof typeof problems] ?? [];
  expect(body).toMatchObject({ type: `urn:jukung:problem:${code}`, status: answer.status });
  expect(status, `${code} stands in api/problem.ts`).toBe(answer.status);
  return code;
}

/** What a refusal is meant to leave behind. */
function mayChange(code: string, table: string): boolean {
  // A phone that was cut off may leave its work for somebody to look at.
  if (code === 'device.revoked') return ['quarantine', 'device', 'outcome'].includes(table);
  // A reset code bears five wrong tries.
  if (code === 'account.code_wrong') return table === 'reset_code';
  // Bytes that were looked at and are no picture do not stay.
  const looked = [
    'photo.unreadable',
    'photo.hash_differs',
    'photo.too_big',
    'photo.wrong_metadata',
  ];
  return looked.includes(code) && table === 'pictures';
}

function inSomeOrder<T>(all: readonly T[], chance: Chance): T[] {
  return all
    .map((one) => ({ one, at: chance.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
