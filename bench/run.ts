/**
 * `npm run bench`: figures of one run on this machine, each the median of several measurements. Bytes are
 * comparable anywhere; rates and times are not, compare them within one run only.
 *
 *   npm run bench                 bytes, requests and rates of the sync
 *   npm run bench -- phone        what the app costs a cheap phone, in a real browser (phone/report.ts)
 */
import { benchPhone } from './phone/report';
import { benchWire } from './wire';

const parts: Record<string, () => Promise<void>> = { wire: benchWire, phone: benchPhone };
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) throw new Error(`No such part: ${unknown.join(', ')}`);
for (const name of wanted.length > 0 ? wanted : ['wire']) await parts[name]?.();
