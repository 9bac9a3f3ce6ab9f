/**
 * What else a thing is called at the market: Banjar beside Indonesian, old spelling beside new, the
 * shop's word beside the kitchen's. Written for this project; a Banjar speaker has not read it yet.
 *
 * Each line: a word, a colon, words that mean it. Words of one line find the first and are found by
 * it, but not one another: `gumbili` is both singkong and ubi, which are not the same root.
 */
export const tradeWords = `
acan: terasi belacan
alpukat: avokad alpokat apokat
anyam: anyaman
ayam: hayam
bakul: keranjang
baju: pakaian busana
ban: roda
banyu: air
beras: baras
besar: ganal
bibit: benih anakan
bilungka: timun mentimun ketimun
buah: buahan
cabai: cabe lombok cabi
camilan: cemilan snack jajanan
celana: salawar
cempedak: tiwadak
cokelat: coklat
cukur: pangkas potong
gabus: haruan
gandaria: ramania
gaguduh: godoh gorengan
gumbili: ubi singkong ketela
habang: merah abang
haruan: aruan
hijau: ijo
hirang: hitam irang
hp: handphone ponsel telepon
ikan: iwak lauk
itik: bebek
jahe: tipakan halia
jahit: penjahit menjahit tailor
jengkol: jaring jering
jeruk: limau
jukung: perahu sampan
karing: kering
kelapa: nyiur
keladi: talas kaladi
kelulut: trigona klanceng
kentang: kantang
kerudung: jilbab hijab kakamban
keripik: kripik krepek
kerupuk: krupuk
ketan: lakatan
kol: kubis
kopi: kahawa
kue: wadai jajanan kueh
kunyit: janar kunir
kuini: kweni kueni
labu: waluh
langsat: duku
madu: wanyi
minuman: minum
motor: honda kendaraan
mukena: telekung
nanas: kanas
nira: lahang
padi: banih
pangkas: cukur potong
papuyu: betok pepuyu
pepaya: kates kastela gandul
pepes: pais
pijat: urut kusuk
pulut: ketan
rempah: bumbu
rempeyek: peyek
risoles: risol
sapu: penyapu
saluang: seluang
sayur: gangan
selendang: kakamban
semangka: samangka
sepat: sapat
servis: service reparasi perbaikan
sewa: rental
singkong: ketela
sirih: hirih
tapai: tape
telur: hintalu telor
tepung: tapung
terung: terong tarung
tikar: lampit
tomat: tumat
udang: hundang
uyah: garam
`;

/**
 * Words that belong to a shelf even when no title says them: someone asking for `obras` wants the
 * tailor. Each line: a category key, a colon, its words.
 */
export const shelfWords = `
sayur: sayur sayuran
buah: buah
kue: kue wadai
keripik: keripik camilan
ikan: ikan
beras: beras padi
madu: madu lebah
anyaman: anyaman kerajinan
minuman: minuman
bumbu: bumbu rempah dapur
ternak: ternak hewan
jahit: jahit pakaian kain obras
bengkel: bengkel servis montir
jasa: jasa sewa tukang
lainnya:
`;
