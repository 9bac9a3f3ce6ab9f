/** One step of the script, done: taps, syncs and repairs side by side, or one thing that befalls somebody. */
import { giveUp, tryAgain } from '#sync/phone/repair';
import { tap, type Tapped } from '#sync/phone/tap';
import { declarations } from '../index';
import { erase, replayErasures } from './erasing';
import { storageFaults } from './faults';
import { type Handset, isPhoneTrouble } from './handset';
import { workKey } from './history';
import { POISON } from './instance';
import { heldBy, judgeTap } from './oracles/phone';
import type { Act, Event, RepairAct, Step, TapAct } from './script';
import { makeSnapshot } from './shelf';
import { deliver, receive, sync } from './sync-act';
import { type TakeTurn, Turns } from './turns';
import { SHARED, type Village } from './village';

export async function perform(village: Village, step: Step): Promise<void> {
  village.nowMs += step.afterMs;
  if (step.event) await befall(village, step.event);
  const acts = step.acts ?? [];
  const works = acts.flatMap((act) => {
    const phone = village.phone(act.phone);
    return phone
      ? [(take: TakeTurn) => performAct(village, phone, act, take, acts.length === 1)]
      : [];
  });
  const turns = new Turns(step.order ?? []);
  const commits = village.history.commits;
  await turns.run(works);
  if (works.length > 1 && turns.contested > 0) {
    countCrowd(village, acts, village.history.commits - commits);
  }
}

/** Several at once counts only if they really met: turns were contested and the server took part. */
function countCrowd(village: Village, acts: readonly Act[], commits: number): void {
  const syncs = acts.filter((act) => act.do === 'sync');
  const phones = syncs.map(({ phone }) => phone);
  if (new Set(phones).size < phones.length) village.fault('two tabs');
  if (new Set(syncs.map(({ server }) => server)).size > 1 && commits > 1)
    village.fault('two servers');
  const shared = new Set(
    acts.map(({ phone }) => phone).filter((one) => SHARED.includes(one as never)),
  );
  if (shared.size > 1 && syncs.length > 0) village.fault('person switched');
}

async function performAct(
  village: Village,
  phone: Handset,
  act: Act,
  take: TakeTurn,
  alone: boolean,
): Promise<void> {
  try {
    if (act.do === 'sync') await sync(village, phone, act, take, alone);
    else if (act.do === 'tap') await performTap(village, phone, act, take);
    else await repair(village, phone, act, take);
  } catch (failure) {
    if (!isPhoneTrouble(failure)) throw failure;
    village.trace.add(`${phone.name}: ${String(failure)}`);
  } finally {
    phone.arm(null);
  }
}

async function performTap(
  village: Village,
  phone: Handset,
  { call, mishaps }: TapAct,
  take: TakeTurn,
): Promise<void> {
  await take();
  const tab = phone.tab(() => Promise.resolve());
  const before = phone.store.inspect();
  phone.arm(mishaps.find(({ kind }) => storageFaults.includes(kind as never)) ?? null);
  const tapped = await tap(tab, declarations, call, phone.clock);
  phone.arm(null);
  if (tapped.ok && String(call.input.title ?? '').includes(POISON)) village.fault('poisoned entry');
  if (tapped.ok && call.action === 'grant.revoke') village.fault('role revoked');
  if (tapped.ok && call.action === 'grant.give') village.fault('scope reassigned');
  remember(village, phone, call, tapped);
  if (tapped.ok) judgeTap(village, phone, tapped.queued, before);
}

function remember(village: Village, phone: Handset, call: TapAct['call'], tapped: Tapped): void {
  village.trace.add(`${phone.name} ${call.action} ${tapped.ok ? tapped.queued.seq : tapped.code}`);
  if (!tapped.ok) return;
  const { entry, rows } = tapped.queued;
  const { deviceId } = phone;
  const key = workKey(deviceId, entry);
  village.history.tapped({
    phone: phone.name,
    deviceId,
    call,
    entry,
    rows,
    key,
    lost: false,
  });
}

async function repair(
  village: Village,
  phone: Handset,
  act: RepairAct,
  take: TakeTurn,
): Promise<void> {
  await take();
  const refused = phone.store.inspect().queue.filter(({ state }) => state === 'refused');
  const one = refused[act.nth % Math.max(1, refused.length)];
  if (!one) return;
  const tab = phone.tab(() => Promise.resolve());
  if (act.do === 'give up') {
    await giveUp(tab, declarations, one);
    return;
  }
  const { action, input } = one.entry;
  remember(village, phone, { action, input }, await tryAgain(tab, declarations, one, phone.clock));
}

