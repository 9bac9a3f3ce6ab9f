import type { StallTable } from './read-stalls';

/** River and pond fish: fresh, dried, and kept in salt the old way. */
export const ikan: StallTable = {
  kind: 'ikan',
  text: `
== Iwak Segar Paman Udin | 2015 | @seller-lingsir | Ikan sungai dan kolam Lingsir, ditimbang hidup dan dibersihkan di tempat.
Iwak haruan {sedang = 60.000; besar = 72.000} | 60.000/kg | 10 | Gabus hidup dari rawa, dibersihkan gratis.
Iwak papuyu | 85.000/kg | 6 | Betok liar, isi delapan sampai dua belas ekor.
Iwak nila kolam | 38.000/kg | 20 | Isi tiga sampai empat ekor, diangkat pagi.
Iwak patin | 30.000/kg | 18 | Daging tebal, untuk gangan asam dan pais.
Iwak saluang segar | 45.000/kg | 8 | Kecil-kecil, digoreng garing dimakan dengan tulangnya.
Iwak sepat siam | 45.000/kg | 9 | Sudah disiangi kalau diminta.
Iwak baung | 68.000/kg | 6 | Tangkapan malam, untuk gangan asam kepala.
Udang galah sungai | 130.000/kg | 4 | Ukuran sedang, isi sepuluh sampai dua belas ekor.

== Kolam Nila Amang Basran | 2010 | Basran | Kolam tanah di Bungin, panen setiap Sabtu.
Nila {merah; hitam} hidup | 38.000/kg | 25 | Dibawa dalam ember berair, sampai rumah masih hidup.
Lele kolam | 27.000/kg | 25 | Isi enam sampai delapan ekor.
Gurami kolam | 60.000/kg | 8 | Satu ekor tujuh ons sampai satu kilo.
Ikan mas | 45.000/kg | 12 | Untuk pepes dan bakar acara.
Bibit nila 5 cm | 400/ekor | 800 | Sehat dan seragam, minimal seratus ekor.
Bibit lele 7 cm | 350/ekor | 900 | Sudah disortir dua kali.
Nila bumbu kuning siap goreng | 45.000/kg | 8 | Sudah dibersihkan dan dilumuri bumbu.
Fillet patin beku 500 g | 32.000/bungkus | 10 | Tanpa duri, simpan dalam pembeku.

== Iwak Karing Acil Hasnah | 2007 | Hasnah | Ikan kering jemuran sendiri, tidak terlalu asin.
Sepat karing {kecil = 75.000; besar = 95.000} | 75.000/kg | 9 | Dijemur tiga hari matahari, kering sampai ke tulang.
Haruan karing | 130.000/kg | 6 | Dibelah lebar, rendam sebentar sebelum digoreng.
Saluang karing | 110.000/kg | 7 | Garing, langsung goreng tanpa tepung.
Papuyu karing | 140.000/kg | 4 | Asin sedang, jarang ada di luar musim.
Biawan karing | 80.000/kg | 6 | Tembakang kering, enak dengan sambal ramania.
Telang asin | 95.000/kg | 5 | Ikan laut asin tebal, teman nasi dan gangan.
Ebi kering 100 g | 18.000/bungkus | 14 | Udang kecil untuk nasi goreng dan sambal.
Teri {medan; nasi} 250 g | 28.000/bungkus | 12 | Bersih tanpa pasir.

== Wadi dan Pakasam Nini Sabariah | 2014 | Sabariah | Ikan awetan cara lama dalam guci, dicuci bersih sebelum dijual.
Wadi haruan | 95.000/kg | 6 | Diperam dua minggu dengan garam dan samu.
Wadi papuyu | 100.000/kg | 5 | Dagingnya padat, gurih setelah digoreng.
Wadi patin | 60.000/kg | 7 | Lemaknya gurih, potongan besar.
Pakasam sepat {250 g = 20.000; 1 kg = 74.000} | 20.000/bungkus | 10 | Asam segar dari beras sangrai, diperam sepuluh hari.
Pakasam saluang 250 g | 22.000/bungkus | 9 | Ikan kecil, digoreng kering dengan cabai.
Pakasam puyau 250 g | 21.000/bungkus | 8 | Puyau sungai, asamnya lembut.
Calu udang 250 g | 18.000/botol | 8 | Udang kecil fermentasi untuk sambal.
Wadi siap goreng 250 g | 26.000/bungkus | 8 | Sudah dicuci dan dipotong, tinggal digoreng.

== Patin Keramba Utuh | 2013 | Muhammad Ridwan | Keramba bambu di Murung Jambu; panen sesuai pesanan.
Patin keramba hidup | 31.000/kg | 30 | Ditangkap saat dipesan, satu ekor satu kilo lebih.
Patin potong bersih | 35.000/kg | 12 | Sudah dipotong dan dicuci air limau.
Kepala patin | 20.000/kg | 8 | Untuk gangan asam, dibelah dua.
Bawal air tawar | 33.000/kg | 14 | Gemuk, cocok dibakar.
Toman keramba | 45.000/kg | 8 | Daging putih tebal untuk abon dan pentol.
Pentol ikan patin | 20.000/bungkus | 12 | Isi dua puluh lima butir, tanpa tepung berlebih.
Otak-otak toman | 18.000/bungkus | 12 | Dibungkus daun, isi enam, tinggal dibakar.
Nugget ikan rumahan 250 g | 17.000/bungkus | 12 | Untuk bekal anak, tanpa pengawet.

== Iwak Sungai Anang Balangan | 2008 | Khairil Anwar | Hasil jaring dan rawai di Sungai Balangan, ada menurut rezeki.
Jelawat sungai | 70.000/kg | 5 | Daging manis, sisik boleh dibersihkan.
Puyau segar | 40.000/kg | 8 | Kecil banyak lemak, dipais dengan daun.
Lampam | 35.000/kg | 9 | Digoreng kering atau dibakar.
Lais sungai | 60.000/kg | 6 | Tipis dan gurih, untuk pais dan goreng tepung.
Kalabau | 38.000/kg | 7 | Untuk gangan kuning.
Sanggang | 35.000/kg | 7 | Ikan sungai bersisik besar, segar pagi ini.
Belut sawah | 60.000/kg | 5 | Sudah dibersihkan dari lendir.
Haratan udang kecil | 25.000/mangkuk | 8 | Udang sungai halus untuk peyek dan bakwan.
Iwak bakar pesanan | 35.000/ekor | 6 | Nila atau patin dibakar arang, dengan sambal limau kuit.
`,
};
