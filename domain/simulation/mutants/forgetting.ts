/** Bugs about people who were erased, and about a server that was set back and does not know it. */
import type { Mutant } from './mutant';

const honour = 'sync/server/honour.ts';
const push = 'sync/server/push.ts';

export const forgettingMutants: readonly Mutant[] = [
  {
    bug: 'an erased person is written of again',
    about: 'erased people',
    file: 'sync/server/apply-entry.ts',
    find: '  if (await tx.anyErased([...keys,',
    replace: '  if (keys.length === 0 && await tx.anyErased([...keys,',
  },
  {
    bug: 'what is offered again of an erased person waits for somebody to look at it',
    about: 'erased people',
    file: honour,
    find: "  if (!vouched || code === 'subject.erased') {",
    replace: '  if (!vouched) {',
  },
  {
    bug: 'a phone that is cut off leaves its words of an erased person',
    about: 'erased people',
    file: push,
    find: '  if (await isAboutErased(',
    replace: "  if (device.id === '' && await isAboutErased(",
  },
  {
    bug: 'a phone keeps what it had said of an erased person',
    about: 'erased people',
    file: 'sync/phone/heal.ts',
    find: "    if (outcome.code === 'subject.erased') await tx.dropSent(entry.stamp);\n",
    replace: '',
  },
  {
    bug: 'an erased person leaves the database and not the phones',
    about: 'erased people',
    file: 'sync/testing/memory-server-store.ts',
    find: '    for (const name of [...names, ...removed]) await tx.publish(keyOf(name), []);\n',
    replace: '',
    also: {
      file: 'domain/simulation/erasing.ts',
      find: 'scopes: left?.scopes ?? [] }] : [];',
      replace:
        "scopes: left?.scopes ?? (row.noun === 'person' ? [`person:${row.id}`] : []) }] : [];",
    },
  },
  {
    bug: 'a server that was set back is shown so and goes on as before',
    about: 'set back unawares',
    file: 'sync/server/sync.ts',
    find: 'const setBack = offers !== null && (await',
    replace: 'const setBack = offers !== null && offers.length > 999 && (await',
  },
  {
    bug: 'a phone that has heard more answers than were given is not asked to heal',
    about: 'set back unawares',
    file: push,
    find: '    if (ahead && !request.offers) return { setBack: true as const };\n',
    replace: '',
  },
  {
    bug: 'whoever has read further than the server stands reads anew and offers nothing',
    about: 'set back unawares',
    file: 'sync/server/pull.ts',
    find: '    setBack ||= page.fresh === true;\n',
    replace: '',
  },
  {
    bug: 'any answer of this epoch begins another, known or not',
    about: 'set back unawares',
    file: honour,
    find: 'if (one.vouched && !(await knownAnswer(tx, one))) return true;',
    replace: 'if (one.vouched) return true;',
  },
];
