/** What people are to the market: said where people stand in a list, never to somebody who only looks. */
import { speak } from '../spoken';

export const roles = speak({
  'role.pembeli': 'Pembeli',
  'role.penjual': 'Penjual',
  'role.pendamping': 'Pendamping',
  'role.kurir': 'Kurir',
  'role.dinas': 'Dinas',
});
