import type { StallTable } from './read-stalls';

/** Everything else: seedlings, household goods, things for the field and the river. */
export const lainnya: StallTable = {
  kind: 'lainnya',
  text: `
== Kios Tani Subur | 2004 | Nor Ipansyah | Kebutuhan sawah dan kebun, boleh tanya cara pakai.
Pupuk kompos 10 kg | 20.000/karung | 40 | Kotoran sapi dan jerami, matang dua bulan.
Pupuk organik cair 1 liter | 30.000/botol | 15 | Dari urin kambing dan molase.
Benih cabai rawit | 15.000/bungkus | 16 | Isi seratus biji.
Benih kangkung | 8.000/bungkus | 20 | Cukup untuk satu bedeng.
Benih {terung; tomat; kacang panjang} | 12.000/bungkus | 14 | Kemasan rapat, tanggal tanam tertulis.
Cangkul bergagang | 75.000/buah | 8 | Gagang kayu halaban.
Arit rumput | 40.000/buah | 10 | Baja tipis, ringan.
Polybag isi 100 | 22.000/bungkus | 14 | Ukuran lima belas kali dua puluh.
Jaring ikan 20 m | 65.000/lembar | 6 | Mata jaring satu setengah inci.

== Warung Sembako Mama Ani | 2016 | Mahriani | Kebutuhan rumah sehari-hari, buka dari subuh sampai isya.
Minyak goreng 1 liter | 20.000/liter | 30 | Kemasan bantal.
Gula pasir | 18.000/kg | 40 | Putih, ditimbang per kilo.
Tepung terigu | 13.000/kg | 30 | Protein sedang, untuk wadai dan gorengan.
Sabun cuci batang | 5.000/batang | 30 | Untuk cuci di batang sungai.
Sabun colek {kecil = 2.000; besar = 6.000} | 2.000/bungkus | 30 | Hemat dan wangi limau.
Gas melon isi ulang | 25.000/tabung | 10 | Tabung kosong ditukar.
Obat nyamuk bakar | 6.000/kotak | 20 | Isi sepuluh, bau ringan.
Kopi saset renteng | 15.000/renteng | 24 | Isi sepuluh saset.
Mi instan satu dus | 115.000/dus | 8 | Isi empat puluh bungkus.
(minuman) Air mineral gelas satu dus | 22.000/dus | 14 | Isi empat puluh delapan gelas.

== Bibit Tanaman Kai Juhri | 2011 | Juhri | Bibit buah dan karet okulasi, akarnya dibungkus rapat untuk perjalanan.
Bibit karet okulasi | 12.000/batang | 200 | Payung dua, klon PB 260.
Bibit durian {lokal = 35.000; bawor = 65.000} | 35.000/batang | 14 | Tinggi setengah meter.
Bibit mangga kasturi | 45.000/batang | 8 | Sambung pucuk, cepat berbuah.
Bibit limau kuit | 30.000/batang | 12 | Cangkok, sudah berakar penuh.
Bibit kelapa genjah | 25.000/batang | 14 | Tunas tiga daun.
Bibit pinang | 5.000/batang | 60 | Tinggi tiga puluh senti.
Bibit purun rumpun | 3.000/rumpun | 50 | Untuk tepi rawa yang dangkal.
Anggrek hutan tempel | 50.000/pot | 6 | Dari perbanyakan sendiri, bukan ambil di hutan.
Bunga kertas pot | 25.000/pot | 10 | Warna merah muda dan jingga.
Melati dan mawar ronce | 10.000/untai | 10 | Kambang barenteng untuk acara, pesan sehari sebelumnya.

== Toko Serba Ada Halubau | 2012 | Hasan Basri | Alat sekolah, alat rumah, dan perlengkapan sungai.
Buku tulis isi 10 | 38.000/pak | 20 | Tiga puluh delapan lembar.
Pensil dan penghapus | 5.000/set | 40 | Untuk anak SD.
Ember plastik 15 liter | 22.000/buah | 14 | Gagang kawat tebal.
Gayung dan sikat | 15.000/set | 16 | Warna campur.
Tali tambang 10 m | 18.000/gulung | 14 | Untuk jukung dan jemuran.
Dayung kayu | 65.000/buah | 6 | Kayu ringan, panjang satu setengah meter.
Jukung kecil papan | 1.750.000/buah | 1 | Muat dua orang, papan ulin, sudah didempul.
Pancing bambu lengkap | 20.000/buah | 14 | Joran, senar, kail, dan pelampung.
Senter kepala isi ulang | 55.000/buah | 8 | Terang delapan jam untuk ke kebun karet.
Jas hujan setelan | 65.000/set | 8 | Tebal, jahitan dilapis.
Payung lipat | 45.000/buah | 8 | Rangka tujuh ruas.
`,
};
