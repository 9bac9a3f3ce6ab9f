/**
 * The people one can sign in as to try Jukung: one for each role, all invented.
 *
 * Their PINs stand here in the open on purpose; they exist only in an installation that was asked
 * for demo data.
 */
import type { DemoGrant } from './demo-types';

const panggung = '63.11.07.2005';
const galumbang = '63.11.07.2006';
const lingsir = '63.11.07.2015';
const batuPiring = '63.11.07.1001';

/** One person to sign in as. `key` names them in the stall tables. */
export interface SignInPerson {
  readonly key: string;
  readonly name: string;
  readonly village: string;
  readonly pin: string;
  readonly grants: readonly Omit<DemoGrant, 'shopId'>[];
  /** The key of the owner in whose shop this person helps. */
  readonly helpsOwner?: string;
}

export const signInPeople: readonly SignInPerson[] = [
  { key: 'buyer', name: 'Rina (contoh)', village: batuPiring, pin: '203145', grants: [] },
  {
    key: 'seller-panggung',
    name: 'Acil Siti (contoh)',
    village: panggung,
    pin: '314256',
    grants: [],
  },
  {
    key: 'seller-lingsir',
    name: 'Paman Udin (contoh)',
    village: lingsir,
    pin: '425367',
    grants: [],
  },
  {
    key: 'helper',
    name: 'Nanda (contoh)',
    village: panggung,
    pin: '536478',
    grants: [],
    helpsOwner: 'seller-panggung',
  },
  {
    key: 'facilitator',
    name: 'Kak Laila (contoh)',
    village: panggung,
    pin: '647581',
    grants: [panggung, lingsir, galumbang].map((village) => ({ role: 'facilitator', village })),
  },
  {
    key: 'courier',
    name: 'Anang Kurir (contoh)',
    village: batuPiring,
    pin: '758692',
    grants: [{ role: 'courier', village: '' }],
  },
  {
    key: 'dinas',
    name: 'Ibu Noor Dinas (contoh)',
    village: batuPiring,
    pin: '869713',
    grants: [{ role: 'dinas', village: '' }],
  },
];

/**
 * The n-th invented phone number, n from 1 to 99,999: 1 gives `+6281100000001`, read 0811-0000-0001.
 *
 * The range +62 811 0000 … is used for inventions only. It is a convention of this project, not a
 * reserved range: never send a message or start a call to a number of a sample shop.
 */
export function inventedPhone(n: number): string {
  return `+628110000${String(n).padStart(4, '0')}`;
}
