import type { StallTable } from './read-stalls';

/** Animals, eggs and feed: the savings book of a village household. */
export const ternak: StallTable = {
  kind: 'ternak',
  text: `
== Itik Alabio Amang Fahmi | 2012 | Fahmi Ridha | Itik Alabio lepas rawa, telur dikumpulkan setiap subuh.
Telur itik {eceran; 30 biji = 85.000/papan} | 3.000/biji | 60 | Cangkang biru kehijauan, segar kemarin.
Itik Alabio {jantan = 75.000; betina petelur = 95.000} | 75.000/ekor | 14 | Sehat dan lincah, umur enam bulan.
Itik potong bersih | 80.000/ekor | 8 | Sudah dicabut bulu dan dibersihkan, pesan sehari sebelumnya.
Anak itik umur seminggu | 12.000/ekor | 80 | Sudah kuat, mau makan sendiri.
Itik panggang Banjar | 95.000/ekor | 4 | Bumbu habang, dipanggang arang.
Pakan itik campur | 7.500/kg | 40 | Dedak, ikan rucah, dan jagung giling.

== Ayam Kampung Abah Muhran | 2004 | Muhran | Ayam lepas kebun karet, dipotong sesuai syariat kalau diminta.
Ayam kampung {jantan = 95.000; betina = 80.000} | 95.000/ekor | 10 | Berat satu sampai satu setengah kilo hidup.
Ayam kampung potong | 75.000/kg | 8 | Bersih dari bulu, hati dan ampela disertakan.
Ayam ras potong | 39.000/kg | 20 | Dipotong pagi, tanpa es.
Telur ayam kampung | 3.500/biji | 40 | Kuning telurnya jingga.
Telur ayam ras | 30.000/kg | 30 | Satu kilo enam belas butir, pilih sendiri.
DOC ayam kampung | 9.000/ekor | 100 | Umur tiga hari, pesan lima hari sebelumnya.
Ayam bangkok anakan | 60.000/ekor | 6 | Umur dua bulan, kaki lurus.
Pupuk kandang ayam | 15.000/karung | 40 | Sudah kering dan tidak menyengat.

== Ternak Kambing Supian | 2016 | Supian Sauri | Kambing kacang dan etawa, terima pesan untuk akikah dan kurban.
Kambing kacang {jantan muda = 1.800.000; jantan dewasa = 2.600.000} | 1.800.000/ekor | 4 | Sehat, cukup umur, boleh dilihat di kandang.
Kambing etawa betina | 3.200.000/ekor | 2 | Sudah dua kali beranak.
Paket akikah masak 1 ekor | 3.000.000/paket | 3 | Gulai dan sate untuk seratus porsi.
Daging kambing | 150.000/kg | 5 | Pemotongan Jumat pagi, pesan sehari sebelumnya.
Susu kambing segar 250 ml | 12.000/botol | 10 | Diperah pagi, sudah dipanaskan.
Pupuk kandang kambing | 18.000/karung | 40 | Butiran kering, siap pakai.
Rumput gajah potong | 10.000/ikat | 25 | Satu ikat kira-kira dua puluh kilo.

== Telur Asin Mama Jannah | 2010 | Raudatul Jannah | Telur asin abu gosok, masir dan tidak amis.
Telur asin {eceran; isi 10 = 43.000/kotak} | 4.500/biji | 50 | Kuningnya masir dan berminyak.
Telur asin asap | 5.500/biji | 24 | Diasapi sabut kelapa semalam.
Telur asin mentah | 4.000/biji | 40 | Untuk isi bingka dan bulan.
Telur puyuh | 38.000/kg | 10 | Kira-kira seratus butir.
Burung puyuh petelur | 14.000/ekor | 60 | Umur empat puluh hari, mulai bertelur.
Bebek ungkep siap goreng | 85.000/ekor | 5 | Bumbu meresap, simpan di pembeku.
Kandang puyuh bertingkat | 350.000/buah | 2 | Kayu galam dan kawat, muat seratus ekor.
`,
};
