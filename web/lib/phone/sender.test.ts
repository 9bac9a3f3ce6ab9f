import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readingBegins } from './rest';
import { type Sender, senderToCome } from './sender';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function sending() {
  const done: string[] = [];
  const sender: Sender = {
    nudge: (reason) => void done.push(`nudge ${reason}`),
    register: () => Promise.resolve(null),
    device: () => Promise.resolve('device.credential'),
    personIs: (personId) => void done.push(`person ${personId}`),
    end: () => Promise.resolve(void done.push('end')),
  };
  const start = () => {
    done.push('start');
    return sender;
  };
  return { done, start };
}

test('what sends comes when the page has been answered, and hears what was wished for before', async () => {
  const answered = readingBegins();
  const { done, start } = sending();
  const sender = senderToCome(() => Promise.resolve('code'), start);
  sender.nudge('tap');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(done).toEqual([]);
  answered();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(done).toEqual(['start', 'nudge tap']);
});

test('a store that never answers holds nothing up for longer than some seconds', async () => {
  const answered = readingBegins();
  const { done, start } = sending();
  senderToCome(() => Promise.resolve('code'), start);
  await vi.advanceTimersByTimeAsync(12_000);
  expect(done).toEqual(['start']);
  answered();
});

test('who waits for an answer of the sender does not wait for the page', async () => {
  const answered = readingBegins();
  const { start } = sending();
  const sender = senderToCome(() => Promise.resolve('code'), start);
  expect(await sender.device()).toBe('device.credential');
  answered();
});

test('without signal it is fetched again and again', async () => {
  const { done, start } = sending();
  let tries = 0;
  senderToCome(() => {
    tries += 1;
    return tries < 3 ? Promise.reject(new TypeError('no signal')) : Promise.resolve('code');
  }, start);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([tries, done]).toEqual([3, ['start']]);
});

test('once ended it never begins: nobody is sent for who has given the phone away', async () => {
  const { done, start } = sending();
  const sender = senderToCome(() => Promise.resolve('code'), start);
  await sender.end();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(done).toEqual([]);
  expect(await sender.device()).toBeNull();
});
