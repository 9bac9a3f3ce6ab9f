/** Ordering by a message: what stands in it, and the taps that begin it. */
import { speak } from '../spoken';

export const orderText = speak({
  'orderText.whatsApp': 'Pesan lewat WhatsApp',
  'orderText.sms': 'Pesan lewat SMS',
  'orderText.one': 'Halo {shop}, saya mau pesan 1 {unit} {name}, {price}.',
  'orderText.oneShort': '1 {unit} {name}',
  'orderText.fillIn': 'Nama saya:\nDesa saya:',
  'orderText.shop': 'Halo {shop}, saya mau pesan dari warung ini:',

  // an order that has its number
  'orderText.numbered': 'Halo {shop}, saya {name}. Pesanan {number} di Jukung:',
  'orderText.sum': 'Jumlah {price}',
  'orderText.title': 'Kirim lewat pesan',
  'orderText.unsentBody':
    'Belum ada internet? Kirim pesanan ini lewat SMS atau WhatsApp. Nomornya sama, jadi penjual tahu itu pesanan yang sama.',
  'orderText.body': 'Penjual belum membuka Jukung? Kirim pesanan ini lewat SMS atau WhatsApp juga.',
  'orderText.noNumber': 'Warung ini belum memasang nomor HP. Pilih sendiri nomornya.',
  'orderText.sendWhatsApp': 'WhatsApp',
  'orderText.sendSms': 'SMS',
  'orderText.copy': 'Salin tulisannya',
  'orderText.copied': 'Tersalin. Tempel di pesan mana saja.',
});
