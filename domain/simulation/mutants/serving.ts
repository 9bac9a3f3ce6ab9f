/** Bugs in the server: taking entries, forks, pulling, scopes. */
import type { Mutant } from './mutant';

const push = 'sync/server/push.ts';
const pull = 'sync/server/pull.ts';
const honour = 'sync/server/honour.ts';
const store = 'sync/testing/memory-server-store.ts';
const tx = 'sync/testing/memory-server-tx.ts';

export const servingMutants: readonly Mutant[] = [
  {
    bug: 'no dedupe on retry',
    about: 'once',
    file: push,
    find: '  if (entry.seq <= device.lastSeq) {',
    replace: '  if (entry.seq < 0) {',
    also: {
      file: tx,
      find: '    if (this.tables.outcomes.now.has(key)) throw new DuplicateRow(key);\n',
      replace: '',
    },
  },
  {
    bug: 'a number is answered whatever it says now',
    about: 'once',
    file: push,
    find: '    if (known?.hash !== hash) return { forked: true };\n',
    replace: '    if (!known) return { forked: true };\n',
  },
  {
    bug: 'entries are known by their content and not by their number',
    about: 'once',
    file: push,
    find: '  const hash = ports.sha256(entryText(entry));\n',
    replace: '  const hash = ports.sha256(entryText({ ...entry, seq: 0, stamp: "" }));\n',
  },
  {
    bug: 'numbers may skip',
    about: 'order',
    file: push,
    find: '  if (entry.seq > device.lastSeq + 1) return { forked: true };\n',
    replace: '',
  },
  {
    bug: 'the effect commits without its outcome',
    about: 'once',
    file: push,
    find: '  await tx.saveOutcome(deviceId, deviceEpoch, hash, outcome);\n',
    replace:
      "  if (entry.seq % 3 > 0 || outcome.result === 'refused') await tx.saveOutcome(deviceId, deviceEpoch, hash, outcome);\n",
  },
  {
    bug: 'the device stays where it stood',
    about: 'once',
    file: push,
    find: '    lastSeq: entry.seq,\n',
    replace: '    lastSeq: device.lastSeq,\n',
  },
  {
    bug: 'a poisoned entry blocks the lane',
    about: 'poison',
    file: push,
    find: '    outcomes.push(taken.outcome);\n',
    replace:
      "    outcomes.push(taken.outcome);\n    if (taken.outcome.code === 'entry.failed') break;\n",
  },
  {
    bug: 'half a transaction stays after a failure',
    about: 'transactions',
    file: store,
    find: 'const result = await work(new MemoryTx(draft, this.people));',
    replace:
      'const result = await work(new MemoryTx(draft, this.people)).finally(() => (this.tables = draft.done()));',
  },
  {
    bug: 'answers are forgotten before they were heard',
    about: 'acknowledging',
    file: push,
    find: 'tx.forgetOutcomes(deviceId, device.epoch, request.acked)',
    replace: 'tx.forgetOutcomes(deviceId, device.epoch, device.lastSeq)',
  },
  {
    bug: 'a fork calls everything known',
    about: 'forks',
    file: push,
    find: '      if (stored?.hash !== sha256(entryText(entry))) continue;\n',
    replace: '      if (!stored) continue;\n',
  },
  {
    bug: 'a fork does not move on',
    about: 'forks',
    file: push,
    find: 'Math.max(device.epoch, request.deviceEpoch) + 1;',
    replace: 'Math.max(device.epoch, request.deviceEpoch);',
  },
  {
    bug: 'what is offered again is done again though the server holds it',
    about: 'restores',
    file: honour,
    find: '      if (known) return { outcome: renewed(ports, mark, one, known), fresh: false };\n',
    replace: '',
  },
  {
    bug: 'what does not fit a restored server is dropped instead of parked',
    about: 'restores',
    file: honour,
    find: '  await tx.park({ offer, ...said, hadAccount: vouched.hadAccount, code });\n',
    replace: '',
  },
  {
    bug: 'a revoked phone goes on changing things',
    about: 'revoking',
    file: push,
    find: '  const { outcome, lastOrder } = device.revoked\n',
    replace: '  const { outcome, lastOrder } = device.revoked && device.id === ""\n',
  },
  {
    bug: 'a revoked phone goes on hearing things',
    about: 'revoking',
    file: 'sync/server/sync.ts',
    find: '  if (caller.revoked) return',
    replace: '  if (caller.revoked && caller.personId === "") return',
    also: {
      file: 'sync/server/sync.ts',
      find: 'scopes: revoked ? [] : scopes',
      replace: 'scopes',
    },
  },
  {
    bug: 'the last word goes to the fastest clock',
    about: 'clocks',
    file: 'sync/server/order.ts',
    find: 'Math.min(Math.floor(saidMs), receivedMs)',
    replace: 'Math.floor(saidMs)',
  },
  {
    bug: 'what a slow clock says is refused',
    about: 'clocks',
    file: 'sync/server/apply-entry.ts',
    find: "  if ('unfit' in read) throw new EntryRefused(read.code);\n",
    replace:
      "  if ('unfit' in read) throw new EntryRefused(read.code);\n  if (!honoured && entry.rawMs < receipt.receivedMs - 2_592_000_000) throw new EntryRefused('entry.old');\n",
  },
  {
    bug: "a cursor of the server's old life is believed",
    about: 'epochs',
    file: pull,
    find: "held.startsWith(mark) ? held.slice(mark.length) : ''",
    replace: 'held.slice(mark.length)',
  },
  {
    bug: 'nobody hears that something is gone',
    about: 'pulling',
    file: pull,
    find: '    const gone = [...page.gone, ...sorted.gone];\n',
    replace: '    const gone = [...sorted.gone];\n',
  },
  {
    bug: 'everybody is shown whole rows',
    about: 'scopes',
    file: pull,
    find: '    const sorted = isPublic\n',
    replace: '    const sorted = isPublic && scope === ""\n',
  },
  {
    bug: 'a phone is sent more than it can take',
    about: 'budgets',
    file: pull,
    find: '    left -= page.rows.length + page.gone.length;\n',
    replace: '',
  },
  {
    bug: 'a right that was taken away still opens the village',
    about: 'scopes',
    file: tx,
    find: " && status === 'active') active.push",
    replace: ') active.push',
    also: {
      file: tx,
      find: 'const { personId: to, status } =',
      replace: 'const { personId: to } =',
    },
  },
  {
    bug: 'others hear of births and never of changes',
    about: 'pulling',
    file: 'sync/server/follow.ts',
    find: '  for (const { after } of changes) {\n    const copied',
    replace:
      '  for (const { before, after } of changes) {\n    if (before) continue;\n    const copied',
  },
  {
    bug: 'pictures stay in the market when their product leaves it',
    about: 'followers',
    file: 'sync/server/follow.ts',
    find: '    await (copied === row ? tx.moveScopes(row, scopes) : tx.publish(copied, scopes));\n',
    replace: '    if (copied !== row) await tx.publish(copied, scopes);\n',
  },
  {
    bug: 'a cursor passes what was committed beside it',
    about: 'cursors',
    file: store,
    find: '      draft.position += 1;\n',
    replace: '      draft.position += draft.position % 2 === 0 ? 1 : (draft.nextId += 1) % 2;\n',
  },
  {
    bug: 'the cursor passes a row that was not sent',
    about: 'cursors',
    file: store,
    find: '      rows: page\n        .filter((line) => !line.gone)\n',
    replace:
      '      rows: page\n        .filter((line, index) => !line.gone && !(index === 0 && page.length > 2))\n',
  },
];
