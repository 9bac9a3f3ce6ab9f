import type { StallTable } from './read-stalls';

/** Drinks: coffee roasted at home, ice for the noon heat, jamu in the morning. */
export const minuman: StallTable = {
  kind: 'minuman',
  text: `
== Warung Kopi Amang Kaspul | 1001 | Kaspul Anwar | Warung mawarung dekat kantor kelurahan, buka pukul lima pagi.
Kopi hitam {gelas kecil = 4.000; gelas besar = 6.000} | 4.000/gelas | 60 | Kopi tubruk sangrai sendiri.
Kopi susu kental | 7.000/gelas | 45 | Manis dan kental, panas atau es.
Kopi jahe gula habang | 7.000/gelas | 30 | Hangat untuk malam hujan.
Teh tarik | 7.000/gelas | 30 | Berbusa, tidak terlalu manis.
Teh panas {tawar = 2.000; manis = 4.000} | 2.000/gelas | 60 | Teh tubruk wangi melati.
Susu jahe | 8.000/gelas | 25 | Jahe bakar ditumbuk.
Wedang serai | 6.000/gelas | 25 | Serai, gula habang, dan sedikit jahe.
(kue) Roti bakar kaya | 8.000/porsi | 15 | Selai santan dan telur buatan sendiri.

== Es dan Minuman Mama Nisa | 2009 | Khairunnisa | Es segar di bawah pohon ketapang, ramai sepulang sekolah.
Es kelapa muda {gelas; utuh = 12.000/butir} | 7.000/gelas | 20 | Kelapa dipanjat pagi, kerokannya banyak.
Es campur | 10.000/mangkuk | 15 | Alpukat, cincau, kolang-kaling, dan sirup merah.
Es dawet gula habang | 7.000/gelas | 20 | Cendol pandan buatan sendiri.
Es limau kuit | 6.000/gelas | 20 | Segar dan harum, manis sedang.
Es timun suri | 7.000/gelas | 12 | Ada pada musimnya saja.
Jus {alpukat = 12.000; mangga = 10.000; jambu = 9.000; buah naga = 10.000} | 10.000/gelas | 12 | Buah asli, gula boleh dikurangi.
Air mineral galon isi ulang | 6.000/galon | 40 | Antar sampai depan rumah di Murung Abuin.
Es batu kristal | 6.000/bungkus | 30 | Isi dua kilo, pesan sebelum pukul sepuluh.

== Kopi Bubuk Kai Masrani | 2006 | Masrani | Kopi tanam sendiri di lereng Galumbang, disangrai wajan tanah.
Kopi bubuk robusta {100 g = 12.000; 250 g = 28.000; 1 kg = 105.000} | 12.000/bungkus | 15 | Pahit pekat, giling halus untuk tubruk.
Kopi biji sangrai 250 g | 30.000/bungkus | 10 | Digiling dadakan kalau diminta.
Kopi biji hijau | 65.000/kg | 20 | Kering jemur, kadar pecah sedikit.
Kopi {jagung; beras} campur 200 g | 15.000/bungkus | 12 | Racikan orang tua, ringan di lidah.
Kopi jahe bubuk 200 g | 22.000/bungkus | 10 | Tinggal seduh, tanpa gula.
Teh daun kelor 50 g | 12.000/bungkus | 10 | Daun dikeringkan di tempat teduh.
Teh rosela 50 g | 14.000/bungkus | 10 | Kelopak merah kering, asam segar.

== Jamu Gendong Bu Sri | 2002 | Sri Lestari | Jamu segar direbus subuh, keliling Baruh Bahinu sampai Maradap.
Kunyit asam {gelas; botol 600 ml = 14.000/botol} | 4.000/gelas | 25 | Kunyit parut dan asam jawa, segar dingin.
Beras kencur {gelas; botol 600 ml = 14.000/botol} | 4.000/gelas | 25 | Manis gurih, kesukaan anak-anak.
Temulawak hangat | 4.000/gelas | 18 | Direbus dengan gula habang.
Pahitan sambiloto | 4.000/gelas | 12 | Sambiloto asli, pahit betul.
Jahe merah bubuk 200 g | 25.000/bungkus | 10 | Diparut, dimasak, dan dikristalkan dengan gula.
Sinom botol 600 ml | 13.000/botol | 10 | Daun asam muda, asam lembut.
Sari kedelai {polos; pandan} 300 ml | 6.000/botol | 22 | Dibuat malam, diminum hari itu.
`,
};
