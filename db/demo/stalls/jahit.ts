import type { StallTable } from './read-stalls';

/** Sewing, sasirangan cloth and embroidery: made to measure, paid when fetched. */
export const jahit: StallTable = {
  kind: 'jahit',
  text: `
== Jahit Bu Hartini | 1001 | Hartini | Menjahit baju pria dan wanita sejak dua puluh tahun, ukur di tempat.
Jahit baju kurung | 110.000/potong | 6 | Bahan dari pelanggan, selesai sepuluh hari.
Jahit gamis {polos = 130.000; pesta = 220.000} | 130.000/potong | 5 | Furing dan resleting sudah termasuk.
Jahit kebaya | 275.000/potong | 3 | Dua kali pas badan.
Jahit kemeja pria | 95.000/potong | 6 | Kerah keras atau lembut, pilih sendiri.
Jahit celana kain | 95.000/potong | 6 | Kantong empat, keliman lebar.
Jahit baju koko | 100.000/potong | 6 | Dengan bordir sederhana di dada.
Jahit mukena | 90.000/set | 5 | Atasan dan bawahan dengan tas kecil.
Jahit rok span | 75.000/potong | 7 | Belahan belakang atau samping.
Ukur ke rumah | 20.000/kali | 4 | Untuk orang tua dan rombongan pengantin.

== Sasirangan Galuh Banua | 2005 | Galuh Rahmawati | Kain sasirangan jelujur tangan, warna dari daun dan kulit kayu kalau dipesan.
Kain sasirangan {gigi haruan; kulat karikit; bayam raja; ombak} 2 m | 165.000/lembar | 4 | Katun, dijelujur dan dicelup tangan, warna tidak luntur.
Kain sasirangan hiris gagatas 2 m | 175.000/lembar | 3 | Motif belah ketupat, dua kali celup.
Kain sasirangan warna alam 2 m | 260.000/lembar | 2 | Kulit ulin dan daun ketapang, warna lembut.
Selendang sasirangan | 85.000/lembar | 6 | Sutra tiruan ringan.
Kemeja sasirangan {pendek = 185.000; panjang = 210.000} | 185.000/potong | 4 | Ukuran S sampai XXL.
Tas kain sasirangan | 60.000/buah | 8 | Lapisan kain tebal, muat belanja.
Peci sasirangan | 35.000/buah | 10 | Ukuran lima sampai sembilan.
Masker kain sasirangan | 10.000/buah | 30 | Dua lapis, tali dapat diatur.
Belajar menyasirang | 75.000/orang | 8 | Tiga jam, kain satu meter dibawa pulang.

== Bordir Acil Zubaidah | 2015 | Zubaidah | Bordir mesin dan tangan untuk kerudung, mukena, dan seragam.
Bordir nama | 10.000/nama | 30 | Ukuran sampai sepuluh senti, selesai dua hari.
Bordir logo seragam | 15.000/buah | 40 | Mulai sepuluh buah, contoh gambar dikirim dulu.
Kerudung bordir {pinggir = 55.000; penuh = 95.000} | 55.000/lembar | 7 | Kain paris, benang mengilap.
Mukena bordir | 245.000/set | 3 | Katun dingin, bordir bunga di pinggir.
Sajadah bordir nama | 95.000/lembar | 5 | Tebal, nama satu baris.
Taplak meja bordir | 85.000/lembar | 5 | Satu setengah meter, bunga sudut.
Sarung bantal bordir | 45.000/pasang | 7 | Sepasang, bahan katun.
Bordir kebaya tangan | 190.000/potong | 2 | Payet dapat ditambah.

== Permak dan Seragam Mama Yuli | 2009 | Yuliani | Permak cepat dan seragam sekolah, dekat SD Murung Abuin.
Potong celana | 15.000/potong | 15 | Ditunggu setengah jam.
Ganti resleting {celana = 20.000; jaket = 35.000} | 20.000/potong | 12 | Resleting sudah termasuk.
Kecilkan baju | 25.000/potong | 10 | Samping dan lengan.
Tambal dan tisik | 10.000/lubang | 15 | Hampir tidak kelihatan.
Seragam SD {merah putih; pramuka} | 130.000/set | 8 | Ukuran satu sampai enam, bahan tebal.
Seragam SMP biru putih | 150.000/set | 7 | Celana atau rok panjang.
Baju muslim sekolah | 140.000/set | 6 | Putih atau hijau, dengan kerudung.
Badge dan nama pasang | 8.000/baju | 25 | Dijahit mesin di tempat.
Sewa baju adat anak | 75.000/hari | 5 | Untuk karnaval, sudah dicuci.

== Konveksi Pemuda Binjai | 2008 | Muhammad Rifani | Kaus, jaket, dan spanduk kain buatan karang taruna.
Kaus sablon satuan | 75.000/potong | 10 | Katun 24s, gambar dari pembeli.
Kaus sablon rombongan | 60.000/potong | 50 | Mulai dua belas potong.
Jaket karang taruna | 165.000/potong | 6 | Bahan drill, bordir dada.
Rompi kerja | 95.000/potong | 8 | Empat kantong, garis pantul.
Celemek dapur | 35.000/buah | 12 | Bahan tahan minyak, nama warung disablon.
Sarung jok motor | 45.000/buah | 8 | Kulit tiruan, jahit dobel.
Kantong kain belanja | 15.000/buah | 25 | Kanvas, gambar ikan haruan.
Bendera dan umbul-umbul | 40.000/lembar | 12 | Ukuran dapat dipesan.
`,
};
