/** Words of the market itself: looking for goods, nothing to see and places. */
import { speak } from '../spoken';

export const market = speak({
  'market.title': 'Pasar Desa',
  'market.place': 'Paringin Selatan',
  'market.pageTitle': 'Pasar Desa Paringin Selatan · Jukung',
  'market.about':
    'Barang dan jasa dari 16 desa di Paringin Selatan, Balangan. Bisa dibuka lagi tanpa sinyal.',
  'market.loading': 'Membuka pasar…',
  'market.searching': 'Mencari…',

  // looking
  'market.searchHint': 'Cari pisang, kue…',
  'market.kinds': 'Jenis barang',
  'market.village': 'Desa',
  'market.allVillages': 'Semua desa',
  'market.goods': 'Barang di pasar',
  'market.count': '{count} barang',
  'market.countBest': '{count} barang paling cocok',
  'market.order': 'Yang ada dan berfoto di atas, terbaru dulu',
  'market.freshNoSignal': 'Tanpa sinyal. Data terbaru: {when}',
  'market.more': 'Lihat barang lain',
  'market.shown': '{shown} dari {total} barang',

  // nothing to see
  'market.noMatch.title': 'Belum ada yang cocok',
  'market.noMatch.query': '“{query}” belum ketemu. Coba kata lain atau yang lebih pendek.',
  'market.noMatch.shelf': 'Di sini belum ada barang. Coba desa atau jenis lain.',
  'market.noMatch.wider': 'Cari di semua desa dan jenis',
  'market.noMatch.all': 'Lihat semua barang',
  'market.empty.title': 'Pasar masih kosong',
  'market.empty.body': 'Belum ada barang yang tayang. Punya sesuatu untuk dijual?',
  'market.empty.sell': 'Mulai berjualan',
  'market.noSignal.title': 'Pasar belum sampai ke HP ini',
  'market.noSignal.body':
    'Perlu sinyal satu kali saja. Setelah itu pasar bisa dibuka tanpa sinyal, kapan saja.',

  // places
  'market.desa': 'Desa {name}',
  'market.kelurahan': 'Kelurahan {name}',
  'market.sameVillage': 'satu desa dengan Anda',
  'market.nearby': 'kurang dari 1 km',
  'market.distance': 'kira-kira {km} km',
});
