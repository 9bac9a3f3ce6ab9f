/** The next step of a life, by chance: who does what, and what goes wrong with it in this weather. */
import type { Chance } from '#sync/testing/seeded-random';
import {
  type FaultKind,
  frameFaults,
  networkFaults,
  serverFaults,
  storageFaults,
  type Weather,
} from './faults';
import type { Act, Event, Mishap, Step, SyncAct } from './script';
import type { Streams } from './streams';
import { PHONES, SHARED, type Village } from './village';
import { nextCall } from './workload';

const HOUR_MS = 3_600_000;
/** Now and then nobody does anything for a day: what waits for an answer may wait too long. */
const A_DAY_PASSES = 0.006;
const YEAR_MS = 31_557_600_000;
const MAX_AT = 1 << 20;
/** Whose people ask to be forgotten, how often: with the owner goes nearly all there is. */
const FORGOTTEN = ['second', 'second', 'buyer', 'buyer', 'neighbour', 'facilitator', 'owner'];

/** Which phones have today's app: two of three. */
export const drawApps = ({ phones }: Streams): string[] =>
  PHONES.filter(() => phones.happens(0.67));

/** From which step on a phone is in use: some come late, when the market is full. */
export function drawBegins(village: Village, { phones }: Streams): ReadonlyMap<string, number> {
  const begins = new Map<string, number>();
  for (const name of village.phones.keys()) {
    const late = name !== 'owner' && phones.happens(0.4);
    if (late) begins.set(name, phones.between(40, 150));
  }
  return begins;
}

/** @param names of the phones that are in use by now */
export function drawStep(
  village: Village,
  names: readonly string[],
  streams: Streams,
  weather: Weather,
): Step {
  const { scheduler } = streams;
  const away = scheduler.happens(A_DAY_PASSES);
  const afterMs = away ? scheduler.between(12, 40) * HOUR_MS : scheduler.between(1, 600_000);
  const event = drawEvent(village, names, streams, weather);
  if (event) return { afterMs, event };
  const strikes = (kind: FaultKind) => scheduler.happens(weather.get(kind) ?? 0);
  const name = scheduler.pick(names);
  const order = () => Array.from({ length: 40 }, () => scheduler.between(0, 2));
  if (strikes('two tabs')) {
    const acts = [drawSync(name, streams, weather), drawSync(name, streams, weather)];
    return {
      afterMs,
      acts: [...acts, ...drawTap(village, name, streams, weather)],
      order: order(),
    };
  }
  if (strikes('two servers')) {
    const other = scheduler.pick(names);
    const acts = [
      { ...drawSync(name, streams, weather), server: 0 as const },
      { ...drawSync(other, streams, weather), server: 1 as const },
    ];
    return { afterMs, acts, order: order() };
  }
  if (strikes('person switched')) {
    const [one, other] = scheduler.happens(0.5) ? SHARED : [...SHARED].reverse();
    const acts = [
      drawSync(one as string, streams, weather),
      ...drawTap(village, other as string, streams, weather),
      drawSync(other as string, streams, weather),
    ];
    return { afterMs, acts, order: order() };
  }
  return { afterMs, acts: drawAct(village, name, streams, weather) };
}

function drawAct(village: Village, name: string, streams: Streams, weather: Weather): Act[] {
  const { workload } = streams;
  const phone = village.phone(name);
  const refused = phone?.store.inspect().queue.some(({ state }) => state === 'refused') ?? false;
  if (refused && workload.happens(0.15)) {
    const what = workload.happens(0.5) ? 'try again' : 'give up';
    return [{ do: what, phone: name, nth: workload.between(0, 9) }];
  }
  return workload.happens(0.55)
    ? drawTap(village, name, streams, weather)
    : [drawSync(name, streams, weather)];
}

function drawTap(village: Village, name: string, streams: Streams, weather: Weather): Act[] {
  const { workload, storage } = streams;
  const phone = village.phone(name);
  const call = phone && nextCall(village, phone, workload, weather);
  if (!call) return [];
  const kinds = ['phone died in a tap', 'transaction aborted', 'storage full'] as const;
  return [{ do: 'tap', phone: name, call, mishaps: mishapsOf(kinds, storage, weather, 12) }];
}

function drawSync(name: string, streams: Streams, weather: Weather): SyncAct {
  const { network, storage, server, scheduler } = streams;
  const inStorage = storageFaults.filter((kind) => kind !== 'phone died in a tap');
  return {
    do: 'sync',
    phone: name,
    server: scheduler.happens(0.5) ? 0 : 1,
    maxEntries: scheduler.pick([1, 3, 5, 50]),
    maxRows: scheduler.pick([4, 15, 400, 400]),
    mishaps: [
      ...mishapsOf(networkFaults, network, weather, MAX_AT).slice(0, 2),
      ...mishapsOf(frameFaults, network, weather, MAX_AT),
      ...mishapsOf(serverFaults, server, weather, 90).slice(0, 1),
      ...mishapsOf(inStorage, storage, weather, 30).slice(0, 1),
    ],
    twice: scheduler.happens(0.1),
  };
}

/** Each kind that is about strikes by itself; where, is drawn as well. */
function mishapsOf(
  kinds: readonly FaultKind[],
  chance: Chance,
  weather: Weather,
  most: number,
): Mishap[] {
  return kinds.flatMap((kind) => {
    const share = weather.get(kind);
    const at = chance.between(1, most);
    return share !== undefined && chance.happens(share * 0.6) ? [{ kind, at }] : [];
  });
}

function drawEvent(
  village: Village,
  names: readonly string[],
  streams: Streams,
  weather: Weather,
): Event | undefined {
  const { network, storage, clock, server } = streams;
  const drawn = (chance: Chance, kind: FaultKind) => chance.happens(weather.get(kind) ?? 0);
  const nth = network.between(0, 99);
  if (village.lateRequests.length > 0 && network.happens(0.1)) return { do: 'late request', nth };
  if (village.lateAnswers.length > 0 && network.happens(0.25)) return { do: 'late answer', nth };
  const phone = storage.pick(names);
  if (weather.has('old image restored') && storage.happens(0.05))
    return { do: 'take image', phone };
  if (drawn(storage, 'old image restored')) return { do: 'restore image', phone };
  if (drawn(storage, 'phone cloned')) return { do: 'clone', phone };
  if (drawn(storage, 'power lost'))
    return { do: 'lose power', phone, commits: storage.between(1, 3) };
  if (drawn(storage, 'storage evicted')) return { do: 'evict', phone, deviceId: storage.id() };
  const whose = clock.pick(names);
  for (const [kind, byMs] of [
    ['clock wrong by years', clock.between(-8, 8) * YEAR_MS],
    ['clock stepped', clock.between(-7_200_000, 7_200_000)],
    ['clock frozen', 0],
  ] as const)
    if (drawn(clock, kind)) return { do: 'clock', phone: whose, kind, byMs };
  if (drawn(server, 'device revoked')) return { do: 'revoke device', phone: server.pick(names) };
  if (server.happens(0.08))
    return { do: 'make snapshot', keepsOld: !drawn(server, 'snapshot gone') };
  if (drawn(server, 'person erased')) return { do: 'erase person', phone: server.pick(FORGOTTEN) };
  const isKept = weather.has('backup restored') || weather.has('server set back unawares');
  if (isKept && server.happens(0.03)) return { do: 'back up' };
  if (drawn(server, 'backup restored')) return { do: 'restore backup' };
  if (drawn(server, 'server set back unawares')) return { do: 'set back' };
  return undefined;
}
