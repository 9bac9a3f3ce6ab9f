import type { StallTable } from './read-stalls';

/** Vegetables from home gardens, the swamp edge and the market lorry. */
export const sayur: StallTable = {
  kind: 'sayur',
  text: `
== Kebun Sayur Mama Ijai | 2003 | Norjanah | Sayur kebun belakang rumah, dipetik pagi dan diantar sebelum zuhur.
Bayam {hijau; merah} | 3.000/ikat | 25 | Dipetik subuh, akarnya masih basah supaya segar sampai sore.
Kangkung {darat; air} | 3.000/ikat | 30 | Batang muda, cocok ditumis dengan acan.
Kacang panjang | 5.000/ikat | 18 | Ikatan besar, kira-kira setengah kilo.
Terung bulat ungu | 12.000/kg | 15 | Kulit mengilap, daging tebal, enak untuk gangan asam. | Aubergine_001.jpg
Tomat merah kebun | 14.000/kg | 20 | Matang pohon, dipilih yang tidak memar. | Regular-Tomato_001.jpg
Timun hijau panjang | 9.000/kg | 16 | Renyah dan banyak air, untuk lalapan atau acar. | Cucumber_007.jpg
Daun bawang dan seledri | 4.000/ikat | 14 | Satu ikat berisi keduanya, untuk sup dan perkedel.
Pucuk gumbili | 3.000/ikat | 22 | Daun singkong muda, sudah dipisah dari tangkai keras.
Pare hijau | 10.000/kg | 9 | Ukuran sedang, pahitnya ringan setelah digarami.

== Sayur Subuh Acil Masnah | 1001 | Masnah | Buka setelah salat subuh, mengambil barang dari pasar Paringin setiap Senin dan Kamis.
Kol putih bulat | 12.000/kg | 20 | Padat dan berat, satu kepala kira-kira satu setengah kilo. | Cabbage_007.jpg, Cabbage_001.jpg
Wortel oranye | 16.000/kg | 22 | Manis dan renyah, sudah dicuci. | Carrots_007.jpg
Kentang kuning | 18.000/kg | 25 | Kulit tipis, cocok untuk perkedel dan bingka. | Solid-Potato_001.jpg
Paprika merah | 6.000/biji | 8 | Datang seminggu sekali, baik untuk tumisan acara. | Red-Bell-Pepper_001.jpg, Red-Bell-Pepper_007.jpg
Jamur kancing cokelat | 22.000/bungkus | 7 | Isi 250 gram, simpan di tempat sejuk. | Brown-Cap-Mushroom_007.jpg, Brown-Cap-Mushroom_001.jpg
Sawi {hijau; putih; pahit} | 6.000/ikat | 15 | Daun lebar tanpa lubang, dipilih satu per satu.
Kembang kol | 20.000/kg | 8 | Putih rapat, sudah dibuang daun tuanya.
Buncis muda | 15.000/kg | 12 | Mudah dipatahkan, tidak berserat.
Taoge kacang hijau | 3.000/bungkus | 20 | Dibuat sendiri, baru dipanen pagi ini.

== Pondok Sayur Rahmadi | 2012 | Rahmadi | Kebun kecil di tepi jalan Halubau Utara; boleh memetik sendiri kalau datang pagi.
Terung panjang ungu | 10.000/kg | 14 | Panjang sejengkal lebih, lembut setelah dibakar.
Labu waluh {kecil = 8.000; besar = 18.000} | 8.000/biji | 10 | Kuning tua dan manis, untuk bingka atau kolak.
Jagung {manis; ketan} | 3.000/tongkol | 40 | Dipanen pagi, rebus hari itu juga supaya manis.
Ubi jalar kuning | 9.000/kg | 25 | Gumbili manis berkulit cokelat, enak dikukus. | Sweet-Potato_001.jpg, Sweet-Potato_007.jpg
Gumbili kayu | 5.000/kg | 40 | Singkong umur delapan bulan, empuk dan tidak pahit.
Keladi kukus | 8.000/kg | 18 | Talas pulen, tidak gatal, sudah dibersihkan tanahnya.
Oyong muda | 8.000/kg | 9 | Untuk gangan bening bersama jagung.
Cabai rawit hijau | 45.000/kg | 6 | Pedas tajam, dijual juga per ons.
Cabai keriting merah | 55.000/kg | 6 | Dipetik tua, tidak lembek.

== Kebun Julak Hamdani | 2009 | Hamdani | Sayur rawa dan hutan kampung, ada menurut musim air.
Kalakai pucuk merah | 3.000/ikat | 20 | Pakis rawa muda, untuk tumis atau keripik.
Genjer rawa | 3.000/ikat | 15 | Diambil dari sawah sendiri, sudah dicuci dua kali.
Rebung segar | 12.000/kg | 10 | Sudah dikupas dan direndam, siap dimasak santan.
Umbut kelapa | 20.000/kg | 6 | Putih dan manis, untuk gangan humbut acara kawinan.
Umbut rotan | 15.000/ikat | 5 | Pahit gurih, dibakar lalu dicocol sambal acan.
Jantung pisang | 5.000/biji | 12 | Dari pisang manurun, sudah dibuang kulit luarnya.
Jaring muda | 25.000/kg | 7 | Jengkol muda untuk lalapan, belum direbus.
Petai papan | 6.000/papan | 15 | Biji penuh, papan panjang.
Daun kelor | 3.000/ikat | 14 | Untuk gangan bening, daunnya sudah dirontokkan sebagian.
Jamur tiram putih | 8.000/bungkus | 12 | Isi 250 gram dari kumbung sendiri.

== Galuh Tani Sayur Segar | 2014 | Galuh Maulida | Kelompok ibu-ibu menanam sayur tanpa semprotan di pekarangan.
Selada keriting | 5.000/ikat | 12 | Ditanam dalam pot, bersih dari tanah.
Pakcoy pekarangan | 5.000/ikat | 15 | Batang tebal, masak sebentar saja.
Terung bulat lalapan | 10.000/kg | 9 | Kecil renyah, dimakan mentah dengan sambal.
Terung ungu pilihan | 13.000/kg | 8 | Dipilih yang besar dan mulus untuk pesanan warung. | Aubergine_007.jpg
Tomat kecil manis | 16.000/kg | 10 | Buahnya kecil-kecil, manis untuk rujak dan sambal. | Regular-Tomato_007.jpg
Timun lalap | 8.000/kg | 12 | Dipetik muda, bijinya halus. | Cucumber_001.jpg
Wortel mini | 14.000/kg | 10 | Ukuran kecil, dijual lebih murah, rasanya sama. | Carrots_001.jpg
Kacang kecipir | 5.000/ikat | 8 | Sayap hijau muda, renyah untuk tumis.
Gambas dan labu siam | 6.000/bungkus | 10 | Campuran potong untuk satu panci sayur bening.
Kentang kecil rendang | 16.000/kg | 15 | Sebesar kelereng, dimasak dengan kulitnya. | Solid-Potato_007.jpg
`,
};
