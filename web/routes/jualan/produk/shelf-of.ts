/**
 * Which shelf does a thing belong on? Read from its name, so that nobody has to choose: in Indonesian
 * and Banjar the head of a name comes first ("keripik pisang" is a keripik, "pisang goreng" a kue).
 */
import type { CategoryKey } from '#domain/categories';

/** Words that name a shelf. Of the words of a name the first known one speaks; `a-b` are two in a row. */
const heads = `
sayur: sayur kangkung bayam sawi kacang kol kubis tomat terong terung timun mentimun ketimun bilungka labu waluh wortel buncis pare daun rebung jagung singkong ubi gumbili kentang talas keladi lombok cabai cabe cabi tauge toge jamur seledri humbut umbut kelakai kalakai genjer gambas oyong pakcoy selada petai jengkol jaring jantung-pisang
buah: buah pisang nanas kanas mangga pepaya kates jeruk limau rambutan durian langsat duku cempedak tiwadak manggis semangka melon salak jambu sirsak nangka alpukat kuini kuwini kasturi ramania kapul pampakin belimbing anggur apel sawo
kue: kue wadai roti bolu brownies donat risoles risol lemper pastel nagasari bingka cucur lapis lamang putu putri puteri dadar apam pais lupis klepon kelepon kalalapun serabi surabi cake martabak terang pundut bubur petah ipau kararaban amparan lam hula tapai tape pepes agar puding gaguduh gorengan bakwan kroket nastar laksa wajik getuk
keripik: keripik kripik krepek kerupuk krupuk rempeyek peyek emping stik rengginang opak amplang makaroni camilan cemilan snack basreng abon pilus kacang-goreng kacang-atom kacang-telur
ikan: ikan iwak haruan gabus papuyu nila patin lele sepat saluang mujair udang pakasam baung toman bandeng biawan belida gurami belut teri ebi lais
beras: beras baras padi banih ketan lakatan tepung menir gabah dedak
madu: madu wanyi propolis
anyaman: anyaman bakul tikar keranjang topi tas tanggui lanjung sapu nyiru kipas tampah lukah tudung saringan purun rotan
minuman: minuman es jus sirup sari wedang kopi teh susu kelapa-muda cendol dawet bandrek banyu lahang tebu temulawak jamu sinom air-nira
bumbu: bumbu rempah garam uyah gula terasi acan kunyit janar jahe tipakan lengkuas laos serai sereh merica lada asam kemiri ketumbar sambal kecap kencur bawang cengkih kapulaga cuka
ternak: ayam hayam itik bebek kambing sapi telur hintalu angsa entok puyuh burung kelinci anak-ayam
jahit: jahit jahitan obras permak bordir baju celana kebaya gamis seragam mukena sarung kain kerudung jilbab sasirangan taplak sprei gorden tirai jaket kaus celemek
bengkel: bengkel servis service oli ban aki busi rantai kampas las tambal ganti-oli cuci-motor
jasa: jasa sewa pijat urut cukur pangkas ongkos antar tukang bajak les kursus cuci laundry fotokopi pasang perbaiki
lainnya: bibit benih pupuk sabun gas minyak
`;

/** Cooked fruit and roots are no longer fruit and roots. */
const cooked = /\b(goreng|kukus|rebus|bakar)\b/;

/** How each shelf is usually counted; the first is the guess, whatever the seller then taps stands. */
const units: Readonly<Record<CategoryKey, string>> = {
  sayur: 'ikat',
  buah: 'kg',
  kue: 'buah',
  keripik: 'bungkus',
  ikan: 'kg',
  beras: 'kg',
  madu: 'botol',
  anyaman: 'buah',
  minuman: 'gelas',
  bumbu: 'bungkus',
  ternak: 'ekor',
  jahit: 'potong',
  bengkel: 'kali',
  jasa: 'kali',
  lainnya: 'buah',
};

const shelfByWord = byWord(heads);

/**
 * @param title as typed so far
 * @returns the shelf its words speak for, or null when none of them is known
 */
export function shelfOf(title: string): CategoryKey | null {
  const words = title
    .toLowerCase()
    .replace(/[^a-z\s]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  for (const [at, word] of words.entries()) {
    const shelf = shelfByWord.get(`${word}-${words[at + 1] ?? ''}`) ?? shelfByWord.get(word);
    if (!shelf) continue;
    return (shelf === 'buah' || shelf === 'sayur') && cooked.test(words.join(' ')) ? 'kue' : shelf;
  }
  return null;
}

/** The unit things of a shelf are usually sold by. */
export const unitOf = (category: CategoryKey): string => units[category];

/** Lines of `shelf: word word-pair` turned about. */
function byWord(lines: string): ReadonlyMap<string, CategoryKey> {
  const shelves = new Map<string, CategoryKey>();
  for (const line of lines.trim().split('\n')) {
    const [shelf = '', words = ''] = line.split(': ');
    for (const word of words.split(' ')) shelves.set(word, shelf as CategoryKey);
  }
  return shelves;
}
