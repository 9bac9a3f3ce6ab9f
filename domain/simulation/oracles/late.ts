/** Work that came too late: whoever looks after the rows now has it, word for word, and nobody else. */
import type { Entry } from '#sync/entry';
import { type HandedValues, readSaid } from '#sync/handed';
import type { Call } from '#sync/phone/tap';
import { type Commit, handedOn, stands } from '../history';
import type { Village } from '../village';

/** I2: what is said to be with others is with them, word for word. I9: of nobody who never had the right. */
export function lateIsKept(village: Village, { entry, personId, outcomes, writes }: Commit): void {
  const [decided] = outcomes;
  if (!entry || !decided || !handedOn(decided.outcome)) return;
  const [name = ''] = decided.outcome.rows ?? [];
  const row = writes.find((write) => write.name === name)?.after ?? village.history.rows.get(name);
  const { said, author } = (row?.values ?? {}) as Partial<HandedValues>;
  // Offered again after a restore the answer names no rows: the phone asks for everything anew.
  if (name !== '' && said !== JSON.stringify(entry.input))
    village.blame('I2', `${entry.action} ${entry.stamp} was handed on and nobody has it`);
  if (row && author !== personId)
    village.blame('I9', `${name} says that ${author} said what ${personId} said`);
  const once = [...village.history.rows.values()].some(
    ({ noun, values }) =>
      noun === 'grant' && (values as { personId: string }).personId === personId,
  );
  if (name !== '' && !once)
    village.blame('I9', `${personId} never had a right and speaks to ${name}`);
}

/**
 * I38: what was handed on is in front of those who look after its shop, and of its author, and of nobody else;
 * and it is taken once.
 */
export function lateIsTheirs(village: Village, { entry, writes, outcomes, healed }: Commit): void {
  for (const { name, before, after } of writes) {
    if (after.noun !== 'handed') continue;
    const { action, said, author, scopes, status } = after.values as HandedValues;
    if (!before) {
      const { id, shopId } = readSaid(said) ?? {};
      const shop = String(action === 'shop.edit' ? id : shopId);
      const home = village.history.rows.get(`shop/${shop}`)?.values as { village: string };
      const theirs = [`shop:${shop}`, `village:${home.village}`, `person:${author}`];
      if (scopes !== theirs.join(' ')) village.blame('I38', `${name} is offered to ${scopes}`);
    }
    if (status === 'taken' && !healed) village.meet('late work taken');
  }
  const [decided] = outcomes;
  if (entry?.action !== 'handed.take' || healed || !decided || !stands(decided.outcome)) return;
  const name = `handed/${String(entry.input.id)}`;
  const stood = village.history.rows.get(name)?.values as HandedValues | undefined;
  if (stood?.status === 'taken') village.blame('I38', `${name} was taken twice`);
  const is = writes.find((write) => write.name === name)?.after.values as HandedValues | undefined;
  if (is?.status !== 'taken') village.blame('I38', `${name} was taken and is ${is?.status}`);
}

/** Whoever makes late work their own says what its author said. */
export const meantBy = ({ action, input }: Entry): Call =>
  action === 'handed.take'
    ? { action: String(input.action), input: readSaid(String(input.said)) ?? {} }
    : { action, input };
