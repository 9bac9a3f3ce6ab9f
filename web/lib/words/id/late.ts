/** Work that came too late: for whoever looks after the shop now, and for whoever said it. */
import { speak } from '../spoken';

export const late = speak({
  'late.title': 'Titipan untuk toko',
  'late.why':
    'Ditulis orang yang dulu mengurus toko ini. Sampainya terlambat, jadi Anda yang memutuskan.',
  'late.who': 'Seseorang',
  'late.use': 'Pakai',
  'late.aside': 'Sisihkan',
  'late.used': 'Dipakai. Tersimpan di HP.',
  'late.putAside': 'Disisihkan. Tersimpan di HP.',
  'late.now': 'Sekarang {value}.',

  // what they wanted
  'late.wants.price': '{who} mengubah harga jadi {value}, belum dipakai.',
  'late.wants.soldOut': '{who} menandai ini habis, belum dipakai.',
  'late.wants.there': '{who} menandai ini ada lagi, belum dipakai.',
  'late.wants.edit': '{who} mengubah ini, belum dipakai:',
  'late.wants.add': '{who} menambah barang ini, belum dipakai:',
  'late.wants.publish': '{who} menampilkan ini di pasar, belum dipakai.',
  'late.wants.hide': '{who} menyembunyikan ini dari pasar, belum dipakai.',
  'late.wants.remove': '{who} menghapus barang ini, belum dipakai.',
  'late.wants.restore': '{who} mengembalikan barang ini, belum dipakai.',
  'late.wants.stockIn': '{who} mencatat stok tambah {count}, belum dipakai.',
  'late.wants.stockOut': '{who} mencatat stok kurang {count}, belum dipakai.',
  'late.wants.sale': '{who} mencatat penjualan {value}, belum dipakai.',
  'late.sold': '{count} × {name}',
  'late.field': '{label}: {value}',
  'late.field.against': '{label}: {value} (sekarang {now})',
  'late.field.title': 'Nama',
  'late.field.name': 'Nama toko',
  'late.field.price': 'Harga',
  'late.field.unit': 'Satuan',
  'late.field.category': 'Jenis',
  'late.field.kind': 'Jenis jualan',
  'late.field.about': 'Keterangan',
  'late.field.phone': 'Nomor HP toko',
  'late.field.stock': 'Stok',
  'late.field.soldOut': 'Habis',
  'late.field.open': 'Buka',
  'late.yes': 'ya',
  'late.no': 'tidak',
  'late.empty': 'kosong',

  // for whoever said it
  'late.mine': 'Dititipkan ke orang toko',
  'late.mine.why': 'Anda tidak mengurus toko ini lagi. Tulisan Anda tidak hilang.',
  'late.mine.open': 'Menunggu orang toko',
  'late.mine.taken': 'Dipakai, {when}',
  'late.mine.aside': 'Disisihkan orang toko, {when}',
});
