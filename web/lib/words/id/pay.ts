/** An order's money: where it can go, and what its two sides say of it. */
import { speak } from '../spoken';

export const pay = speak({
  'pay.title': 'Pembayaran',
  'pay.cash': 'Bisa tunai saat barang diambil.',
  'pay.byQris': 'Bayar pakai QRIS',
  'pay.showQris': 'Tunjukkan QRIS ke pembeli',
  'pay.account': 'Bisa transfer ke',
  'pay.copyAccount': 'Salin',
  'pay.copied': 'Tersalin.',
  'pay.copyByHand': 'Tekan lama tulisannya untuk menyalin.',

  // the buyer's word
  'pay.paid': 'Sudah bayar',
  'pay.paidAsk': 'Sudah bayar {price}?',
  'pay.paidBody': 'Penjual diberi tahu, lalu memastikan uangnya masuk.',
  'pay.paidYes.cash': 'Ya, tunai',
  'pay.paidYes.qris': 'Ya, pakai QRIS',
  'pay.paidYes.transfer': 'Ya, lewat transfer',
  'pay.paidDone': 'Dicatat. Tersimpan di HP.',
  'pay.buyer.said.cash': 'Anda bilang sudah bayar {price}, tunai',
  'pay.buyer.said.qris': 'Anda bilang sudah bayar {price}, pakai QRIS',
  'pay.buyer.said.transfer': 'Anda bilang sudah bayar {price}, lewat transfer',
  'pay.buyer.waits': 'Penjual belum memastikan uangnya masuk.',
  'pay.unpay': 'Ternyata belum bayar',
  'pay.unpayDone': 'Dicatat: belum bayar. Tersimpan di HP.',

  // the seller's word
  'pay.seller.said.cash': 'Pembeli bilang sudah bayar {price}, tunai',
  'pay.seller.said.qris': 'Pembeli bilang sudah bayar {price}, pakai QRIS',
  'pay.seller.said.transfer': 'Pembeli bilang sudah bayar {price}, lewat transfer',
  'pay.seller.check': 'Lihat sendiri di aplikasi bank atau dompet Anda. Gambar layar bisa dibuat.',
  'pay.received': 'Uang sudah masuk',
  'pay.receivedAsk': 'Uang {price} sudah masuk?',
  'pay.receivedBody': 'Catat kalau uangnya sudah Anda lihat sendiri.',
  'pay.receivedYes': 'Ya, sudah masuk',
  'pay.receivedDone': 'Dicatat: uang sudah masuk. Tersimpan di HP.',
  'pay.unreceive': 'Ternyata belum masuk',
  'pay.unreceiveDone': 'Dicatat: uang belum masuk. Tersimpan di HP.',
  'pay.buyer.notYet': 'Penjual belum mencatat uangnya masuk.',
  'pay.seller.notYet': 'Uangnya belum dicatat masuk.',
  'pay.buyer.received': 'Penjual sudah menerima {price}',
  'pay.seller.received': 'Uang {price} sudah Anda terima',
  'pay.setUp': 'Simpan kode QRIS toko',

  // what no longer fits
  'pay.changed': 'Pesanan sekarang {price}. Selisihnya {difference}: bicarakan berdua.',
  'pay.buyer.back': 'Pesanan ini tidak jadi. Minta uangnya kembali kepada penjual.',
  'pay.seller.back': 'Pesanan ini tidak jadi. Kembalikan uangnya kepada pembeli.',
});