async function befall(village: Village, event: Event): Promise<void> {
  village.trace.add(JSON.stringify(event));
  const { history } = village;
  const atOnce: TakeTurn = () => Promise.resolve();
  if (event.do === 'late request') {
    const [late] = village.lateRequests.splice(
      event.nth % Math.max(1, village.lateRequests.length),
      1,
    );
    if (!late) return;
    await deliver(village, late, [], atOnce);
  } else if (event.do === 'late answer') {
    const [late] = village.lateAnswers.splice(
      event.nth % Math.max(1, village.lateAnswers.length),
      1,
    );
    // The tab that waited for it may be gone.
    if (!late || late.life !== late.phone.life) return;
    village.fault('answer late');
    await receive(village, late.phone, late.request, late.answer, atOnce, { said: late.said });
  } else if (event.do === 'make snapshot') {
    await makeSnapshot(village, event.keepsOld);
  } else if (event.do === 'back up') {
    await village.ring.backUp();
    history.backUp(await village.ring.store.epoch());
  } else if (event.do === 'restore backup') {
    if (!history.backedUp) return;
    if (history.restore()) village.fault('backup restored');
    await village.ring.restore(village.newEpoch());
    await afterRestore(village);
  } else if (event.do === 'set back') {
    const { backedUp } = history;
    // An image of an earlier epoch says so itself.
    if (backedUp?.epoch !== (await village.ring.store.epoch())) return;
    if (history.restore()) village.fault('server set back unawares');
    await village.ring.setBack();
    village.cursors.setBackTo(backedUp.age);
    await afterRestore(village);
  } else {
    await befallPhone(village, event);
  }
}

async function afterRestore(village: Village): Promise<void> {
  await replayErasures(village);
  for (const phone of village.phones.values()) await registerAgain(village, phone);
}

/** Devices that came after the backup are made known again at their next contact. */
async function registerAgain(village: Village, phone: Handset): Promise<void> {
  const { ring } = village;
  const known = await ring.store.transaction((tx) => tx.lockDevice(phone.deviceId));
  if (!known) {
    await village.register(phone);
    // Nobody remembers that it was cut off with its person: it speaks again, and is told no.
    if (village.history.forgotten.has(phone.personId)) village.revoked.delete(phone.deviceId);
  }
  if (village.revoked.has(phone.deviceId)) await ring.revokeDevice(phone.deviceId);
}

async function befallPhone(
  village: Village,
  event: Extract<Event, { readonly phone: string }>,
): Promise<void> {
  const phone = village.phone(event.phone);
  if (!phone) return;
  const { store } = phone;
  switch (event.do) {
    case 'take image':
      phone.image = store.image();
      return;
    case 'restore image': {
      if (!phone.image) return;
      const { nextSeq, deviceEpoch } = store.inspect().state;
      phone.wakeAs(phone.image);
      phone.image = null;
      const now = store.inspect().state;
      // It hit something if numbers that were used will be used again.
      if (now.nextSeq < nextSeq || now.deviceEpoch < deviceEpoch)
        village.fault('old image restored');
      markCopied(village, phone);
      forget(village, phone);
      return;
    }
    case 'clone': {
      const name = `${phone.name} copy`;
      if (village.phones.has(name) || village.phones.size > 8) return;
      if (store.inspect().queue.length > 0) village.fault('phone cloned');
      const twin = village.addPhone(name, phone.personId, phone.deviceId, 0);
      twin.wakeAs(store.image());
      markCopied(village, phone);
      return;
    }
    case 'lose power':
      if (phone.losePower(event.commits)) village.fault('power lost');
      return;
    case 'erase person':
      return erase(village, phone);
    case 'evict': {
      // Whoever was forgotten begins as somebody else.
      if (village.history.forgotten.has(phone.personId)) return;
      if (store.inspect().rows.length > 0) village.fault('storage evicted');
      const fresh = village.addPhone(phone.name, phone.personId, event.deviceId, 0);
      phone.life += 1;
      forget(village, phone);
      await village.register(fresh);
      return;
    }
    case 'clock':
      for (const name of SHARED.includes(phone.name as never) ? SHARED : [phone.name]) {
        village.phone(name)?.setClock(event.kind, event.byMs);
      }
      village.fault(event.kind);
      return;
    case 'revoke device':
      village.revoked.add(phone.deviceId);
      await village.ring.revokeDevice(phone.deviceId);
      if (store.inspect().queue.length > 0) village.fault('device revoked');
  }
}

function markCopied({ history }: Village, { deviceId }: Handset): void {
  history.copied.add(deviceId);
}

/** What only this disk held and nobody else had heard is gone: the one thing no engine brings back. */
function forget(village: Village, phone: Handset): void {
  const { history } = village;
  const held = new Set([...village.phones.values()].flatMap((other) => [...heldBy(other).keys()]));
  for (const work of history.works) {
    if (work.deviceId === phone.deviceId && !held.has(work.key)) work.lost = true;
  }
}
