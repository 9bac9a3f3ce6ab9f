import type { StallTable } from './read-stalls';

/** Rice of the swamp and the dry field, named the way cooks here ask for it. */
export const beras: StallTable = {
  kind: 'beras',
  text: `
== Beras Unus Pak Syahrani | 2002 | Syahrani | Padi lokal setahun sekali dari sawah Baruh Bahinu, digiling setiap minggu.
Beras siam unus {5 kg = 92.000; 10 kg = 180.000; 25 kg = 440.000} | 92.000/karung | 12 | Pera dan wangi, butir kecil panjang.
Beras siam unus eceran | 18.500/kg | 60 | Ditimbang di depan pembeli.
Beras siam mutiara {5 kg = 87.000; 10 kg = 170.000} | 87.000/karung | 12 | Putih bersih, sedikit lebih lembut dari unus.
Beras siam mutiara eceran | 17.500/kg | 60 | Cocok untuk nasi kuning dan nasi kebuli.
Beras patah siam | 12.000/kg | 30 | Untuk bubur dan pakan ayam.
Dedak halus | 4.000/kg | 80 | Sisa giling sendiri, baru minggu ini.

== Kilang Padi H. Gajali | 2004 | H. Gajali Rahman | Penggilingan padi Baruh Bahinu Dalam, terima giling dan jual beras.
Beras karang dukuh {10 kg = 165.000; 25 kg = 405.000} | 165.000/karung | 10 | Padi unggul lokal, pera dan mengembang.
Beras ciherang {5 kg = 74.000; 25 kg = 355.000} | 74.000/karung | 14 | Pulen, harga hemat untuk makan harian.
Beras medium eceran | 14.000/kg | 100 | Beras harian, bersih dari batu.
Beras pandan wangi 5 kg | 95.000/karung | 8 | Harum pandan, pulen.
Ongkos giling padi | 1.000/kg | 500 | Dedak boleh dibawa pulang.
Sekam padi | 5.000/karung | 40 | Untuk media tanam dan alas kandang.
Menir jagung | 9.000/kg | 25 | Jagung pecah untuk nasi jagung.

== Beras Kampung Julak Tarmiji | 2006 | Tarmiji | Padi gunung dan ketan dari ladang keluarga.
Beras gunung {putih; merah} | 20.000/kg | 20 | Ditanam di ladang kering, wangi saat ditanak.
Beras hitam | 32.000/kg | 10 | Ditanak campur beras putih supaya lembut.
Lakatan putih | 19.000/kg | 18 | Ketan putih untuk lamang dan wajik.
Lakatan hirang | 26.000/kg | 9 | Ketan hitam untuk bubur dan tapai.
Jagung pipil kering | 8.000/kg | 30 | Kering dijemur, untuk pakan dan berondong.
Kacang hijau kupas | 26.000/kg | 12 | Untuk isi untuk dan hula-hula.
Kacang tanah kupas | 30.000/kg | 14 | Biji penuh, sudah disortir.
Amping padi muda | 15.000/bungkus | 6 | Emping padi baru, dimakan dengan kelapa dan gula.

== Tani Maju Murung Jambu | 2013 | Akhmad Sarkawi | Kelompok tani menjual beras anggota dengan satu harga.
Beras mayang {5 kg = 88.000; 10 kg = 172.000} | 88.000/karung | 10 | Varietas lokal, pera dan tidak cepat basi.
Beras mayang eceran | 17.000/kg | 50 | Hasil panen anggota kelompok.
Beras sehat tanpa semprotan 5 kg | 98.000/karung | 6 | Ditanam dengan pupuk kandang.
Tepung beras giling basah | 14.000/kg | 12 | Digiling subuh untuk wadai hari itu.
Tepung beras kering | 16.000/kg | 15 | Halus dan tahan sebulan.
Tepung lakatan | 22.000/kg | 12 | Ketan giling halus untuk kalalapun.
Bibit padi siam | 12.000/kg | 40 | Benih bersih dari pilihan malai terbaik.
`,
};
