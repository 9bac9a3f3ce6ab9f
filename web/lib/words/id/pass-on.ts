/** Words of being found: the card and the text one passes on, the short address, the poster, the file. */
import { speak } from '../spoken';

export const passOn = speak({
  // the text
  'pass-on.text.shop': 'Warung {kind} di {village}, Paringin Selatan',
  'pass-on.text.more': 'dan {count} barang lain',
  'pass-on.text.soldOut': 'Sedang habis, tanyakan dulu.',
  'pass-on.text.closed': 'Sedang tutup, tanyakan dulu.',
  'pass-on.text.sample': 'Contoh untuk mencoba Jukung, tidak sungguh dijual.',

  // on the card
  'pass-on.card.soldOut': 'Sedang habis',
  'pass-on.card.see': 'Lihat dan tanya di',
  'pass-on.card.count': '{count} barang di warung ini',
  'pass-on.card.alt': 'Gambar untuk dibagikan: {name}',

  // the sheet
  'pass-on.title': 'Bagikan {name}',
  'pass-on.drawing': 'Menggambar kartu…',
  'pass-on.noCard': 'Gambarnya belum bisa dibuat di HP ini. Teksnya tetap bisa dibagikan.',
  'pass-on.both': 'Bagikan gambar dan teks',
  'pass-on.textOnly': 'Bagikan teks',
  'pass-on.save': 'Simpan gambar',
  'pass-on.copy': 'Salin teks',
  'pass-on.copied': 'Teks sudah disalin. Tempelkan di chat.',
  'pass-on.copyByHand': 'Tekan lama tulisan ini, lalu pilih Salin:',
  'pass-on.whatsApp': 'Kirim lewat WhatsApp',
  'pass-on.refused': 'HP ini tidak membuka daftar aplikasi. Simpan gambarnya, lalu salin teksnya.',
  'pass-on.unsent':
    'Belum terkirim dari HP ini. Alamatnya baru bisa dibuka orang lain setelah terkirim.',
  'pass-on.hidden': 'Barang ini belum tayang. Tayangkan dulu supaya orang bisa membukanya.',
  'pass-on.showQr': 'Tampilkan kode QR',
  'pass-on.qr': 'Kode QR ke {address}',
  'pass-on.qrHow': 'Arahkan kamera HP lain ke kode ini.',
});
