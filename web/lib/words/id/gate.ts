/** What stands before a page of one's own as long as it can't be shown: every private page brings these. */
import { speak } from '../spoken';

export const gate = speak({
  'gate.opening': 'Membuka simpanan di HP ini…',
  'gate.lockedTitle': 'Terkunci',
  'gate.lockedBody': 'Tulis PIN dulu untuk membuka data Anda.',
  'gate.lockedWay': 'Buka kunci',
  'gate.brokenTitle': 'HP ini belum bisa menyimpan',
  'gate.brokenBody':
    'Tutup Jukung lalu buka lagi. Kalau masih begini, temui pendamping. Pasar tetap bisa dilihat.',
  'gate.brokenWay': 'Ke pasar',
  'gate.unreadTitle': 'Data belum bisa dibaca',
  'gate.unreadBody': 'Data Anda tidak hilang. Coba buka lagi halaman ini.',
  'gate.reload': 'Buka lagi',
});
