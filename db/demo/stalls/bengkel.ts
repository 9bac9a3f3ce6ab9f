import type { StallTable } from './read-stalls';

/** Repair: engines, iron, tyres and everything with a plug. */
export const bengkel: StallTable = {
  kind: 'bengkel',
  text: `
== Bengkel Motor Amang Ardi | 2005 | Ardiansyah | Servis motor semua merek di pinggir jalan Panggung, jemput kalau mogok dekat.
Servis ringan motor | 50.000/kali | 8 | Setel rem, rantai, karburator, dan bersihkan saringan.
Servis injeksi | 85.000/kali | 5 | Bersihkan injektor dan setel ulang.
Ganti oli {bebek = 55.000; matik = 58.000; sport = 75.000} | 55.000/kali | 10 | Oli dan ongkos sudah termasuk.
Ganti kampas rem | 60.000/kali | 8 | Suku cadang dan pasang, satu roda.
Ganti rantai dan gir | 220.000/set | 4 | Satu set, dipasang di tempat.
Ganti aki motor | 230.000/buah | 5 | Aki kering baru, aki lama ditukar.
Jemput motor mogok | 35.000/kali | 3 | Sampai lima kilometer dari Panggung.
Cuci motor | 15.000/kali | 15 | Dengan semir ban.

== Las Karya Ramli | 1001 | Ramli Hadi | Las listrik dan karbit, pesanan pagar sampai alat tani.
Pagar besi hollow | 450.000/meter | 10 | Cat dasar dan cat akhir, pasang di tempat.
Teralis jendela | 350.000/meter | 10 | Model lurus atau bunga.
Kanopi baja ringan | 320.000/meter | 20 | Atap spandek, ukur gratis.
Rak pot besi | 125.000/buah | 4 | Tiga tingkat, cat hitam.
Las knalpot | 40.000/kali | 6 | Ditunggu satu jam.
Perbaikan arko | 60.000/kali | 5 | Ganti roda atau las rangka.
Arang besi pembakaran ikan | 95.000/buah | 5 | Tungku kaki empat, dapat dilipat.
Asah {parang; mata mesin rumput} | 10.000/buah | 20 | Tajam dalam sepuluh menit.
Tajak tempa | 85.000/buah | 5 | Alat tebas rawa, baja per mobil.

== Tambal Ban Utuh Ijai | 2011 | Zairin | Buka sampai pukul sepuluh malam di simpang Maradap.
Tambal ban {dalam = 12.000; tubles = 20.000} | 12.000/lubang | 20 | Dibakar sampai rapat.
Ban dalam motor | 38.000/buah | 12 | Ukuran tujuh belas dan empat belas.
Ban luar motor {belakang = 210.000; depan = 180.000} | 210.000/buah | 5 | Harga sudah dengan pasang.
Tambah angin nitrogen | 5.000/ban | 40 | Motor dan mobil.
Setel jari-jari | 35.000/roda | 6 | Roda lurus kembali.
Tambal ban panggilan | 40.000/kali | 3 | Datang ke tempat, siang hari.
Tambal ban gerobak dan arko | 15.000/lubang | 10 | Ban besar juga bisa, ditunggu.
Ganti pentil tubles | 15.000/buah | 12 | Karet baru, ditunggu lima menit.

== Servis Elektronik Anang Riza | 2012 | Ahmad Rizali | Memperbaiki alat rumah; kalau tidak dapat diperbaiki tidak dibayar.
Servis kipas angin | 35.000/kali | 8 | Ganti bos atau kapasitor.
Servis mesin cuci | 120.000/kali | 4 | Datang ke rumah, belum termasuk suku cadang.
Servis penanak nasi | 40.000/kali | 8 | Ganti elemen atau kabel.
Servis televisi | 100.000/kali | 4 | Diperiksa dulu, harga disepakati sebelum dikerjakan.
Servis pompa air | 75.000/kali | 5 | Pompa sumur dangkal, gulung ulang lebih mahal.
Servis kulkas isi gas | 275.000/kali | 3 | Bergaransi satu bulan.
Pasang panel surya kecil | 650.000/paket | 2 | Panel 50 watt, aki, dan tiga lampu.
Gulung dinamo | 180.000/kali | 3 | Selesai tiga hari.
Lampu darurat rakitan | 85.000/buah | 8 | Tahan enam jam saat listrik padam.
`,
};
