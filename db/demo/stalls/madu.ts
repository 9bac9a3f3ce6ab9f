import type { StallTable } from './read-stalls';

/** Honey: stingless bees behind the house and wild bees high in the forest trees. */
export const madu: StallTable = {
  kind: 'madu',
  text: `
== Madu Kelulut Kai Rusdi | 2006 | Rusdiansyah | Empat puluh log kelulut di kebun karet Galumbang, dipanen dengan sedotan bersih.
Madu kelulut {100 ml = 35.000; 250 ml = 80.000; 500 ml = 150.000} | 35.000/botol | 12 | Asam manis, encer, dipanen bulan ini.
Madu kelulut hitam 250 ml | 85.000/botol | 7 | Dari sarang tua, rasa lebih pekat.
Propolis mentah kelulut 50 g | 40.000/bungkus | 6 | Gumpalan getah dari pintu sarang, belum diolah.
Bee pollen kelulut 100 g | 55.000/stoples | 5 | Tepung sari dijemur, asam gurih.
Log kelulut isi koloni | 450.000/log | 3 | Jenis itama, sudah berproduksi, siap dipindah malam hari.
Topping kotak kayu kelulut | 85.000/buah | 8 | Papan ulin bekas, rapat tanpa celah.
Sedotan panen madu manual | 65.000/buah | 5 | Pompa tangan sederhana dan selang bersih.

== Madu Hutan Halubau | 2007 | Saidi | Madu pohon dari Pegunungan Meratus, diambil tanpa menebang.
Madu hutan {140 ml = 45.000; 330 ml = 95.000; 650 ml = 175.000} | 45.000/botol | 10 | Cokelat gelap, disaring kain tanpa dipanaskan.
Madu hutan musim bunga 650 ml | 190.000/botol | 4 | Warna lebih terang, harum bunga.
Madu hutan dengan sarang | 120.000/stoples | 4 | Potongan sarang lebah dalam stoples, dimakan langsung.
Malam lebah | 60.000/kg | 7 | Lilin lebah untuk batik dan pemoles kayu.
Madu saset {isi 10 = 25.000; isi 20 = 48.000} | 25.000/kotak | 12 | Mudah dibawa, satu saset satu sendok.

== Kelulut Mandiri Telaga Purun | 2014 | Nurul Hidayati | Ibu-ibu Telaga Purun beternak kelulut di sela kebun purun.
Madu kelulut Telaga Purun {150 ml = 50.000; 300 ml = 95.000} | 50.000/botol | 10 | Rasa asam buah, warna kuning muda.
Madu lemon kelulut 250 ml | 65.000/botol | 7 | Irisan limau dalam madu, simpan di tempat sejuk.
Madu jahe kelulut 250 ml | 65.000/botol | 7 | Jahe parut dan madu, tinggal diseduh air hangat.
Sabun madu batangan | 15.000/batang | 14 | Buatan tangan, busanya lembut.
Bingkisan madu {2 botol = 110.000; 3 botol = 160.000} | 110.000/kotak | 4 | Kotak purun dengan pita sasirangan.
Permen madu jahe | 12.000/bungkus | 16 | Isi dua puluh, hangat di tenggorokan.
`,
};
