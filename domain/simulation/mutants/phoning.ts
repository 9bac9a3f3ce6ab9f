/** Bugs on the phone: tapping, asking, putting answers away, repairing. */
import type { Mutant } from './mutant';

const settle = 'sync/phone/settle.ts';
const heal = 'sync/phone/heal.ts';
const repair = 'sync/phone/repair.ts';
const prepare = 'sync/phone/prepare.ts';
const tap = 'sync/phone/tap.ts';
const store = 'sync/testing/memory-phone-store.ts';

export const phoningMutants: readonly Mutant[] = [
  {
    bug: 'one acknowledged entry clears the whole outbox',
    about: 'outbox',
    file: settle,
    find: '    await tx.dropQueued(queued.deviceEpoch, queued.seq);\n    lifted',
    replace:
      '    for (const { deviceEpoch, seq } of await tx.queue()) await tx.dropQueued(deviceEpoch, seq);\n    lifted',
  },
  {
    bug: 'what arrives covers what waits',
    about: 'outbox',
    file: 'sync/phone/view.ts',
    find: '    const shaping = queue.filter((one) => shapes(one) && one.rows.includes(name));\n',
    replace:
      "    const shaping = queue.filter((one) => shapes(one) && one.state !== 'sending' && one.rows.includes(name));\n",
  },
  {
    bug: 'losing a scope throws unsent work away',
    about: 'scopes',
    file: settle,
    find: '    for (const row of await tx.rowsInScope(lost)) await leave(tx, row.name, lost, dirty);\n',
    replace:
      '    for (const row of await tx.rowsInScope(lost)) {\n      await leave(tx, row.name, lost, dirty);\n      for (const one of await tx.queue()) if (one.rows.includes(row.name)) await tx.dropQueued(one.deviceEpoch, one.seq);\n    }\n',
  },
  {
    bug: 'a scope that was lost is kept',
    about: 'scopes',
    file: settle,
    find: 'scopes.length > 0 ? { ...row, scopes } : { ...row, scopes, base: null, position: 0 },',
    replace: '{ ...row, scopes },',
  },
  {
    bug: 'a fresh start keeps what the server has forgotten',
    about: 'epochs',
    file: settle,
    find: '  if (changes.fresh) {\n',
    replace: '  if (changes.fresh && changes.scope === "") {\n',
  },
  {
    bug: 'a late answer is put away over a newer one',
    about: 'late answers',
    file: settle,
    find: "  return (from ?? '') === (cursor ?? '');\n",
    replace: '  return `${from}${cursor}`.length >= 0;\n',
  },
  {
    bug: 'an answer to somebody else is put away',
    about: 'wrong answers',
    file: 'sync/request-mark.ts',
    find: 'if (answer.to !== undefined && answer.to !== markOf(request))',
    replace: 'if (answer.to === "" && answer.to !== markOf(request))',
  },
  {
    bug: 'an older row covers a newer one',
    about: 'late answers',
    file: settle,
    find: 'held.base === null || position >= held.position;',
    replace: 'held.base === null || position >= 0;',
    // Answers that do not begin at the phone's cursor are left aside: the line of defence before this one.
    also: {
      file: settle,
      find: "  return (from ?? '') === (cursor ?? '');\n",
      replace: '  return `${from}${cursor}`.length >= 0;\n',
    },
  },
  {
    bug: 'the cursor is saved before its rows',
    about: 'cursors',
    file: store,
    find: '    this.beforeStep();\n    const { rows, cursors } = this.sharedToWrite();\n',
    replace:
      '    const { rows, cursors } = this.sharedToWrite();\n    cursors.set(changes.scope, changes.cursor);\n    this.beforeStep();\n',
  },
  {
    bug: 'the public copy never hears what is gone',
    about: 'cursors',
    file: store,
    find: '    for (const name of changes.gone) rows.delete(name);\n',
    replace: '',
  },
  {
    bug: 'a refusal looks like success',
    about: 'outbox',
    file: settle,
    find: "state: stands ? 'answered' : 'refused',",
    replace: "state: stands || outcome.code !== '' ? 'answered' : 'refused',",
  },
  {
    bug: 'an answered change vanishes until its rows arrive',
    about: 'outbox',
    file: settle,
    find: "if (queued.state !== 'answered' || !(await arrived(tx, queued, answer))) continue;",
    replace:
      "if (queued.state !== 'answered' || (!(await arrived(tx, queued, answer)) && answer.more === undefined)) continue;",
  },
  {
    bug: 'what was taken is not kept for a restored server',
    about: 'restores',
    file: settle,
    find: '    if (queued.outcome?.position !== 0) await tx.keepSent(queued);\n',
    replace: '',
  },
  {
    bug: 'a phone offers one request full to a restored server and no more',
    about: 'restores',
    file: heal,
    find: '...(fresh.length < kept.length ? { moreOffers: true } : {}),',
    replace: '',
  },
  {
    bug: 'a server restored once more in the middle of healing is never told anything again',
    about: 'restores',
    file: heal,
    find: 'const heard = !answer.heal && offers;',
    replace: 'const heard = offers;',
  },
  {
    bug: 'what was answered and still in the queue is not offered to a restored server',
    about: 'restores',
    file: heal,
    find: "    if (queued.outcome.code !== 'subject.erased') await tx.keepSent(queued);\n",
    replace: '',
  },
  {
    bug: 'the phone acknowledges answers it never got',
    about: 'acknowledging',
    file: settle,
    find: '    acked = Math.max(acked, outcome.seq);\n',
    replace: '    acked = Math.max(acked, outcome.seq + 3);\n',
  },
  {
    bug: 'the clock is learned the wrong way round',
    about: 'clocks',
    file: settle,
    find: '(request.sentMs + rawNowMs) / 2',
    replace: '(request.sentMs + rawNowMs)',
  },
  {
    bug: 'what was heard does not move the clock',
    about: 'clocks',
    file: settle,
    find: '      for (const { order } of Object.values(base.versions)) heard = hear(heard, order);\n',
    replace:
      '      for (const { order } of Object.values({} as typeof base.versions)) heard = hear(heard, order);\n',
  },
  {
    bug: 'a retry says it a little differently',
    about: 'once',
    file: prepare,
    find: '      entries: sending.map(({ entry }) => entry),\n',
    replace:
      '      entries: sending.map(({ entry }) => ({ ...entry, corrected: state.offsetMs !== null })),\n',
  },
  {
    bug: 'a phone sends everything at once',
    about: 'budgets',
    file: prepare,
    find: 'Math.min(limits.maxEntries, LIMITS.entries)',
    replace: 'LIMITS.entries',
  },
  {
    bug: 'a phone sends its newest words first',
    about: 'order',
    file: prepare,
    find: 'const open = (await tx.queue()).filter(isOpen);',
    replace: 'const open = (await tx.queue()).filter(isOpen).reverse();',
  },
  {
    bug: 'two taps get one number',
    about: 'order',
    file: tap,
    find: 'nextSeq: state.nextSeq + 1 } satisfies',
    replace: 'nextSeq: state.nextSeq + (state.nextSeq % 4 === 0 ? 0 : 1) } satisfies',
  },
  {
    bug: 'a tap claims to have seen nothing',
    about: 'bases',
    file: tap,
    find: '    bases: basesOf(declarations, decision, rowsByName),\n',
    replace: '    bases: basesOf(declarations, decision, new Map<RowName, PhoneRow>()),\n',
  },
  {
    bug: 'a tap is called safe and not written down',
    about: 'outbox',
    file: tap,
    find: '  await tx.putQueued(queued);\n',
    replace: '  if (queued.seq % 5 > 0) await tx.putQueued(queued);\n',
  },
  {
    bug: 'after a fork, old words keep their old names',
    about: 'forks',
    file: repair,
    find: 'entry: { ...queued.entry, seq, stamp } };',
    replace: 'entry: { ...queued.entry, seq, stamp: queued.entry.stamp || stamp } };',
  },
  {
    bug: 'after a fork, what the server lacks is dropped',
    about: 'forks',
    file: repair,
    find: '      await tx.putQueued(\n        renumbered(queued, answer.nextDeviceEpoch, nextSeq, makeStamp(clock, node)),\n      );\n',
    replace: '      renumbered(queued, answer.nextDeviceEpoch, nextSeq, makeStamp(clock, node));\n',
  },
  {
    bug: 'after a fork, numbers go on where they were',
    about: 'forks',
    file: repair,
    find: '    let nextSeq = 1;\n',
    replace: '    let { nextSeq } = state;\n',
  },
  {
    bug: 'what a person lets go of is gone',
    about: 'outbox',
    file: repair,
    find: '  await tx.keepSent(queued);\n  await tx.dropQueued',
    replace: '  await tx.dropQueued',
  },
];
