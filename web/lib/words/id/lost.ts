/** Words for addresses that lead nowhere, and for pages that cannot be shown now. */
import { speak } from '../spoken';

export const lost = speak({
  'market.lost.title': 'Halaman tidak ada',
  'market.lost.heading': 'Jalan ini tidak sampai ke mana-mana',
  'market.lost.body': 'Alamatnya mungkin salah tulis, atau halamannya sudah dipindah.',
  'market.lost.toMarket': 'Ke Pasar',
  'market.stuck.title': 'Belum bisa dibuka',
  'market.stuck.heading': 'Halaman ini belum bisa dibuka',
  'market.stuck.body': 'Yang Anda simpan tetap aman di HP ini. Coba lagi sebentar lagi.',
});
