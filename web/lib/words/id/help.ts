/** Words of the help page: short answers a person can read alone, without signal. */
import { speak } from '../spoken';

export const help = speak({
  'help.title': 'Bantuan',
  'help.pageTitle': 'Bantuan · Jukung',
  'help.about': 'Ketuk pertanyaan untuk membaca jawabannya. Halaman ini bisa dibuka tanpa sinyal.',
  'help.questions': 'Pertanyaan',

  'help.buy.title': 'Bagaimana mencari dan membeli barang?',
  'help.buy.1':
    'Ketik nama barang di kotak cari. Bahasa Banjar boleh: iwak, wadai. Salah ketik sedikit tidak apa-apa.',
  'help.buy.2': 'Ketuk gambar jenis barang, atau pilih desa, supaya daftarnya lebih pendek.',
  'help.buy.3':
    'Buka barangnya, lalu hubungi penjual lewat telepon atau WhatsApp. Memesan langsung di Jukung belum bisa.',

  'help.freshness.title': 'Apa arti “Data terbaru”?',
  'help.freshness.1':
    'Pasar disimpan di HP ini supaya bisa dibuka tanpa sinyal. “Data terbaru: 2 jam lalu” berarti HP terakhir mendengar kabar pasar 2 jam lalu.',
  'help.freshness.2': 'Harga bisa berubah sesudahnya. Tanyakan dulu kepada penjual.',

  'help.photos.title': 'Kenapa ada foto yang harus diketuk dulu?',
  'help.photos.1':
    'Kalau jaringan lambat atau HP diatur hemat kuota, foto tidak dimuat sendiri. Ketuk tanda foto untuk melihatnya.',
  'help.photos.2': 'Foto yang sudah pernah dibuka biasanya tetap ada tanpa sinyal.',

  'help.sell.title': 'Bagaimana menjual barang?',
  'help.sell.1': 'Buka warung Anda sekali saja: tulis nama warung dan desanya.',
  'help.sell.2': 'Ketuk Tambah Produk. Ambil foto, tulis nama, tulis harga, lalu Simpan.',
  'help.sell.3': 'Tanpa sinyal pun bisa. Barang tersimpan di HP dan terkirim sendiri nanti.',
  'help.sell.4': 'Supaya pembeli bisa melihatnya, Anda perlu mendaftar dengan nomor HP dan PIN.',
  'help.sell.link': 'Ke jualan saya',

  'help.states.title': 'Apa arti Draf, Siap dikirim, dan Terkirim?',
  'help.states.draft': 'Baru ada di HP ini. Belum tayang, boleh diubah kapan saja.',
  'help.states.ready': 'Sudah selesai dan aman di HP ini. Berangkat sendiri begitu ada sinyal.',
  'help.states.sent': 'Sudah sampai. Pembeli di HP lain bisa melihatnya.',
  'help.states.needsYou': 'Ada yang harus Anda pilih atau perbaiki. Ketuk untuk melihat.',
  'help.states.link': 'Lihat kiriman saya',

  'help.noSignal.title': 'Tidak ada sinyal. Apa yang harus dilakukan?',
  'help.noSignal.1':
    'Teruskan saja. Semua yang Anda simpan aman di HP ini dan terkirim sendiri begitu ada sinyal.',
  'help.noSignal.2':
    'Kalau lewat tempat yang bersinyal, buka Jukung sebentar. Boleh ditutup lagi, nanti dilanjutkan.',
  'help.noSignal.3':
    'Jangan hapus Jukung dan jangan bersihkan data peramban selama masih ada kiriman yang menunggu.',
  'help.noSignal.4':
    'Sudah lebih dari 3 hari belum terkirim? Temui pendamping. Kiriman bisa dibawa sebagai berkas.',

  'help.prices.title': 'Kenapa saya diminta memilih harga?',
  'help.prices.1':
    'Harga barang Anda diubah di dua HP sebelum keduanya bertemu sinyal. Jukung tidak menebak: Anda yang memilih.',
  'help.prices.2':
    'Lihat siapa yang mengubah dan kapan, lalu ketuk harga yang benar. Boleh juga menulis harga lain.',
  'help.prices.3': 'Harga yang tidak dipilih tetap tercatat di riwayat barang.',

  'help.account.title': 'Lupa PIN atau ganti HP?',
  'help.account.1':
    'Lupa PIN: temui pendamping desa Anda atau Dinas. Mereka membuat kode sekali pakai untuk PIN baru.',
  'help.account.2': 'Ganti HP: masuk dengan nomor HP dan PIN yang sama.',
  'help.account.3':
    'Sebelum ganti HP, lihat dulu Kiriman di HP lama. Yang belum terkirim hanya ada di sana.',
  'help.account.4': 'PIN hanya untuk Anda. Jangan beri tahu siapa pun, juga bukan pendamping.',

  'help.shared.title': 'Satu HP dipakai beberapa orang?',
  'help.shared.1': 'Bisa. Setiap orang punya barang dan kirimannya sendiri. Ganti orang di Saya.',
  'help.shared.2': 'Pasang kunci layar di Saya supaya yang lain tidak membuka milik Anda.',

  'help.facilitator.title': 'Apa tugas pendamping di Jukung?',
  'help.facilitator.1':
    'Membantu warga di desanya: memeriksa nomor HP dan warung sambil bertatap muka, dan membuat kode untuk PIN baru.',
  'help.facilitator.2':
    'Perubahan harga oleh pendamping selalu terlihat oleh pemilik warung. Pemilik yang memutuskan.',

  'help.people.title': 'Masih bingung? Tanya orang',
  'help.people.1': 'Temui pendamping desa Anda. Tunjukkan layar HP ini, tidak perlu dijelaskan.',
  'help.people.2':
    'Tidak tahu siapa pendampingnya? Tanyakan di kantor desa, atau datang ke Dinas yang mengurus usaha kecil di Balangan.',
});
