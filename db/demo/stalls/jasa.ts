import type { StallTable } from './read-stalls';

/** Services: hands, tents and trucks that a neighbour can be asked for. */
export const jasa: StallTable = {
  kind: 'jasa',
  text: `
== Sewa Tenda H. Basuni | 2007 | H. Basuni | Tenda, kursi, dan pengeras suara untuk kawinan dan haulan; antar pasang.
Sewa tenda {4 x 6 m = 350.000; 6 x 12 m = 750.000} | 350.000/hari | 4 | Pasang dan bongkar sudah termasuk.
Sewa kursi plastik isi 50 | 125.000/hari | 6 | Dengan sarung tambah lima puluh ribu.
Sewa meja panjang | 15.000/hari | 30 | Dengan taplak putih.
Sewa pengeras suara | 300.000/hari | 2 | Dua pelantang, empat mikrofon, dan operator.
Sewa pelaminan Banjar | 2.500.000/acara | 1 | Air guci keemasan, hias kursi dan pintu.
Sewa piring dan gelas 100 orang | 150.000/hari | 4 | Piring, gelas, sendok, dan baki.
Sewa genset 5.000 watt | 350.000/hari | 2 | Bensin ditanggung penyewa.
Sewa kawah masak besar | 40.000/hari | 5 | Diameter satu meter, dengan tungku.

== Pijat dan Urut Julak Rahmah | 2013 | Rahmah | Urut turun-temurun untuk perempuan dan anak; lelaki oleh suami, Kai Sabran.
Pijat badan penuh | 75.000/jam | 4 | Minyak kelapa hangat, datang ke rumah boleh.
Urut keseleo | 60.000/kali | 4 | Bengkak ringan; yang parah dianjurkan ke puskesmas.
Pijat bayi | 40.000/kali | 4 | Lembut, ibu menemani.
Pijat ibu setelah melahirkan | 80.000/kali | 3 | Bidan sudah mengizinkan.
Kerokan dan pijat kepala | 40.000/kali | 4 | Setengah jam.
Timung uap rempah | 90.000/kali | 3 | Mandi uap Banjar sebelum kawin, rempah lengkap.
Lulur pengantin Banjar | 120.000/kali | 3 | Pupur dingin dan rempah, satu jam.
Bekam kering | 60.000/kali | 3 | Alat pribadi dibersihkan, tanpa luka.

== Pangkas Rambut Utuh | 2006 | Utuh Syarifudin | Pangkas di bawah pohon kasturi, tutup waktu salat.
Pangkas rambut {dewasa = 15.000; anak = 12.000} | 15.000/kepala | 15 | Gunting atau mesin, sisir disterilkan.
Cukur jenggot dan kumis | 8.000/kali | 12 | Pisau sekali pakai.
Pangkas panggilan rumah | 30.000/kepala | 4 | Untuk orang tua dan yang sakit.
Cukur bayi tasmiyahan | 35.000/kali | 3 | Pelan dan bersih, boleh pagi sekali.
Semir rambut | 40.000/kali | 5 | Hitam atau cokelat tua.
Keramas dan pijat kepala | 20.000/kali | 8 | Lima belas menit.

== Tukang Bangunan Pak Slamet | 2016 | Slamet Riyadi | Tukang kayu dan batu, pekerjaan rapi dan harga disepakati di depan.
Tukang batu harian | 160.000/hari | 3 | Bawa alat sendiri, makan siang dari rumah.
Pembantu tukang harian | 120.000/hari | 4 | Angkat dan aduk.
Pasang keramik | 65.000/meter | 30 | Ongkos saja, nat rapi.
Pasang atap seng | 35.000/meter | 40 | Termasuk paku, belum seng.
Perbaiki atap bocor | 150.000/kali | 4 | Diperiksa saat hujan pertama berikutnya, gratis.
Buat pintu kayu | 850.000/buah | 2 | Kayu meranti, belum kunci.
Cat dinding | 20.000/meter | 60 | Dua lapis, cat dari pemilik.
Pasang pompa sumur | 250.000/kali | 3 | Pipa sampai dapur.
Perbaiki titian kayu | 175.000/meter | 8 | Jembatan kecil di depan rumah, kayu ulin.

== Servis HP Anang Yusuf | 1001 | Muhammad Yusuf | Servis HP dan cetak foto, seberang pasar Batu Piring.
Ganti layar HP | 250.000/kali | 4 | Harga untuk tipe umum, tanya dulu tipe lain.
Ganti baterai HP | 110.000/kali | 6 | Bergaransi tiga bulan.
Bersihkan HP kena air | 75.000/kali | 4 | Jangan dinyalakan dulu, bawa secepatnya.
Pasang antigores | 20.000/kali | 15 | Kaca bening, hampir semua tipe.
Cetak foto {4R = 3.000; 10R = 12.000} | 3.000/lembar | 60 | Kirim foto, ambil sore.
Pas foto | 12.000/paket | 12 | Delapan lembar, latar merah atau biru.
Fotokopi dan jilid | 300/lembar | 500 | Jilid lakban lima ribu.
Laminating KTP | 4.000/lembar | 30 | Plastik tebal, sudut tumpul.
Ketik surat dan lamaran | 10.000/halaman | 12 | Bawa catatan tulisan tangan.
Ojek antar barang | 10.000/kali | 8 | Dalam Paringin Selatan, sampai sepuluh kilo.
`,
};
