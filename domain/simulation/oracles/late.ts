/** Work that came too late: whoever looks after the rows now has it, word for word, and nobody else. */
import type { Entry } from '#sync/entry';
import { type HandedValues, readSaid } from '#sync/handed';
import type { Call } from '#sync/phone/tap';
import { type Commit, handedOn } from '../history';
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

/** Whoever makes late work their own says what its author said. */
export const meantBy = ({ action, input }: Entry): Call =>
  action === 'handed.take'
    ? { action: String(input.action), input: readSaid(String(input.said)) ?? {} }
    : { action, input };
