/** Words of the pages behind the market's: one product, one shop, the villages. */
import { speak } from '../spoken';

export const stalls = speak({
  // one product
  'market.product.by': 'Dijual oleh',
  'market.product.photoOf': 'Foto {name}',
  'market.product.photoNumber': 'Foto {number} dari {total}: {name}',
  'market.product.about': 'Keterangan',
  'market.product.more': 'Lainnya dari {shop}',
  'market.product.wholeShop': 'Lihat semua di {shop}',
  'market.product.available': 'Ada',
  'market.product.few': 'Tinggal sedikit',
  'market.product.soldOut': 'Habis',
  'market.product.sample': 'Barang contoh untuk mencoba Jukung. Tidak sungguh dijual.',
  'market.product.summary': '{price} per {unit} di {shop}, {village}',
  'market.product.noCall': 'Penjual belum memasang nomor HP. Datangi langsung di {village}.',
  'market.product.noSignal.title': 'Barang ini belum ada di HP ini',
  'market.product.noSignal.body': 'Perlu sinyal untuk membukanya pertama kali. Coba lagi nanti.',
  'market.product.gone.title': 'Barang ini sudah tidak ada',
  'market.product.gone.body': 'Penjual sudah menurunkannya, atau alamatnya salah tulis.',

  // one shop
  'market.shop.kind': 'Warung {kind}',
  'market.shop.open': 'Sedang buka',
  'market.shop.closed': 'Sedang tutup',
  'market.shop.closedNote':
    'Sedang tutup. Barang tetap bisa dilihat, tanyakan dulu sebelum datang.',
  'market.shop.goods': 'Isi warung',
  'market.shop.empty.title': 'Warung ini belum berisi',
  'market.shop.empty.body': 'Belum ada barang yang tayang di sini. Lihat barang lain di pasar.',
  'market.shop.sample': 'Warung contoh untuk mencoba Jukung. Tidak sungguh berjualan.',
  'market.shop.summary': 'Warung {kind} di {village}, Paringin Selatan',
  'market.shop.noSignal.title': 'Warung ini belum ada di HP ini',
  'market.shop.gone.title': 'Warung ini tidak ada',
  'market.shop.gone.body': 'Warungnya sudah ditutup, atau alamatnya salah tulis.',
  'market.verifiedBy': 'oleh pendamping desa atau Dinas',
  'market.verifiedBy.facilitator': 'oleh pendamping desa',
  'market.verifiedBy.dinas': 'oleh Dinas',

  // speaking with the seller, telling others
  'market.ask': 'Tanya',
  'market.onWhatsApp': 'lewat WhatsApp',
  'market.askAbout': 'Halo {shop}, saya mau tanya {name} ({price} per {unit}) di Jukung.',
  'market.askShop': 'Halo {shop}, saya melihat warung ini di Jukung.',
  'market.shareProduct': '{name}, {price} per {unit} di {shop}',
  'market.shareByHand': 'Salin alamat ini: {address}',

  // the villages
  'market.villages.title': 'Desa',
  'market.villages.about': 'Pilih desa untuk melihat barang dari sana.',
  'market.villages.pageTitle': 'Desa di Paringin Selatan · Jukung',
  'market.villages.description':
    'Lima belas desa dan satu kelurahan di Paringin Selatan, Balangan, dan apa yang dijual di sana.',
  'market.villages.list': 'Semua desa',
  'market.villages.counts': '{goods} barang, {shops} warung',
  'market.villages.none': 'Belum ada barang',
  'market.villages.yours': 'Desa Anda',
  'market.villages.mapNote': 'Makin hijau, makin banyak barang. Garis desa disederhanakan.',
});
