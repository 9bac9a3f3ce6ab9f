/** Words of a facilitator's day: the villages looked after, their shops and people, and what is asked of them. */
import { speak } from '../spoken';

export const assist = speak({
  'assist.title': 'Hari ini',
  'assist.notYours': 'Halaman ini untuk pendamping desa',
  'assist.notYours.body':
    'Dinas yang memilih pendamping. Tanyakan kepada Dinas kalau Anda pendamping.',
  'assist.ready': 'Siap dibawa tanpa sinyal',
  'assist.ready.body': 'Data {count} desa ada di HP ini. Data terbaru: {when}.',
  'assist.notYet': 'Data desa belum sampai di HP ini',
  'assist.notYet.body': 'Buka halaman ini sebentar di tempat yang ada sinyal.',
  'assist.search': 'Cari toko atau orang…',
  'assist.village': 'Desa',
  'assist.foundNone': 'Tidak ada yang cocok',
  'assist.foundNone.body': 'Coba tulis sebagian namanya saja.',

  'assist.questions': 'Menunggu keputusan',
  'assist.question': 'Dua isian berbeda',
  'assist.question.price': 'Dua harga berbeda. Pemilik yang memutuskan.',
  'assist.question.answered': 'Sudah dijawab di HP ini',

  'assist.shops': 'Toko',
  'assist.shopCount': '{count} toko',
  'assist.shops.empty': 'Belum ada toko di desa ini',
  'assist.shops.empty.body': 'Toko muncul di sini setelah dibuka dan terkirim.',
  'assist.owner': 'Pemilik {name}',
  'assist.shown': '{count} barang tampil',
  'assist.drafts': '{count} draf',
  'assist.noProducts': 'Belum ada barang',
  'assist.closed': 'Sedang tutup',
  'assist.verified': 'Terverifikasi',
  'assist.unverified': 'Belum diperiksa',
  'assist.verify': 'Tandai sudah diperiksa',
  'assist.verify.title': 'Sudah melihat sendiri toko ini?',
  'assist.verify.body':
    'Tanda terverifikasi terlihat oleh pembeli, dan tercatat atas nama Anda. Pastikan {name} benar ada dan sesuai.',
  'assist.verify.yes': 'Ya, saya sudah melihatnya',
  'assist.verify.done': '{name} sekarang terverifikasi.',
  'assist.unverify': 'Lepas tanda terverifikasi',
  'assist.unverify.title': 'Lepas tanda dari toko ini?',
  'assist.unverify.body': 'Pembeli tidak lagi melihat tanda terverifikasi pada {name}.',
  'assist.unverify.yes': 'Ya, lepas tandanya',
  'assist.unverify.done': 'Tanda pada {name} dilepas.',

  'assist.people': 'Orang',
  'assist.peopleCount': '{count} orang',
  'assist.people.empty': 'Belum ada orang di desa ini',
  'assist.people.empty.body': 'Orang muncul di sini setelah mendaftar dan memilih desa ini.',
  'assist.person.unnamed': 'Belum menulis nama',
  'assist.numberChecked': 'Nomor terverifikasi',
  'assist.numberUnchecked': 'Nomor belum diperiksa',

  // one person
  'assist.person.title': 'Orang',
  'assist.person.missing': 'Orang ini tidak ada di HP ini',
  'assist.person.missing.body':
    'Mungkin datanya belum sampai. Coba lagi di tempat yang ada sinyal.',
  'assist.person.number': 'Nomor HP',
  'assist.noAccount': 'Belum punya akun',
  'assist.person.numberLater': 'Nomornya terlihat saat ada sinyal.',
  'assist.check.how':
    'Minta {name} menunjukkan HP dengan nomor ini. Jangan memeriksa lewat telepon.',
  'assist.check': 'Nomor ini benar miliknya',
  'assist.check.sure': 'Anda bertemu langsung?',
  'assist.check.sure.body':
    'Tanda ini tercatat atas nama Anda dan tidak bisa dilepas sendiri. Lanjutkan kalau Anda melihat HP-nya.',
  'assist.check.yes': 'Ya, saya bertemu langsung',
  'assist.check.done': 'Nomor {name} sekarang terverifikasi.',
  'assist.reset.title': 'Lupa PIN',
  'assist.reset.how':
    'Buatkan kode sekali pakai hanya kalau {name} ada di depan Anda. {name} akan melihat siapa yang membuatnya.',
  'assist.reset': 'Buat kode PIN baru',
  'assist.reset.sure': 'Buat kode untuk {name}?',
  'assist.reset.sure.body': 'Setelah kodenya dipakai, semua HP lain yang memakai akun ini keluar.',
  'assist.reset.yes': 'Ya, {name} ada di sini',
  'assist.reset.code': 'Kode untuk {name}',
  'assist.reset.once': 'Hanya terlihat sekali ini. Berlaku sampai {until}, sekali pakai.',
  'assist.reset.where': 'Di HP-nya: Masuk, lalu Lupa PIN.',
  'assist.reset.hide': 'Sudah ditulis, tutup kode',
  'assist.phones.title': 'HP yang dipakai',
  'assist.phones.none': 'Belum ada HP yang tercatat.',
});
