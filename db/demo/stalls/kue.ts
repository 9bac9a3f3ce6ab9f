import type { StallTable } from './read-stalls';

/** Wadai: the wet cakes of every morning, every wedding and every fasting month. */
export const kue: StallTable = {
  kind: 'kue',
  text: `
== Wadai Subuh Acil Ijum | 2005 | Jumiati | Wadai hangat setiap subuh di depan langgar Panggung; habis biasanya sebelum pukul delapan.
Untuk isi {kelapa; kacang hijau} | 1.500/biji | 60 | Roti goreng empuk, adonan diistirahatkan semalam.
Gaguduh pisang | 1.500/biji | 50 | Pisang talas digoreng tepung tipis, garing sampai siang.
Pais pisang | 2.500/bungkus | 30 | Pisang dan santan dibungkus daun, dikukus pelan.
Lamang ketan | 12.000/batang | 8 | Ketan santan dibakar dalam bambu, makan dengan telur asin.
Cucur {habang; putih} | 1.500/biji | 40 | Pinggir garing, tengah lembut, manis gula habang.
Kalalapun | 5.000/bungkus | 20 | Kelepon isi gula habang, satu bungkus delapan biji.
Putu mayang | 2.500/porsi | 18 | Dengan kuah santan dan gula, dimasukkan plastik terpisah.
Dadar gulung | 1.500/biji | 35 | Kulit pandan, isi kelapa manis.
(minuman) Teh es manis | 4.000/gelas | 30 | Teman wadai, gelas besar.

== Bingka Mama Salasiah | 1001 | Salasiah | Bingka panggang tungku; pesan sebelum asar untuk diambil besok pagi.
Bingka {kentang; tapai; labu; pandan; nangka} | 38.000/loyang | 5 | Harum santan dan telur, dipanggang di cetakan bunga.
Bingka mini kentang | 4.000/biji | 30 | Ukuran satu genggam untuk kotak acara.
Bingka barandam | 15.000/bungkus | 12 | Direndam kuah gula cengkih, isi enam.
Bingka telur asin | 45.000/loyang | 3 | Ditabur telur asin parut, manis dan gurih.
Kararaban | 3.000/potong | 30 | Dua lapis santan dan gula habang, lembut seperti sutra.
Sari muka lakatan | 3.000/potong | 28 | Ketan di bawah, pandan di atas.

== Dapur Wadai Hj. Kamsiah | 2002 | Hj. Kamsiah | Menerima pesanan wadai untuk selamatan, haulan, dan kawinan.
Amparan tatak {pisang; nangka} | 3.000/potong | 40 | Santan kental di atas, buah di bawah, dikukus pelan.
Lam susu | 55.000/loyang | 3 | Legit dan padat, dipanggang selapis demi selapis.
Lapis India | 60.000/loyang | 3 | Lapisan tipis cokelat dan kuning, untuk hantaran.
Hula-hula kacang | 3.000/potong | 24 | Lapisan kacang hijau yang lembut.
Puteri selat | 3.000/potong | 24 | Tiga lapis: gula habang, pandan, dan santan.
Petah | 2.500/potong | 25 | Tepung beras gurih dengan areh santan.
Ipau daging | 8.000/potong | 15 | Berlapis daging dan sayur, disiram santan kental.
Kue nampan selamatan | 175.000/nampan | 2 | Lima macam wadai, cukup untuk dua puluh orang.

== Warung Wadai Nini Bainah | 2015 | Bainah | Wadai lama yang jarang dibuat orang muda; Nini memasak sedikit setiap hari.
Babungku | 3.000/bungkus | 15 | Tepung beras, gula habang cair di dalam bungkus daun.
Hintalu karuang | 6.000/porsi | 12 | Bulatan ketan dalam kuah santan manis.
Bubur gunting | 6.000/porsi | 12 | Tepung digunting tipis, kuah gula dan jahe.
Bubur baayak | 5.000/porsi | 12 | Butiran tepung disaring, kuah santan pandan.
Bubur randang | 6.000/porsi | 10 | Santan pekat bergula, makanan musim dingin hujan.
Kakicak gumbili | 2.000/biji | 25 | Singkong parut berbalut kelapa.
Kakulih habang | 3.000/potong | 18 | Lembut seperti bubur yang dipadatkan.
Pupudak {baras; sagu} | 2.500/bungkus | 16 | Dibungkus daun pisang, dikukus.
Surabi {putih; gula habang} | 2.000/biji | 25 | Dibakar di cetakan tanah, dimakan hangat.

== Wadai 41 Rumah Galuh | 2011 | Galuh Rizky Amalia | Anak muda Maradap merawat resep nenek; bisa pesan campur dalam satu kotak.
Gagatas {habang; putih} | 2.000/biji | 30 | Ketan goreng bersalut gula kering.
Papari | 2.000/biji | 26 | Hijau seperti pare, isi kelapa dan gula habang.
Roti baras | 2.000/potong | 22 | Tepung beras dikukus, padat dan wangi.
Ular-ular | 5.000/porsi | 10 | Untaian tepung hijau dalam kuah santan.
Cingkaruk batu | 4.000/bungkus | 18 | Ketan disangrai dengan kelapa dan gula.
Kotak wadai {5 macam = 10.000; 8 macam = 15.000} | 10.000/kotak | 20 | Isi berganti setiap hari, tulis pantangan kalau ada.
Tapai lakatan | 7.000/bungkus | 14 | Tapai ketan hijau dalam daun, manis berair.
Wajik {gula habang; durian} | 3.000/potong | 22 | Ketan pekat, tahan tiga hari.

== Apam dan Surabi Acil Rukayah | 2007 | Rukayah | Apam kukus pagi dan sore, dekat simpang tiga Halubau.
Apam {habang; putih; barandam} | 2.000/biji | 40 | Mekar dan lembut, dibuat dengan tapai sendiri.
Apam batil | 2.000/biji | 24 | Dipukul lama sampai berongga halus.
Apam surabi kuah | 6.000/porsi | 12 | Dengan kuah durian kalau musim, selain itu kuah gula.
Lupis ketan | 2.500/biji | 24 | Dengan kelapa parut dan gula habang cair.
Lakatan {putih bahinti; kuning bahintalu} | 5.000/porsi | 15 | Ketan pulen untuk sarapan.
Laksa Banjar | 10.000/porsi | 10 | Kuah ikan haruan kental dengan gulungan tepung beras.
Pundut nasi | 5.000/bungkus | 20 | Nasi santan dalam daun, lauk haruan masak habang.

== Kue Basah Mama Dina | 2004 | Marhamah | Kue basah dan gorengan untuk rapat, arisan, dan anak sekolah.
Risoles {sayur; ayam; ragut telur} | 2.500/biji | 35 | Digoreng dadakan kalau dipesan pagi.
Pastel isi bihun | 2.000/biji | 35 | Kulit renyah, pinggir dipilin tangan.
Lemper {ayam; haruan} | 3.000/biji | 28 | Ketan pulen, isinya sampai ke ujung.
Nagasari | 2.000/bungkus | 24 | Pisang dalam tepung beras, bungkus daun.
Kroket kentang | 2.500/biji | 25 | Isi wortel dan ayam suwir.
Putri ayu pandan | 2.000/biji | 30 | Bolu kukus dengan kelapa di atasnya.
Bolu kukus mekar | 2.000/biji | 30 | Merah muda, cokelat, dan hijau dalam satu kotak.

== Roti dan Kue Kering Rusmini | 2010 | Rusmini | Oven rumah; stoples kue kering dibuat menurut pesanan.
Cincin gula habang | 10.000/bungkus | 18 | Wadai cincin tradisional, isi sepuluh.
Kue sarang semut | 35.000/loyang | 4 | Karamel berongga, lembut dan wangi.
Nastar nanas | 65.000/stoples | 6 | Selai nanas buatan sendiri, isi setengah kilo.
Semprit {susu; cokelat} | 45.000/stoples | 7 | Renyah dan ringan, isi setengah kilo.
Kue sagu keju | 55.000/stoples | 6 | Lumer di mulut, gurih keju.
Bolu gulung {pandan; cokelat} | 40.000/gulung | 4 | Panjang dua puluh lima senti, lembut.
Roti sobek isi kelapa | 15.000/loyang | 8 | Sembilan sobekan, dipanggang pagi.
Donat kentang | 2.500/biji | 30 | Empuk sampai malam, gula halus terpisah.
`,
};
