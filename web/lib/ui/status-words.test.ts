import { expect, test } from 'vitest';
import { statusLook, statusLooks, statusWords } from './status-words';

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

test('everything sent is said with the time', () => {
  expect(statusWords({ state: 'sent', time: '16.20' })).toEqual({
    title: 'Semua sudah terkirim',
    body: 'pukul 16.20.',
  });
  expect(statusWords({ state: 'sent' }).body).toBe('');
});

test('what waits is safe and goes out by itself; after a day the bar says since when, and asks nothing', () => {
  expect(statusWords({ state: 'waiting', count: 3 })).toEqual({
    title: '3 kiriman menunggu sinyal.',
    body: 'Aman di HP ini dan terkirim sendiri nanti.',
  });
  const since = 'kemarin 16.20';
  expect(statusWords({ state: 'waiting', count: 3, since }, true).body).toBe(
    'Menunggu sejak kemarin 16.20. Aman di HP ini.',
  );
  expect(statusWords({ state: 'no-signal', count: 3, since }, true)).toEqual({
    title: 'Tidak ada sinyal. Tenang.',
    body: '3 kiriman menunggu sejak kemarin 16.20. Aman di HP ini.',
  });
  expect(statusLook({ state: 'no-signal', count: 3, since }).tone).toBe('perlu');
  expect(statusLook({ state: 'no-signal', count: 3 }).tone).toBe('tenang');
});

test('what needs a person is to be tapped only where a tap leads on', () => {
  expect(statusWords({ state: 'needs-you', count: 2 }, true)).toEqual({
    title: 'Perlu Anda: 2 kiriman',
    body: 'Ketuk untuk melihat.',
  });
  expect(statusWords({ state: 'needs-you', count: 2 }, false).body).toBe('Ada di halaman ini.');
});

test('after three days a person is named who helps', () => {
  expect(statusWords({ state: 'late', days: 4 })).toEqual({
    title: 'Perlu Anda: 4 hari',
    body: 'Belum terkirim. Temui pendamping.',
  });
});

test('only waiting past three days is red; having no signal never is', () => {
  const red = Object.entries(statusLooks).filter(([, look]) => look.tone === 'lewat');
  expect(red.map(([state]) => state)).toEqual(['late']);
});
