import type { StallTable } from './read-stalls';

/** Weaving: purun reed, rattan, bamban and bamboo. Prices as reported for Kalimantan's weavers. */
export const anyaman: StallTable = {
  kind: 'anyaman',
  text: `
== Anyaman Purun Telaga Purun | 2014 | Maimunah | Purun ditumbuk dan dijemur sendiri, dianyam sore hari bersama tetangga.
Tikar purun polos {1 x 2 m = 60.000; 2 x 3 m = 160.000} | 60.000/lembar | 8 | Rapat dan lentur, wangi rumput kering.
Tikar purun warna {1 x 2 m = 85.000; 2 x 3 m = 210.000} | 85.000/lembar | 5 | Motif kotak dua warna, pewarna direbus supaya tahan.
Bakul purun {kecil = 8.000; sedang = 15.000; besar = 25.000} | 8.000/buah | 25 | Untuk belanja pasar pengganti plastik.
Kampil purun beras | 12.000/buah | 20 | Karung anyam untuk lima kilo beras.
Lampit purun alas salat | 45.000/lembar | 7 | Ukuran sajadah, pinggir dijahit kain.
Purun kering ikat | 15.000/ikat | 20 | Sudah ditumbuk, siap dianyam.

== Purun Cantik Acil Diang | 2016 | Diang Rosmala | Tas dan hiasan purun dengan jahitan furing, bisa tulis nama.
Tas purun bulat | 75.000/buah | 7 | Furing sasirangan, tali kulit tiruan.
Tas purun kotak {polos = 65.000; bordir = 110.000} | 65.000/buah | 6 | Muat buku dan bekal, kancing kayu.
Tas laptop purun | 135.000/buah | 3 | Lapisan busa di dalam, ukuran empat belas inci.
Dompet purun | 25.000/buah | 14 | Resleting rapi, tiga warna.
Topi purun {lebar; anak} | 30.000/buah | 10 | Ringan dan sejuk untuk ke sawah.
Kotak tisu purun | 35.000/buah | 10 | Tutup dapat dibuka, warna alami.
Sandal purun | 35.000/pasang | 8 | Alas karet, nyaman untuk di rumah.
Tempat pensil purun | 15.000/buah | 15 | Cocok untuk kenang-kenangan sekolah.
Map seminar purun | 40.000/buah | 20 | Pesanan kantor mulai sepuluh buah.

== Bakul dan Tikar Mama Mastura | 2003 | Mastura | Perabot dapur dari bambu dan purun, anyaman rapat buatan Inan.
Nyiru bambu {kecil = 25.000; besar = 40.000} | 25.000/buah | 10 | Untuk menampi beras, pinggir rotan.
Bakul nasi bambu | 35.000/buah | 8 | Dengan tutup, nasi tidak berair.
Saringan santan bambu | 20.000/buah | 8 | Anyaman halus, mudah dicuci.
Tudung saji {sedang = 50.000; besar = 75.000} | 50.000/buah | 5 | Anyaman bambu warna, tahan lama.
Lukah bambu | 65.000/buah | 6 | Perangkap ikan, mulutnya dua lapis.
Tampirai bambu | 90.000/buah | 3 | Perangkap ikan rawa ukuran pinggang.
Kipas sate bambu | 7.000/buah | 25 | Kuat dan ringan.
Sapu lidi bertangkai | 20.000/buah | 15 | Lidi nyiur tua, ikatan rotan.

== Rotan dan Bamban Amang Jumbri | 2011 | Jumberi | Rotan diambil dari kebun sendiri, dibelah dan diserut dengan tangan.
Lanjung rotan | 150.000/buah | 4 | Keranjang gendong untuk ke kebun, tali kulit kayu.
Butah rotan | 120.000/buah | 4 | Keranjang panen karet dan buah.
Keranjang parsel rotan | 35.000/buah | 10 | Bisa pesan bentuk bulat atau perahu.
Keranjang baju bamban | 140.000/buah | 4 | Bamban mengilap kuning langsat, dengan tutup.
Bakul bamban | 60.000/buah | 7 | Halus dan kuat, untuk hantaran.
Kursi rotan anak | 165.000/buah | 2 | Rangka rotan batang, sandaran anyam.
Lampit rotan 1 x 2 m | 350.000/lembar | 2 | Dingin dan licin, dijahit rapat.
Penebah kasur rotan | 30.000/buah | 10 | Lentur, gagang dililit.
Gelang rotan simpul | 10.000/buah | 20 | Anyaman tiga helai, ukuran dapat diatur.

== Anyaman Muda Galuh | 2010 | Galuh Nazwa Safitri | Remaja putri Bungin belajar menganyam bentuk baru untuk oleh-oleh.
Gantungan kunci purun | 8.000/buah | 30 | Bentuk jukung, ikan, dan ketupat.
Tatakan gelas purun isi 6 | 30.000/set | 10 | Bulat, pinggir dijahit warna.
Taplak purun meja makan | 55.000/lembar | 6 | Memanjang, ujung berumbai.
Pot gantung purun | 28.000/buah | 10 | Untuk tanaman kecil di teras.
Hiasan dinding purun bundar | 45.000/buah | 6 | Motif matahari dua warna.
Tas botol purun | 18.000/buah | 14 | Untuk botol minum satu liter.
Undangan purun gulung | 6.000/buah | 100 | Pesanan mulai lima puluh buah.
Keranjang bumbu purun | 22.000/buah | 12 | Tiga sekat untuk bawang dan cabai.
`,
};
