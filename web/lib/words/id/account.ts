/** Words of a person's account: who they are, signing up and in, a forgotten PIN, their phones, this phone. */
import { speak } from '../spoken';

export const account = speak({
  'account.title': 'Saya',
  'account.noVillage': 'Desa belum ditulis',
  'account.nobodyYet': 'Tamu',
  'account.numberChecked': 'Nomor terverifikasi',
  'account.numberUnchecked': 'Nomor belum diperiksa',
  'account.howChecked': 'Pendamping desa atau Dinas memeriksanya saat bertemu Anda.',

  // no account yet, or one that fell asleep
  'account.guest.title': 'Belum punya akun',
  'account.guest.body':
    'Barang tersimpan di HP ini saja. Setelah daftar, barang bisa tampil di pasar dan terbuka dari HP lain.',
  'account.expired.title': 'Perlu masuk lagi',
  'account.expired.body':
    'Pengiriman berhenti dulu sampai Anda masuk lagi. Semua data tetap ada di HP ini.',
  'account.signUp': 'Daftar',
  'account.signIn': 'Masuk',

  // doors to one's work
  'account.doors': 'Pekerjaan saya',
  'account.door.open': 'Buka toko',
  'account.door.open.fact': 'Jual barang sendiri',
  'account.door.sell': 'Jualan saya',
  'account.door.assist': 'Dampingan hari ini',
  'account.door.assist.fact': '{count} desa',
  'account.door.desk': 'Meja Dinas',
  'account.door.desk.fact': 'Kecamatan Paringin Selatan',

  // rows of settings
  'account.thisPhone': 'HP ini',
  'account.row.lock': 'Kunci HP',
  'account.row.lock.on': 'Terkunci PIN',
  'account.row.lock.off': 'Belum dikunci',
  'account.row.storage': 'Simpanan dan foto',
  'account.row.storage.kept': 'Dijaga, tidak dibuang HP',
  'account.row.storage.notKept': 'Belum dijaga',
  'account.row.language': 'Bahasa',
  'account.row.language.id': 'Bahasa Indonesia',
  'account.row.install': 'Pasang di layar depan',
  'account.row.install.why': 'Terbuka sekali ketuk, juga tanpa sinyal',
  'account.mine': 'Akun saya',
  'account.row.name': 'Nama dan desa',
  'account.row.pin': 'Ganti PIN',
  'account.row.phones': 'HP yang memakai akun ini',
  'account.row.log': 'Catatan keamanan',
  'account.row.signOut': 'Keluar dari akun',
  'account.more': 'Lainnya',
  'account.row.outbox': 'Kiriman',
  'account.row.outbox.waiting': '{count} menunggu sinyal',
  'account.row.outbox.none': 'Tidak ada yang menunggu',
  'account.row.help': 'Bantuan',
  'account.row.help.fact': 'Bisa dibaca tanpa sinyal',

  // name and village
  'account.name': 'Nama',
  'account.name.hint': 'seperti dipanggil tetangga',
  'account.villageField': 'Desa',
  'account.villageChoose': 'Pilih desa',
  'account.name.saved': 'Nama dan desa tersimpan.',

  // signing up
  'account.signUp.title': 'Daftar',
  'account.signUp.step.person': 'Orang',
  'account.signUp.step.number': 'Nomor dan PIN',
  'account.signUp.stepOf': 'Langkah {step} dari 2',
  'account.signUp.next': 'Lanjut ke nomor HP',
  'account.signUp.villageMissing': 'Desa belum dipilih.',
  'account.signUp.phone': 'Nomor HP',
  'account.signUp.phone.example': 'Nomor HP contohnya 0812-3456-7890.',
  'account.signUp.phone.for': 'Untuk masuk saja. Pembeli tidak melihat nomor ini.',
  'account.signUp.pin': 'PIN baru',
  'account.signUp.pin.helper': '6 angka yang Anda ingat. Jangan tanggal lahir.',
  'account.signUp.pinAgain': 'PIN sekali lagi',
  'account.signUp.pinDiffers': 'Belum sama dengan PIN di atas.',
  'account.signUp.pinShort': 'PIN harus 6 angka. Baru {count} angka.',
  'account.signUp.kept': 'Tulisan di HP ini tetap ada.',
  'account.signUp.done': 'Selamat datang, {name}. Yang sudah Anda tulis tetap ada.',
  'account.signUp.haveOne': 'Sudah punya akun? Masuk',
  'account.noSignal.title': 'Belum ada sinyal',
  'account.noSignal.signUp':
    'Daftar perlu sinyal sebentar. Semua tulisan aman di HP ini, dan Anda boleh terus memakai Jukung.',
  'account.noSignal.signIn': 'Masuk perlu sinyal sebentar. Yang ada di HP ini tetap aman.',

  // signing in
  'account.signIn.title': 'Masuk',
  'account.signIn.pin': 'PIN',
  'account.signIn.forgot': 'Lupa PIN?',
  'account.signIn.new': 'Belum punya akun? Daftar',
  'account.signIn.done': 'Selamat datang, {name}.',
  'account.signIn.adopted': 'Selamat datang, {name}. Tulisan tadi ikut masuk ke akun Anda.',
  'account.signIn.again': 'Selamat datang lagi, {name}',
  'account.signIn.again.body': 'Masuk lagi dengan PIN. Semua data tetap ada di HP ini.',
  'account.signIn.already': 'Anda sudah masuk',
  'account.signIn.already.body': 'HP ini sedang dipakai {name}.',
  'account.signIn.toMe': 'Ke halaman Saya',
  'account.signIn.asOther': 'Masuk sebagai orang lain',
  'account.signIn.other.body':
    'HP ini sudah dipakai orang lain yang punya akun. Datanya tetap tersimpan dan tidak tercampur.',
  'account.wait': 'Coba lagi dalam {time}.',
  'account.time.hours': '{hours} jam {minutes} menit',
  'account.time.minutes': '{minutes} menit {seconds} detik',
  'account.time.seconds': '{seconds} detik',

  // a forgotten PIN
  'account.forgot.title': 'Lupa PIN',
  'account.forgot.how': 'Minta kode ke pendamping',
  'account.forgot.how.1': 'Temui pendamping desa Anda atau Dinas.',
  'account.forgot.how.2': 'Mereka membuatkan kode 8 angka. Berlaku 24 jam, sekali pakai.',
  'account.forgot.how.3': 'Tulis kodenya di sini, lalu pilih PIN baru.',
  'account.forgot.code': 'Kode dari pendamping',
  'account.forgot.codeShort': 'Kode ada 8 angka. Baru {count} angka.',
  'account.forgot.newPin': 'PIN baru',
  'account.forgot.save': 'Pakai PIN baru',
  'account.forgot.after': 'HP lain yang memakai akun ini akan keluar.',
  'account.forgot.done': 'PIN baru sudah berlaku. Anda sudah masuk.',

  // changing the PIN
  'account.pin.title': 'Ganti PIN',
  'account.pin.now': 'PIN sekarang',
  'account.pin.new': 'PIN baru',
  'account.pin.save': 'Ganti PIN',
  'account.pin.done': 'PIN sudah diganti. HP lain sudah keluar dari akun ini.',
  'account.pin.wrong': 'PIN sekarang belum cocok.',

  // phones of this account
  'account.phones.title': 'HP saya',
  'account.phones.about': 'Semua HP yang pernah memakai akun ini. HP hilang? Keluarkan dari sini.',
  'account.phones.this': 'HP ini',
  'account.phones.android': 'HP Android',
  'account.phones.iphone': 'iPhone',
  'account.phones.windows': 'Komputer Windows',
  'account.phones.chromeos': 'Chromebook',
  'account.phones.mac': 'Komputer Mac',
  'account.phones.linux': 'Komputer Linux',
  'account.phones.other': 'HP tidak dikenal',
  'account.phones.seen': 'Terakhir terlihat {when}',
  'account.phones.neverSeen': 'Belum pernah terlihat',
  'account.phones.waiting': '{count} kiriman belum sampai',
  'account.phones.signedOut': 'Tidak sedang masuk',
  'account.phones.revoked': 'Sudah dikeluarkan',
  'account.phones.revoke': 'Keluarkan',
  'account.phones.revoke.title': 'Keluarkan HP ini dari akun?',
  'account.phones.revoke.body':
    '{phone} tidak menerima data baru lagi. Tulisan yang belum terkirim dari sana disimpan untuk diperiksa.',
  'account.phones.revoke.yes': 'Ya, keluarkan',
  'account.phones.revoke.done': '{phone} tidak lagi memakai akun ini.',
  'account.phones.empty': 'Baru HP ini yang memakai akun Anda.',

  // the security log
  'account.log.title': 'Catatan keamanan',
  'account.log.about': 'Siapa masuk, dan siapa mengubah apa. Ada yang bukan Anda? Ganti PIN.',
  'account.log.signed_up': 'Mendaftar',
  'account.log.signed_in': 'Masuk',
  'account.log.pin_changed': 'PIN diganti',
  'account.log.reset_code_made': 'Kode PIN baru dibuatkan',
  'account.log.reset_used': 'PIN diganti dengan kode',
  'account.log.device_revoked': 'Satu HP dikeluarkan',
  'account.log.by': 'oleh {name}',
  'account.log.byStranger': 'oleh orang lain',
  'account.log.empty': 'Belum ada catatan.',

  // signing out
  'account.signOut.title': 'Keluar dari akun?',
  'account.signOut.safe': 'Data tetap tersimpan di HP ini. Masuk lagi kapan saja dengan PIN.',
  'account.signOut.waiting':
    'Ada {count} kiriman yang belum terkirim. Tidak hilang, tetapi baru berangkat sesudah Anda masuk lagi.',
  'account.signOut.yes': 'Keluar',
  'account.signOut.done': 'Anda sudah keluar. Data tetap di HP ini.',

  // what the phone itself has to say
  'account.news.version': 'Versi baru siap',
  'account.news.version.body': 'Dipasang sebentar saja. Semua tulisan tetap aman.',
  'account.news.version.waits': 'Dipasang begitu tulisan Anda tersimpan.',
  'account.news.version.now': 'Pakai versi baru',
  'account.news.lost': '{count} kiriman yang belum terkirim ikut hilang.',
  'account.news.lost.sent': 'Terakhir terkirim {when}.',
  'account.news.read': 'Sudah dibaca',
  'account.news.room': 'Kosongkan memori',

  // only with a signal
  'account.needsSignal': 'Bagian ini perlu sinyal.',
  'account.needsSignal.body': 'Tidak ada sinyal sekarang. Yang lain tetap bisa dipakai.',

  // what is kept on this phone
  'account.storage.title': 'Simpanan dan foto',
  'account.storage.used': 'Terpakai di HP ini',
  'account.storage.unknown': 'Belum terhitung',
  'account.storage.kept': 'Data Anda dijaga',
  'account.storage.kept.body': 'HP tidak akan membuangnya sendiri, walaupun memori hampir penuh.',
  'account.storage.ask': 'Jaga data saya',
  'account.storage.ask.why':
    'Kalau memori penuh, HP boleh membuang data aplikasi. Mintalah supaya data Jukung tidak dibuang sebelum terkirim.',
  'account.storage.askedNo':
    'HP ini belum mau menjaganya. Pasang Jukung di layar depan, lalu coba lagi.',
  'account.storage.free': 'Hapus salinan foto yang sudah terkirim',
  'account.storage.free.why': 'Foto di galeri tetap ada, dan pembeli tetap melihat fotonya.',
  'account.storage.freed': '{size} dikosongkan.',
  'account.storage.freedNone': 'Tidak ada yang perlu dihapus.',
  'account.photos.title': 'Foto barang',
  'account.photos.auto': 'Otomatis',
  'account.photos.always': 'Selalu',
  'account.photos.tap': 'Ketuk dulu',
  'account.photos.auto.says': 'Foto dimuat sendiri, kecuali jaringan lambat atau HP hemat kuota.',
  'account.photos.always.says': 'Foto selalu dimuat sendiri. Kuota lebih banyak terpakai.',
  'account.photos.tap.says': 'Foto dimuat kalau diketuk. Paling hemat kuota.',
});
