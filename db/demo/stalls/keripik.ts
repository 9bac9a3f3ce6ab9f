import type { StallTable } from './read-stalls';

/** Dry snacks: what travels far and keeps long, so what sells beyond the village. */
export const keripik: StallTable = {
  kind: 'keripik',
  text: `
== Keripik Acil Siti | 2005 | @seller-panggung | Keripik pisang dan gumbili dari kebun Panggung, digoreng dua kali seminggu.
Keripik pisang manis {250 g = 15.000; 500 g = 28.000} | 15.000/bungkus | 24 | Pisang kepok tua, tipis dan renyah, manis gula pasir.
Keripik pisang asin {250 g = 15.000; 500 g = 28.000} | 15.000/bungkus | 20 | Gurih garam saja, tanpa penyedap.
Keripik pisang {cokelat; pedas} 200 g | 16.000/bungkus | 16 | Bumbu ditabur selagi hangat supaya lengket.
Keripik gumbili {original; balado; keju} 250 g | 13.000/bungkus | 22 | Singkong kuning diiris tipis, tidak keras.
Keripik keladi 200 g | 16.000/bungkus | 12 | Talas tipis gurih, minyaknya sudah diputar habis.
Rimpi pisang 250 g | 18.000/bungkus | 10 | Sale pisang dijemur tiga hari, manis alami.

== Keripik Singkong Tarangan | 2016 | Misbahul Munir | Kelompok pemuda Tarangan mengolah singkong kebun sendiri.
Keripik singkong {bawang; sambal hijau; jagung bakar} 250 g | 12.000/bungkus | 25 | Irisan tebal bergelombang, renyah lama.
Keripik singkong curah | 40.000/kg | 8 | Belum dibumbui, untuk warung yang mau mengemas sendiri.
Opak singkong mentah | 14.000/bungkus | 18 | Tinggal goreng, mengembang lebar.
Opak singkong goreng | 10.000/bungkus | 16 | Isi sepuluh keping, gurih bawang.
Getuk kering | 10.000/bungkus | 14 | Stik singkong manis pedas.
Kerupuk rambak singkong | 9.000/bungkus | 18 | Ringan dan renyah untuk teman soto.
Tepung gaplek | 12.000/kg | 15 | Singkong kering giling, untuk tiwul dan wadai.

== Camilan Mama Rabi | 2003 | Rabiatul Adawiyah | Camilan kampung dalam bungkus kecil untuk warung dan sekolah.
Keripik kalakai 100 g | 15.000/bungkus | 14 | Pakis rawa goreng tepung, gurih khas.
Keripik bayam 100 g | 12.000/bungkus | 16 | Selembar demi selembar, tidak berminyak.
Keripik terung 150 g | 14.000/bungkus | 10 | Renyah, dibumbui ketumbar.
Keripik mandai 150 g | 18.000/bungkus | 8 | Kulit cempedak awetan digoreng kering, asin gurih.
Keripik tempe {tipis; pedas} 200 g | 13.000/bungkus | 18 | Tempe buatan sendiri, diiris dengan tangan.
Keripik jamur tiram 100 g | 17.000/bungkus | 12 | Dari jamur Murung Abuin, digoreng kering.
Basreng ikan pedas 150 g | 12.000/bungkus | 16 | Bakso ikan goreng, daun jeruk dan cabai kering.
Makaroni {asin; pedas} 150 g | 8.000/bungkus | 22 | Camilan anak sekolah, renyah di luar.

== Rempeyek Julak Imah | 2009 | Fatimah | Rempeyek goreng wajan besar, dikemas setelah dingin betul.
Rempeyek kacang tanah 200 g | 15.000/bungkus | 20 | Kacang penuh, daun jeruk diiris halus.
Rempeyek {kacang hijau; ebi; saluang} 200 g | 16.000/bungkus | 15 | Tipis dan garing, dimakan dengan nasi hangat.
Kembang goyang 250 g | 14.000/bungkus | 14 | Bentuk bunga, manis santan.
Kuping gajah 250 g | 13.000/bungkus | 14 | Pusaran cokelat yang renyah.
Akar pinang 250 g | 14.000/bungkus | 12 | Tepung beras dan santan, renyah gurih.
Balikuhai 200 g | 15.000/bungkus | 10 | Gulungan tipis khas Banjar, manis wijen.
Sasagun 250 g | 12.000/bungkus | 15 | Tepung beras sangrai dengan kelapa dan gula.
Kue satu kacang hijau 250 g | 15.000/bungkus | 12 | Dicetak kayu, lumer di mulut.

== Kerupuk Ikan Acil Jamilah | 2015 | Jamilah | Kerupuk dan amplang dari ikan sungai, dijemur di atap rumah.
Amplang {haruan; pipih; udang} 250 g | 28.000/bungkus | 14 | Kuku macan renyah, terasa ikannya.
Kerupuk haruan mentah {250 g = 22.000; 1 kg = 82.000} | 22.000/bungkus | 12 | Dijemur dua hari, mengembang lebar.
Kerupuk haruan goreng 150 g | 15.000/bungkus | 14 | Siap makan, kemasan rapat.
Kerupuk patin mentah 250 g | 19.000/bungkus | 12 | Gurih lembut, cocok teman nasi kuning.
Abon {haruan; patin; ayam} 100 g | 32.000/bungkus | 10 | Disangrai pelan, manis gurih.
Stik ikan saluang 150 g | 16.000/bungkus | 12 | Saluang kecil berbalut tepung, digoreng garing.

== Stik dan Kacang Bu Mariati | 2012 | Mariati | Stik bawang dan aneka kacang, stoples boleh dikembalikan.
Stik bawang {gurih; seledri} 250 g | 14.000/bungkus | 18 | Adonan digiling tipis, harum bawang putih.
Stik waluh 200 g | 15.000/bungkus | 12 | Kuning dari labu, manis tipis.
Kacang jaruk 250 g | 16.000/bungkus | 15 | Kacang asam gurih khas Banjar.
Kacang telur 250 g | 15.000/bungkus | 18 | Kulit renyah merata.
Kacang atom pedas 250 g | 15.000/bungkus | 16 | Pedasnya sedang.
Kacang bawang stoples | 45.000/stoples | 6 | Isi setengah kilo untuk lebaran dan tamu.
Untir-untir 250 g | 13.000/bungkus | 14 | Dipilin tangan, manis renyah.
Emping jagung 200 g | 12.000/bungkus | 12 | Jagung pipih asin, renyah di gigitan pertama.
Pilus kencur 200 g | 10.000/bungkus | 18 | Butiran kecil wangi kencur.
`,
};
