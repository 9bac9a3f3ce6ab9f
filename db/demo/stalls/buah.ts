import type { StallTable } from './read-stalls';

/** Fruit: bananas all year, the rest by season, a little from the town. */
export const buah: StallTable = {
  kind: 'buah',
  text: `
== Buah Kebun Kai Sarwani | 2006 | Sarwani | Kebun campur warisan orang tua; buah dipetik kalau sudah tua di pohon.
Mangga hijau manis | 18.000/kg | 20 | Kulit hijau tetapi daging kuning, manis sampai ke biji. | Mango_007.jpg
Mangga kasturi | 25.000/kg | 10 | Kecil, harum dan manis, khas Kalimantan Selatan.
Kuini | 15.000/kg | 8 | Harum tajam, enak untuk sambal dan jus.
Hampalam muda | 10.000/kg | 12 | Mangga hutan asam untuk rujak dan pencok.
Durian kampung | 30.000/biji | 12 | Jatuh malam, dijual pagi; boleh dicium dulu.
Lahung merah | 25.000/biji | 6 | Durian hutan berduri panjang, dagingnya merah tipis.
Cempedak tiwadak | 20.000/biji | 9 | Kulitnya jangan dibuang, dapat dibuat mandai.
Ramania | 18.000/kg | 8 | Gandaria asam manis, untuk sambal atau dimakan dengan garam.
Langsat | 15.000/kg | 25 | Manis tipis kulit, satu tangkai penuh.

== Lapak Buah Amang Ipan | 1001 | Irfansyah | Lapak tepi jalan Batu Piring, buah dari kebun sekitar dan dari pasar kota.
Jeruk manis oranye | 28.000/kg | 20 | Kulit mulus, banyak air, cocok diperas. | Orange_001.jpg
Semangka bulat tanpa biji | 9.000/kg | 30 | Satu buah tiga sampai lima kilo, boleh dibelah separuh. | Watermelon_001.jpg
Nanas madu | 12.000/biji | 18 | Kuning dan manis, dikupaskan kalau diminta. | Pineapple_007.jpg
Alpukat mentega | 25.000/kg | 14 | Daging tebal, matang dua hari lagi. | Avocado_007.jpg
Mangga arum | 22.000/kg | 12 | Dipilih satu per satu, tidak ada yang memar. | Mango_001.jpg
Apel impor | 38.000/kg | 10 | Merah renyah, untuk tamu dan hantaran.
Anggur ungu | 55.000/kg | 6 | Datang Jumat sore, cepat habis.
Buah naga merah | 20.000/kg | 15 | Dari kebun di Juai, manis dan berair.
Melon hijau | 13.000/kg | 12 | Jaringnya rapat tanda sudah manis.
Parsel buah {kecil = 75.000; sedang = 125.000} | 75.000/keranjang | 3 | Disusun dalam bakul purun, pesan sehari sebelumnya.

== Pisang Binjai Acil Norlaila | 2008 | Norlaila | Segala macam pisang, mentah untuk keripik dan matang untuk dimakan.
Pisang ambon kuning | 15.000/sisir | 20 | Satu sisir dua belas sampai lima belas buah. | Banana_007.jpg
Pisang talas | 12.000/sisir | 14 | Gurih untuk gaguduh dan pisang goreng.
Pisang kepok {matang; mentah} | 13.000/sisir | 22 | Buah besar, cocok untuk keripik, kolak, dan rimpi.
Pisang mahuli | 8.000/sisir | 18 | Kecil manis, kesukaan anak-anak.
Pisang manurun | 10.000/sisir | 15 | Padat, untuk pais pisang dan amparan tatak.
Pisang raja | 18.000/sisir | 8 | Harum, dipilih untuk acara selamatan.
Pisang tandan besar | 65.000/tandan | 4 | Pisang kepok satu tandan, tujuh sampai sembilan sisir.
Pisang kuning setengah matang | 14.000/sisir | 10 | Masih keras, tahan dibawa jauh. | Banana_001.jpg
Daun pisang | 5.000/ikat | 20 | Lebar dan tidak robek, untuk bungkus pais dan lamang.

== Kebun Buah Maradap | 2011 | Ahmad Fauzan | Kebun pepaya, nanas, dan jeruk di belakang masjid Maradap.
Pepaya mengkal | 8.000/kg | 25 | Matang tiga hari lagi, dagingnya oranye tua. | Papaya_001.jpg
Pepaya sayur | 6.000/kg | 18 | Masih hijau keras, untuk gangan dan acar. | Papaya_007.jpg
Nanas kampung | 8.000/biji | 20 | Asam manis segar, untuk rujak dan selai. | Pineapple_001.jpg
Jeruk peras | 20.000/kg | 16 | Airnya banyak, satu kilo kira-kira empat gelas. | Orange_007.jpg
Limau nipis | 18.000/kg | 14 | Jeruk nipis hijau, kulit tipis dan berair. | Lime_007.jpg
Limau kuit | 25.000/kg | 9 | Jeruk wangi khas Banjar untuk sambal dan soto.
Jeruk siam Banjar | 18.000/kg | 20 | Manis segar dari kebun pasang surut.
Jambu biji {merah; putih} | 12.000/kg | 12 | Renyah, enak dirujak atau dijus.
Belimbing manis | 12.000/kg | 9 | Besar dan berair, dipetik pagi.

== Buah Musim Mama Aluh | 2013 | Aluh Herlina | Menjual buah menurut musim dan buah potong untuk siang hari.
Semangka potong | 5.000/bungkus | 20 | Potongan dingin siap makan, isi enam potong. | Watermelon_007.jpg
Alpukat kampung | 18.000/kg | 10 | Ukuran kecil, gurih untuk es buah. | Avocado_001.jpg
Jeruk nipis kebun | 16.000/kg | 12 | Hijau tua, dijual juga lima ribu sekantong. | Lime_001.jpg
Rambutan {binjai; garuda; antalagi} | 12.000/ikat | 18 | Ngelotok dan manis, satu ikat kira-kira tiga puluh biji.
Manggis | 20.000/kg | 10 | Isi putih penuh, cangkang masih lunak.
Salak kampung | 12.000/kg | 12 | Manis sedikit sepat, tahan seminggu.
Sirsak | 15.000/kg | 6 | Matang lembut, untuk es dan jus.
Sawo manila | 14.000/kg | 8 | Sudah diperam dua hari, siap dimakan.
Rujak buah {biasa = 8.000; kuini = 10.000} | 8.000/bungkus | 12 | Buah potong dengan gula habang dan kacang.
`,
};
