/**
 * seed → village → trouble → heal → everybody agrees, nothing lost; or what went wrong, and when.
 * First safety: steps by chance, judged after each. Then liveness: the faults stop, late messages arrive,
 * and within so many virtual minutes and bytes every phone must have everything and have sent everything.
 */
import { drawWeather, type FaultKind } from './faults';
import { sorted } from './history';
import { expireDue } from './expiry';
import { judgeMorningAfter } from './oracles/order-end';
import { judgePhone, judgeWorks } from './oracles/phone';
import { judgePeace } from './oracles/peace';
import { drawApps, drawBegins, drawStep } from './draw';
import { perform } from './perform';
import { memoryRing, type Ring } from './ring';
import type { Script, Step } from './script';
import { streamsOf } from './streams';
import { deliver, receive, sync } from './sync-act';
import { Village } from './village';

export const STEPS = 200;
/** Peace must be there after so many rounds of a virtual minute each … */
const HEALING_MINUTES = 20;
/** … and must not cost more than this for each phone, both ways together. */
const HEALING_BYTES = 2_000_000;

export interface Life {
  readonly seed: number;
  readonly script: Script;
  /** Of the step after which something was wrong; STEPS when it was after the healing. */
  readonly step: number;
  /** Sentences that begin with the invariant they break; empty when all went well. */
  readonly violations: readonly string[];
  readonly trace: string;
  readonly faults: ReadonlyMap<FaultKind, number>;
  /** Ways that orders went (`placed>accepted`), and what else befell them. */
  readonly met: ReadonlyMap<string, number>;
  readonly taps: number;
  readonly commits: number;
  readonly questions: number;
  readonly kept: number;
  readonly healingBytes: number;
  readonly healingMinutes: number;
}

/** One life, drawn from its seed. */
export async function live(seed: number, ring: Ring = memoryRing(), steps = STEPS): Promise<Life> {
  const streams = streamsOf(seed);
  const weather = drawWeather(streams.people);
  const compact = drawApps(streams);
  const village = await Village.build(seed, ring, { compact });
  const begins = drawBegins(village, streams);
  const lived: Step[] = [];
  for (let index = 0; index < steps; index += 1) {
    const inUse = [...village.phones.keys()].filter((name) => index >= (begins.get(name) ?? 0));
    const step = drawStep(village, inUse, streams, weather);
    lived.push(step);
    await judgedStep(village, step);
    if (village.violations.length > 0) break;
  }
  return healed(village, { seed, compact, steps: lived });
}

/** A life played again from its script, or a part of it. */
export async function relive(script: Script, ring: Ring = memoryRing()): Promise<Life> {
  const { seed, compact } = script;
  return play(await Village.build(seed, ring, { compact }), script);
}

/** A script, lived by this village. */
export async function play(village: Village, script: Script): Promise<Life> {
  for (const [index, step] of script.steps.entries()) {
    await judgedStep(village, step);
    if (village.violations.length > 0)
      return healed(village, { ...script, steps: script.steps.slice(0, index + 1) });
  }
  return healed(village, script);
}

async function judgedStep(village: Village, step: Step): Promise<void> {
  await perform(village, step);
  for (const phone of village.phones.values()) judgePhone(village, phone);
  judgeWorks(village);
}

/** The faults stop. Unless something is wrong already, peace must come in time. */
async function healed(village: Village, script: Script): Promise<Life> {
  let minutes = 0;
  const bytesBefore = village.bytes;
  if (village.violations.length === 0) {
    minutes = await heal(village);
    await judgePeace(village);
    for (const phone of village.phones.values()) judgePhone(village, phone);
    judgeWorks(village);
    const each = (village.bytes - bytesBefore) / village.phones.size;
    if (each > HEALING_BYTES) village.blame('I18', `healing cost ${each} bytes a phone`);
    if (minutes > HEALING_MINUTES) village.blame('I24', `no peace after ${minutes} minutes`);
    await daysLater(village);
  }
  const rows = [...village.history.rows.values()];
  for (const row of rows) village.trace.add(sorted(row));
  for (const phone of village.phones.values()) village.trace.add(village.picture(phone));
  const count = (noun: string) => rows.filter((row) => row.noun === noun).length;
  return {
    seed: script.seed,
    script,
    step: script.steps.length,
    violations: village.violations,
    trace: village.trace.close(),
    faults: village.faults,
    met: village.met,
    taps: village.history.works.length,
    commits: village.history.commits,
    questions: count('conflict'),
    kept: count('kept'),
    healingBytes: village.bytes - bytesBefore,
    healingMinutes: minutes,
  };
}

/** Nobody answers any more: what was open ends by itself, and everybody hears of it. */
async function daysLater(village: Village): Promise<void> {
  village.nowMs += 3 * DAY_MS;
  await expireDue(village, () => Promise.resolve());
  judgeMorningAfter(village);
  if (village.seed % HEARD_EVERY > 0) return;
  await heal(village);
  await judgePeace(village);
}
const DAY_MS = 86_400_000;
/** In one life of so many: it takes as long as peace. */
const HEARD_EVERY = 5;

/** Every phone syncs once a minute until none has anything left to say or to hear. */
async function heal(village: Village): Promise<number> {
  const atOnce = () => Promise.resolve();
  for (const late of village.lateRequests.splice(0)) await deliver(village, late, [], atOnce);
  for (const late of village.lateAnswers.splice(0))
    if (late.life === late.phone.life)
      await receive(village, late.phone, late.request, late.answer, atOnce, { said: late.said });
  const pictures = () => [...village.phones.values()].map((phone) => village.picture(phone)).join();
  let before = pictures();
  for (let minute = 1; ; minute += 1) {
    village.nowMs += 60_000;
    const commits = village.history.commits;
    for (const phone of village.phones.values())
      for (let again = 0; again < 3; again += 1)
        await sync(village, phone, { ...CALM, phone: phone.name }, atOnce, true);
    const after = pictures();
    const still = before === after && decidedNothing(village, commits);
    before = after;
    if (still || minute > HEALING_MINUTES) return minute;
  }
}

const CALM = {
  do: 'sync',
  server: 0,
  maxEntries: 50,
  maxRows: 400,
  mishaps: [],
  twice: false,
} as const;

/** Every request ends with one transaction that forgets what was acknowledged: it changes nothing. */
const decidedNothing = (village: Village, commits: number): boolean =>
  village.history.decidedAt <= commits;
