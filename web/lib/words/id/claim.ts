/** The code of an order that was placed without an account. */
import { speak } from '../spoken';

export const claim = speak({
  'claim.title': 'Kode pesanan',
  'claim.body':
    'Catat bersama nomor pesanan. Dengan keduanya pesanan ini bisa diambil dari HP lain atau akun Anda. Jangan berikan kepada orang lain.',
  'claim.way': 'Punya kode pesanan?',
  'claim.page': 'Ambil pesanan',
  'claim.pageBody':
    'Memesan tanpa akun di HP lain? Tulis nomor dan kodenya. Perlu sinyal sebentar.',
  'claim.number': 'Nomor pesanan',
  'claim.numberHelp': 'Contohnya 2005-K7-12',
  'claim.numberUnfit': 'Nomor belum lengkap. Contohnya 2005-K7-12.',
  'claim.code': 'Kode pesanan',
  'claim.codeHelp': 'Dua belas huruf dan angka, boleh tanpa garis',
  'claim.codeUnfit': 'Kode belum lengkap: dua belas huruf dan angka, tanpa 0, O, 1 dan I.',
  'claim.fetch': 'Ambil pesanan',
  'claim.fetched': 'Pesanan {number} sekarang milik Anda.',
});
