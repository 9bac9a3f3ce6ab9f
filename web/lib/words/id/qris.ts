/** The code that carries a sum, and the page on which a shop keeps its lasting one. */
import { speak } from '../spoken';

export const qris = speak({
  // one order's code
  'qris.pay': 'Pindai dan bayar',
  'qris.alt': 'Kode QRIS untuk {price}',
  'qris.name': 'Di aplikasi bank akan tertulis {name}, {city}. Kalau lain, jangan bayar.',
  'qris.how': 'Buka aplikasi bank atau dompet, lalu pindai kode ini.',
  'qris.howSame': 'Di HP yang sama: simpan gambarnya, lalu pilih dari galeri di aplikasi itu.',
  'qris.save': 'Simpan gambar',
  'qris.drawing': 'Gambar disiapkan.',
  'qris.noPicture': 'HP ini belum bisa membuat gambarnya. Pindai langsung dari layar.',
  'qris.after': 'Sesudah bayar, tekan Sudah bayar di pesanan ini.',
  'qris.order': 'Pesanan {number}',

  // the shop's own
  'qris.title': 'QRIS dan rekening',
  'qris.code': 'Kode QRIS toko',
  'qris.why':
    'Simpan sekali. Setiap pesanan yang Anda terima lalu punya kode sendiri dengan jumlah uangnya.',
  'qris.scan': 'Pindai dengan kamera',
  'qris.again': 'Ganti dengan kode lain',
  'qris.picture': 'Ambil dari galeri',
  'qris.typed': 'Tempel tulisan kodenya',
  'qris.typedLabel': 'Tulisan kode QRIS',
  'qris.typedHelp': 'Diawali 000201. Disalin dari aplikasi bank atau dompet.',
  'qris.typedRead': 'Baca tulisan ini',
  'qris.aim': 'Arahkan kamera ke kode QRIS toko Anda.',
  'qris.stop': 'Tutup kamera',
  'qris.noCamera': 'Kamera belum bisa dipakai. Ambil gambarnya dari galeri saja.',
  'qris.noCode': 'Belum ada kode yang terbaca di gambar ini. Coba yang lebih terang dan dekat.',
  'qris.reading': 'Gambar dibaca.',
  'qris.yours': 'Benar ini punya Anda?',
  'qris.yoursBody': 'Uang pembeli masuk ke nama ini.',
  'qris.yes': 'Ya, simpan',
  'qris.no': 'Bukan',
  'qris.kept': 'Kode QRIS tersimpan di HP.',
  'qris.remove': 'Hapus kode',
  'qris.removeAsk': 'Hapus kode QRIS toko?',
  'qris.removeBody': 'Pesanan berikutnya tanpa QRIS. Kode yang sama bisa disimpan lagi kapan saja.',
  'qris.removeYes': 'Ya, hapus',
  'qris.removed': 'Kode QRIS dihapus. Tersimpan di HP.',
  'qris.account': 'Rekening atau dompet',
  'qris.accountHint': 'boleh kosong',
  'qris.accountHelp':
    'Nama bank atau dompet, nomornya, atas nama siapa. Dilihat pembeli sesudah pesanannya Anda terima.',
  'qris.accountSave': 'Simpan rekening',
  'qris.accountKept': 'Rekening tersimpan di HP.',
  'qris.notOwner': 'Tujuan uang toko hanya diatur pemiliknya.',
  'qris.none': 'Belum ada',
  'qris.history': 'Riwayat',
});
