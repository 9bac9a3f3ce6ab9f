import { expect, test } from 'vitest';
import { statusLooks, statusWords } from './status-words';

test('without signal the bar first says that everything is safe', () => {
  expect(statusWords({ state: 'no-signal', count: 3 }).body).toBe('3 kiriman aman di HP ini.');
  expect(statusWords({ state: 'no-signal', count: 0 }).body).toContain('aman');
});

test('a busy other side is said with the true time, and that nobody has to stay', () => {
  expect(statusWords({ state: 'slow', minutes: 5 })).toEqual({
    title: 'Jaringan lambat.',
    body: 'Kami coba lagi 5 menit lagi. Boleh ditutup.',
  });
  expect(statusWords({ state: 'slow', minutes: 0 }).body).toBe(
    'Kami coba lagi sebentar lagi. Boleh ditutup.',
  );
});

test('while sending it counts, and says how long only when that is known', () => {
  const known = statusWords({ state: 'sending', done: 2, total: 5, secondsLeft: 20 });
  expect(known.title).toBe('Mengirim… 2 dari 5');
  expect(known.body).toContain('±20 detik');
  expect(statusWords({ state: 'sending', done: 2, total: 5 }).body).not.toContain('detik');
});

test('only waiting past three days is red; having no signal never is', () => {
  const red = Object.entries(statusLooks).filter(([, look]) => look.tone === 'lewat');
  expect(red.map(([state]) => state)).toEqual(['late']);
});
