/** Words shared by every screen: ways back, help, saving, the states of a consignment, categories. */
import { speak } from '../spoken';

export const common = speak({
  // moving about
  'common.back': 'Kembali',
  'common.help': 'Bantuan',
  'common.askHelp': 'Minta bantuan',
  'common.close': 'Tutup',
  'common.all': 'Semua',
  'common.search': 'Cari',
  'common.clearSearch': 'Hapus tulisan pencarian',
  'common.skipToContent': 'Langsung ke isi halaman',
  'common.mainMenu': 'Menu utama',

  // doing and undoing
  'common.save': 'Simpan',
  'common.saved': 'Tersimpan di HP.',
  'common.savedSendsLater': 'Tersimpan di HP dulu, terkirim sendiri nanti.',
  'common.undo': 'Batalkan',
  'common.cancel': 'Tidak jadi',
  'common.delete': 'Hapus',
  'common.share': 'Bagikan',
  'common.call': 'Telepon',
  'common.tryAgain': 'Coba lagi',
  'common.pleaseWait': 'Sebentar…',
  'common.more': 'Tambah satu',
  'common.less': 'Kurangi satu',
  'common.lettersUsed': '{count} dari {max} huruf',
  'common.showDigits': 'Lihat angka',
  'common.hideDigits': 'Tutup angka',

  // the four places
  'nav.market': 'Pasar',
  'nav.basket': 'Keranjang',
  'nav.orders': 'Pesanan',
  'nav.outbox': 'Kiriman',
  'nav.me': 'Saya',
  'nav.home': 'Beranda',
  'nav.products': 'Produk',
  'nav.today': 'Hari ini',
  'nav.desk': 'Meja',
  'nav.waiting': '{count} menunggu',

  // where a consignment is (one row)
  'state.draft': 'Draf',
  'state.ready': 'Siap dikirim',
  'state.waiting': 'Menunggu',
  'state.sending': 'Mengirim',
  'state.sent': 'Terkirim',
  'state.needsYou': 'Perlu Anda',

  'status.freshness': 'Data terbaru: {when}',

  // goods
  'goods.available': 'Ada',
  'goods.few': 'Tinggal sedikit',
  'goods.soldOut': 'Habis',
  'goods.sample': 'Contoh',
  'goods.per': 'per {unit}',
  'goods.photo': 'Foto',
  'goods.showPhoto': 'Ketuk untuk foto',
  'goods.verified': 'Terverifikasi',
  'goods.notVerified': 'Belum diperiksa',

  // the fifteen kinds of goods
  'category.sayur': 'Sayur',
  'category.buah': 'Buah',
  'category.kue': 'Kue',
  'category.keripik': 'Keripik',
  'category.ikan': 'Ikan',
  'category.beras': 'Beras',
  'category.madu': 'Madu',
  'category.anyaman': 'Anyaman',
  'category.minuman': 'Minuman',
  'category.bumbu': 'Bumbu',
  'category.ternak': 'Ternak',
  'category.jahit': 'Jahit',
  'category.bengkel': 'Bengkel',
  'category.jasa': 'Jasa',
  'category.lainnya': 'Lainnya',
});
