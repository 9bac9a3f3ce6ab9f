/** The basket: on a product's page, and the page where it is looked over and ordered. */
import { speak } from '../spoken';

export const cart = speak({
  // on a product's page
  'cart.howMany': 'Berapa {unit}?',
  'cart.inBasket': 'Di keranjang',
  'cart.put': 'Masukkan keranjang',
  'cart.putDone': '{count} {unit} {name} masuk keranjang. Tersimpan di HP.',
  'cart.noHands': 'Halaman ini belum lengkap di HP. Belum tersimpan. Coba lagi saat ada sinyal.',
  'cart.own': 'Ubah barang saya',
  'cart.open': 'Lihat keranjang',
  'cart.takenOut': '{name} dikeluarkan dari keranjang.',

  // the basket
  'cart.title': 'Keranjang',
  'cart.fact': '{count} barang',
  'cart.factShops': '{count} barang dari {shops} warung',
  'cart.empty': 'Keranjang masih kosong',
  'cart.emptyBody': 'Pilih barang di pasar. Bisa tanpa sinyal, isinya tersimpan di HP ini.',
  'cart.emptyWay': 'Ke pasar',
  'cart.noScript': 'Keranjang belum bisa dibuka di peramban ini. Tanyakan langsung ke warungnya.',
  'cart.notFound': 'Barang itu belum ada di HP ini. Cari lagi di pasar.',
  'cart.lineCount': '{name}, {unit}',
  'cart.pricedBefore': 'Harga berubah, tadi {price}.',
  'cart.soldOut': 'Sedang habis. Belum ikut dipesan.',
  'cart.closed': 'Warung sedang tutup. Belum ikut dipesan.',
  'cart.getting': 'Diambil sendiri, bayar di warung.',
  'cart.order': 'Pesan {price}',
  'cart.orders': 'Tiap warung menerima pesanannya sendiri.',
  'cart.safe': 'Bisa dipesan tanpa sinyal, terkirim sendiri nanti.',

  // who orders
  'cart.who.title': 'Siapa yang memesan?',
  'cart.who.body':
    'Tidak perlu akun. Penjual menghubungi nomor Anda kalau perlu, dan menyisihkan barang setelah menerima pesanan.',
  'cart.who.signUp': 'Daftar',
  'cart.who.signIn': 'Sudah punya akun',
});
