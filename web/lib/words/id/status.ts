/** The status bar: where all consignments of this phone are. Fetched with the bar itself. */
import { speak } from '../spoken';

export const status = speak({
  'status.empty.title': 'Tidak ada kiriman.',
  'status.empty.body': 'Semua sudah beres.',
  'status.noSignal.title': 'Tidak ada sinyal. Tenang.',
  'status.noSignal.body': 'Data aman di HP ini dan terkirim sendiri nanti.',
  'status.noSignal.count': '{count} kiriman aman di HP ini.',
  'status.noSignal.since': '{count} kiriman menunggu sejak {when}. Aman di HP ini.',
  'status.slow.title': 'Jaringan lambat.',
  'status.slow.minutes': 'Kami coba lagi {minutes} menit lagi. Boleh ditutup.',
  'status.slow.soon': 'Kami coba lagi sebentar lagi. Boleh ditutup.',
  'status.waiting.title': '{count} kiriman menunggu sinyal.',
  'status.waiting.body': 'Aman di HP ini dan terkirim sendiri nanti.',
  'status.waiting.since': 'Menunggu sejak {when}. Aman di HP ini.',
  'status.sending.title': 'Mengirim… {done} dari {total}',
  'status.sending.body': 'Boleh ditutup, nanti dilanjutkan.',
  'status.sending.left': '±{seconds} detik lagi. Boleh ditutup, nanti dilanjutkan.',
  'status.sent.title': 'Semua sudah terkirim',
  'status.sent.at': 'pukul {time}.',
  'status.needsYou.title': 'Perlu Anda: {count} kiriman',
  'status.needsYou.body': 'Ketuk untuk melihat.',
  'status.needsYou.here': 'Ada di halaman ini.',
  'status.late.title': 'Perlu Anda: {days} hari',
  'status.late.body': 'Belum terkirim. Temui pendamping.',
  'status.freshNever': 'Data terbaru: belum pernah dimuat',
});
