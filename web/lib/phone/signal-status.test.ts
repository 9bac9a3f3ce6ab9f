import { describe, expect, it } from 'vitest';
import {
  AMBER_MS,
  measuredRate,
  RED_MS,
  secondsLeft,
  type SignalFacts,
  statusOf,
} from './signal-status';

const NOW = Date.UTC(2026, 10, 22, 8, 20); // 16.20 WITA
const calm: SignalFacts = {
  waiting: 0,
  oldestMs: null,
  needsYou: 0,
  reach: 'unknown',
  retryInMs: 0,
  sending: null,
  allSentMs: null,
  paused: false,
  nowMs: NOW,
};
const old = (ageMs: number) => ({ waiting: 3, oldestMs: NOW - ageMs });

describe('the bar that says where everything stands', () => {
  it.each<[string, Partial<SignalFacts>, unknown]>([
    ['a new phone', {}, { state: 'empty' }],
    ['a new phone in a valley', { reach: 'no-signal' }, { state: 'no-signal', count: 0 }],
    [
      'work and no signal',
      { ...old(60_000), reach: 'no-signal' },
      { state: 'no-signal', count: 3 },
    ],
    ['work and nobody has tried yet', old(60_000), { state: 'waiting', count: 3 }],
    [
      'work and a busy other side',
      { ...old(60_000), reach: 'slow', retryInMs: 5 * 60_000 },
      { state: 'slow', minutes: 5 },
    ],
    [
      'work and a busy other side that is asked again within seconds',
      { ...old(60_000), reach: 'slow', retryInMs: 1_500 },
      { state: 'slow', minutes: 0 },
    ],
    [
      'asking the busy other side again',
      { ...old(60_000), reach: 'slow', retryInMs: -500, sending: { done: 0, total: 3 } },
      { state: 'sending', done: 0, total: 3 },
    ],
    [
      'a busy other side and nothing to send',
      { reach: 'slow', retryInMs: 5 * 60_000, allSentMs: NOW },
      { state: 'sent', time: '16.20' },
    ],
    [
      'sending',
      { ...old(60_000), reach: 'reached', sending: { done: 1, total: 4, secondsLeft: 20 } },
      { state: 'sending', done: 1, total: 4, secondsLeft: 20 },
    ],
    [
      'the first try to send',
      { ...old(60_000), sending: { done: 0, total: 3 } },
      { state: 'sending', done: 0, total: 3 },
    ],
    [
      'the next try without signal',
      { ...old(60_000), reach: 'no-signal', sending: { done: 0, total: 3 } },
      { state: 'no-signal', count: 3 },
    ],
    ['all sent today', { reach: 'reached', allSentMs: NOW }, { state: 'sent', time: '16.20' }],
    [
      'all sent on another day',
      { reach: 'reached', allSentMs: NOW - 2 * AMBER_MS },
      { state: 'sent' },
    ],
    [
      'all sent, and no signal now',
      { reach: 'no-signal', allSentMs: NOW },
      { state: 'no-signal', count: 0 },
    ],
    [
      'said yes before, but new work waits',
      { ...old(1_000), reach: 'reached', allSentMs: NOW },
      { state: 'waiting', count: 3 },
    ],
    [
      'a refused entry',
      { needsYou: 1, reach: 'reached', allSentMs: NOW },
      { state: 'needs-you', count: 1 },
    ],
    [
      'a refused entry and no signal',
      { needsYou: 2, reach: 'no-signal' },
      { state: 'needs-you', count: 2 },
    ],
    [
      'sending pauses until sign-in',
      { ...old(60_000), paused: true },
      { state: 'needs-you', count: 3 },
    ],
    [
      'just under a day',
      { ...old(AMBER_MS - 1), reach: 'no-signal' },
      { state: 'no-signal', count: 3 },
    ],
    [
      'a day without signal, which needs nobody',
      { ...old(AMBER_MS), reach: 'no-signal' },
      { state: 'no-signal', count: 3, since: 'kemarin 16.20' },
    ],
    [
      'a day, and nobody has tried yet',
      { ...old(AMBER_MS) },
      { state: 'waiting', count: 3, since: 'kemarin 16.20' },
    ],
    [
      'a day, and something else needs the person',
      { ...old(AMBER_MS), reach: 'no-signal', needsYou: 1 },
      { state: 'needs-you', count: 1 },
    ],
    [
      'just under three days',
      { ...old(RED_MS - 1), reach: 'no-signal' },
      { state: 'no-signal', count: 3, since: 'Kamis 19 Nov' },
    ],
    ['three days', { ...old(RED_MS), reach: 'no-signal' }, { state: 'late', days: 3 }],
    ['three days, with refusals too', { ...old(RED_MS), needsYou: 2 }, { state: 'late', days: 3 }],
    [
      'three days old, and going out at last',
      { ...old(RED_MS), reach: 'reached', sending: { done: 2, total: 3 } },
      { state: 'sending', done: 2, total: 3 },
    ],
    [
      'a clock that runs behind its own entries',
      { ...old(-RED_MS), reach: 'no-signal' },
      { state: 'no-signal', count: 3 },
    ],
  ])('%s', (_name, facts, expected) => {
    expect(statusOf({ ...calm, ...facts })).toEqual(expected);
  });
});

describe('how long it will take', () => {
  it('is not guessed before anything was measured', () => {
    expect(secondsLeft(10_000, null)).toBeUndefined();
    expect(measuredRate(null, 100, 900)).toBeNull();
  });

  it('follows what was measured, the newest most', () => {
    const first = measuredRate(null, 2_000, 1_000);
    expect(first).toBe(2_000);
    expect(measuredRate(first, 8_000, 1_000)).toBeCloseTo(4_400);
    expect(secondsLeft(8_800, 4_400)).toBe(2);
    expect(secondsLeft(10, 4_400)).toBe(1);
  });
});
