import type { StallTable } from './read-stalls';

/** Spice, sugar, sambal: what turns rice and fish into a meal. */
export const bumbu: StallTable = {
  kind: 'bumbu',
  text: `
== Sambal Acan Mama Laila | 2005 | Lailatul Fitri | Sambal diulek dan dimasak matang, tahan tanpa pendingin dua minggu.
Sambal acan {100 g = 15.000; 200 g = 27.000} | 15.000/botol | 16 | Terasi bakar dan limau kuit, pedas sedang.
Sambal {ramania; hampalam; kuini} 150 g | 18.000/botol | 9 | Buah musim dicacah, asam segar.
Sambal habang 200 g | 25.000/botol | 12 | Cabai kering masak habang, manis pedas.
Sambal haruan suwir 150 g | 30.000/botol | 9 | Gabus goreng suwir, lauk di perjalanan.
Sambal bawang 150 g | 18.000/botol | 14 | Digoreng kering, pedas sekali.
Sambal mandai 150 g | 20.000/botol | 8 | Kulit cempedak tumis pedas.
Acan udang | 12.000/bungkus | 20 | Terasi udang rebon, satu bungkus satu ons.

== Gula Habang Julak Anang | 2008 | Anang Syahril | Menyadap aren pagi dan sore, memasak nira di pondok kebun.
Gula habang cetak {bulat; batok} | 28.000/kg | 20 | Aren asli, cokelat tua, padat.
Gula habang semut 250 g | 15.000/bungkus | 14 | Butiran halus, mudah larut untuk kopi.
Gula habang cair 350 ml | 20.000/botol | 10 | Untuk surabi, es, dan lupis.
Gula habang jahe 250 g | 18.000/bungkus | 10 | Potongan kecil, tinggal diseduh.
Air nira segar | 5.000/gelas | 12 | Minum hari ini juga, belum asam.
Cuka aren 350 ml | 14.000/botol | 8 | Untuk acar dan pempek.
Kolang-kaling | 18.000/kg | 12 | Direbus dua kali, bening dan kenyal.
Ijuk aren | 20.000/ikat | 6 | Untuk sapu dan saringan air.

== Bumbu Giling Acil Bariah | 1001 | Bariah | Bumbu segar dan giling di pasar Batu Piring, boleh beli sedikit.
Bawang putih bonggol | 38.000/kg | 20 | Siung besar dan padat, kering. | Garlic_001.jpg
Bawang putih kating | 40.000/kg | 10 | Lebih tajam, untuk bumbu acara. | Garlic_007.jpg
Bawang merah lokal | 42.000/kg | 16 | Kering kulit, tidak bertunas.
Bawang bombay | 30.000/kg | 14 | Kulit kuning, untuk tumisan dan sop. | Yellow-Onion_001.jpg
Bawang bombay kecil | 26.000/kg | 10 | Ukuran kecil, hemat untuk dapur rumah. | Yellow-Onion_007.jpg
Jahe gajah | 28.000/kg | 14 | Besar dan bersih, sedikit serat. | Ginger_007.jpg
Jahe emprit | 34.000/kg | 8 | Kecil lebih pedas, untuk minuman hangat. | Ginger_001.jpg
Bumbu giling {habang; kuning; rendang; soto Banjar} 100 g | 8.000/bungkus | 18 | Digiling pagi, cukup untuk satu kilo lauk.
Cabai rawit merah | 60.000/kg | 7 | Merah penuh, dijual per ons juga.
Cabai merah besar kering 100 g | 14.000/bungkus | 12 | Direndam air panas sebelum digiling.

== Rempah Dapur Inan | 2003 | Siti Zainab | Rempah dijemur di pekarangan dan ditumbuk sendiri.
Kunyit kering 100 g | 9.000/bungkus | 14 | Irisan kering kuning tua.
Lengkuas dan serai | 4.000/ikat | 18 | Satu ikat untuk dua kali masak.
Kencur segar | 35.000/kg | 6 | Kecil-kecil, harumnya kuat.
Kayu manis batang 50 g | 9.000/bungkus | 18 | Kulit tebal dari Loksado.
Cengkih kering 25 g | 8.000/bungkus | 14 | Utuh dan kering, untuk masak habang.
Kemiri kupas 250 g | 16.000/bungkus | 12 | Utuh, sudah dijemur.
Kapulaga dan pala | 10.000/bungkus | 10 | Campuran utuh untuk nasi kebuli.
Ketumbar {biji; bubuk} 100 g | 6.000/bungkus | 16 | Disangrai dulu sebelum ditumbuk.
Asam kandis 100 g | 9.000/bungkus | 12 | Untuk gangan asam ikan sungai.
Garam kasar | 10.000/kg | 20 | Garam krosok untuk wadi dan pakasam.
Bawang goreng {100 g = 18.000; 250 g = 42.000} | 18.000/bungkus | 12 | Tipis dan renyah, tanpa tepung.
`,
};
