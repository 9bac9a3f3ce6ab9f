/** Words of being found: the card and the text one passes on, the short address, the poster, the file. */
import { speak } from '../spoken';

export const passOn = speak({
  // the text
  'pass-on.shop': 'Warung {kind} di {village}',
  'pass-on.shop.any': 'Warung di {village}',
  'pass-on.shop.district': '{shop}, Paringin Selatan',
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
  'pass-on.showQr': 'Tampilkan kode QR',
  'pass-on.qr': 'Kode QR ke {address}',
  'pass-on.qrHow': 'Arahkan kamera HP lain ke kode ini.',

  // the file
  'pass-on.file.goods': 'Isi warung',
  'pass-on.file.empty': 'Belum ada barang yang tayang.',
  'pass-on.file.whatsApp': 'WhatsApp {phone}',
  'pass-on.file.hello': 'Halo {shop}, saya melihat halaman warung ini.',
  'pass-on.file.come': 'Datang langsung ke {village}.',
  'pass-on.file.newest': 'Harga terbaru ada di',
  'pass-on.file.made': 'Halaman ini disimpan {date}.',

  // the page of ways to be found
  'promote.title': 'Promosi',
  'promote.address': 'Alamat warung',
  'promote.addressSays': 'Pendek, tidak pernah berubah. Tulis di spanduk, sebutkan lewat telepon.',
  'promote.copy': 'Salin alamat',
  'promote.copied': 'Alamat sudah disalin.',
  'promote.qr': 'Kode QR',
  'promote.card': 'Kartu warung',
  'promote.cardSays': 'Gambar dan teks untuk status dan grup WhatsApp.',
  'promote.poster': 'Poster A4',
  'promote.posterSays': 'Satu lembar untuk ditempel, dengan kode QR. Tetap jelas hitam putih.',
  'promote.posterWay': 'Lihat poster',
  'promote.file': 'Halaman warung jadi satu berkas',
  'promote.fileSays': 'Bisa dibuka tanpa sinyal, disimpan, atau dikirim lewat Bluetooth.',
  'promote.fileWay': 'Simpan berkas',
  'promote.filePictures': 'Menyusun foto… {done} dari {total}',
  'promote.fileDone': 'Berkas {name} tersimpan di Unduhan, {size} KB.',
  'promote.fileNot': 'Berkasnya belum bisa dibuat. Kosongkan sedikit memori HP, lalu coba lagi.',
  'promote.guest': 'Alamatnya bisa dibuka orang lain setelah Anda mendaftar.',

  // the poster
  'poster.title': 'Poster A4',
  'poster.print': 'Cetak',
  'poster.how': 'Pilih kertas A4. Tanpa mesin cetak, simpan dulu sebagai PDF.',
  'poster.goods': 'Yang dijual',
  'poster.more': 'dan {count} barang lain',
  'poster.order': 'Cara pesan',
  'poster.scan': 'Arahkan kamera HP ke kode ini.',
  'poster.choose': 'Pilih barangnya.',
  'poster.ask': 'Ketuk “Tanya”. WhatsApp terbuka, tinggal kirim.',
  'poster.come': 'Datang langsung ke {village}.',
  'poster.type': 'atau ketik',
  'poster.whatsApp': 'WhatsApp',
  'poster.foot': 'Jukung, pasar desa Paringin Selatan. Tanpa perlu pasang aplikasi.',
  'poster.sample': 'Contoh',
});
