/** Words for several people on one phone, the lock between them, and those who help in a shop. */
import { speak } from '../spoken';

export const people = speak({
  'people.here': 'Orang di HP ini',
  'people.here.note': 'Data tiap orang tersimpan sendiri-sendiri.',
  'people.guest': 'Tamu',
  'people.current': 'Sedang memakai',
  'people.locked': 'Terkunci PIN',
  'people.switched': 'Sekarang {name} yang memakai HP ini.',
  'people.other': 'Orang lain',
  'people.other.fact': 'Masuk atau daftar',
  'people.other.title': 'Orang lain memakai HP ini',
  'people.other.body': 'Data {name} tetap tersimpan dan tidak tercampur.',
  'people.other.signIn': 'Masuk dengan nomor HP',
  'people.other.signUp': 'Daftar akun baru',
  'people.other.look': 'Lihat-lihat dulu',
  'people.remove': 'Hapus orang dari HP ini',
  'people.remove.title': 'Hapus siapa dari HP ini?',
  'people.remove.body': 'Akunnya tidak ikut terhapus. Yang sudah terkirim bisa dibuka lagi.',
  'people.remove.one': 'Hapus {name}',
  'people.remove.sure': 'Hapus {name} dari HP ini?',
  'people.remove.sureGuest':
    'Tamu ini belum punya akun. Tulisannya hanya ada di HP ini dan ikut terhapus.',
  'people.remove.yes': 'Ya, hapus',
  'people.remove.evenSo': 'Hapus juga, biar hilang',
  'people.remove.save': 'Simpan dulu sebagai berkas',
  'people.remove.saved': 'Tersimpan di unduhan: {file}',
  'people.removed': '{name} sudah dihapus dari HP ini.',

  // the screen between people
  'people.who': 'Siapa Anda?',
  'people.who.sub': 'Pilih nama Anda',
  'people.pin': 'PIN kunci {name}',
  'people.notMe': 'Bukan saya',
  'people.lookAround': 'Lihat pasar saja',
  'people.forgotLock': 'Lupa PIN kunci?',
  'people.forgotLock.body':
    'Ketuk Orang lain, lalu masuk dengan nomor HP dan PIN akun. Tulisan yang belum terkirim tetap tersimpan di bawah nama lama.',

  // the lock
  'people.lock.title': 'Kunci HP',
  'people.lock.why':
    'Untuk HP yang dipakai bersama. Sebelum membuka data Anda, orang lain harus menulis PIN ini.',
  'people.lock.notAccount': 'PIN kunci hanya untuk HP ini. Boleh sama dengan PIN akun.',
  'people.lock.new': 'PIN kunci',
  'people.lock.again': 'PIN kunci sekali lagi',
  'people.lock.set': 'Kunci dengan PIN ini',
  'people.lock.isSet': 'Data Anda terkunci PIN',
  'people.lock.isSet.body': 'PIN ini diminta setiap kali data Anda dibuka.',
  'people.lock.now': 'Kunci sekarang',
  'people.lock.change': 'Ganti PIN kunci',
  'people.lock.remove': 'Lepas kunci',
  'people.lock.saved': 'Kunci terpasang.',
  'people.lock.removed': 'Kunci dilepas.',

  // helpers of a shop
  'people.helpers.title': 'Pembantu toko',
  'people.helpers.about':
    'Pembantu boleh menambah dan mengubah barang. Harga yang berbeda tetap Anda yang memutuskan.',
  'people.helpers.list': 'Yang membantu',
  'people.helpers.empty': 'Belum ada pembantu',
  'people.helpers.empty.body': 'Tulis nomor HP orang yang boleh mengurus toko ini bersama Anda.',
  'people.helpers.unnamed': 'Pembantu toko',
  'people.helpers.find': 'Cari orangnya',
  'people.helpers.giveName': 'Jadikan {name} pembantu',
  'people.helpers.given': '{name} sekarang membantu toko ini.',
  'people.helpers.itsYou': 'Ini nomor Anda sendiri.',
  'people.helpers.already': '{name} sudah membantu toko ini.',
  'people.helpers.remove': 'Berhentikan',
  'people.helpers.removed': '{name} tidak lagi membantu toko ini.',
  'people.helpers.needsSignal': 'Mencari orang perlu sinyal. Memberhentikan tidak.',
  'people.helpers.noShop': 'Toko ini bukan milik Anda',
  'people.helpers.noShop.body': 'Hanya pemilik toko yang memilih pembantunya.',
});
