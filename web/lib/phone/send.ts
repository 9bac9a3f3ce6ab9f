/**
 * The sending of one person's work, with all the browser's reasons to try: the start, a tap, the screen
 * coming back, the radio coming back, a timer. One tab does it; the others pass their wishes on.
 */
import { declarations } from '#domain/index';
import { WIRE_FINGERPRINT } from '#domain/wire-version';
import { isOpen } from '#sync/phone/prepare';
import {
  becomePerson,
  browserDevicePorts,
  knownDevice,
  type Registered,
  registerDevice,
} from './device';
import { pause } from './leader';
import { Follower, takePlace, whileLeadingOrRobbed } from './leader-watch';
import { type LoopState, NOT_TRIED } from './loop-state';
import { askWeighed, FRAME_BYTES, tellBytes } from './meter/tell-bytes';
import { markBuoy, type OpenPerson } from './open-person';
import { sweepPhotos } from './photo/keep';
import { photosToSend, sendAgain, sendPhotos } from './photo/upload';
import { dismissTrouble, type Stuck, tell } from './phone.svelte';
import { onReasonsToTry } from './reasons-to-try';
import type { Sender } from './sender';
import { measuredRate } from './signal-status';
import { mostRows } from './sync-budget';
import { type LoopPorts, type Nudge, SyncLoop } from './sync-loop';
import { Rounds } from './sync-round';
import { spacing } from './spaced';
import { signal } from './status.svelte';
import { talkBetweenTabs } from './tab-talk';
import { Watchdog } from './watchdog';
import type { SignalWatch } from './watch-signal';

type TabMessage =
  | { readonly kind: 'nudge'; readonly reason: Nudge }
  | { readonly kind: 'who' }
  | { readonly kind: 'state'; readonly state: SendState; readonly rate: number | null };

type SendState = LoopState & { readonly stuck: Stuck | null };

/**
 * @param watch is told what the loop meets
 * @param personId who the device spoke for when it was last heard of
 * @param onPerson the server says that it now speaks for another person
 */
export function startSending(
  open: OpenPerson,
  watch: SignalWatch,
  personId: string,
  onPerson: (personId: string) => Promise<void>,
): Sender {
  const { db, catalogue, profileId } = open;
  const stop = new AbortController();
  const { ask: asking, spaced } = spacing(askWeighed, pause);
  const devicePorts = browserDevicePorts(asking);
  let rate: number | null = null;
  let loop: SyncLoop | null = null;
  let last: SendState = { ...NOT_TRIED, stuck: null };
  const watchdog = new Watchdog({
    nowMs: () => performance.now(),
    sleep: pause,
    repair: () => {
      db.close({ disableAutoOpen: false });
      catalogue.close({ disableAutoOpen: false });
    },
    onStuck: (stuck) => share({ ...last, stuck }),
  });
  const store = watchdog.watchStore(open.store);

  const talk = talkBetweenTabs<TabMessage>(`jukung.${profileId}`, (message) => {
    if (message.kind === 'nudge') loop?.nudge(message.reason);
    else if (message.kind === 'who' && loop) talk.say({ kind: 'state', state: last, rate });
    else if (message.kind === 'state') {
      follower.heard();
      if (!loop) hear(message.state, message.rate);
    }
  });
  const share = (state: SendState) => {
    hear(state, rate);
    talk.say({ kind: 'state', state, rate });
  };
  const hear = (state: SendState, measured: number | null) => {
    if (last.stuck && last.stuck !== state.stuck) dismissTrouble(last.stuck);
    if (state.stuck && last.stuck !== state.stuck) tell({ code: state.stuck });
    last = state;
    watch.heard(state, measured);
    if (state.paused) tell({ code: state.paused });
    else if (state.reach === 'reached') PAUSES.forEach(dismissTrouble);
    if (state.full || open.store.publicFull) tell({ code: 'phone.full' });
    else if (state.reach === 'reached') dismissTrouble('phone.full');
  };

  const device = async () => knownDevice(db, (await store.write((tx) => tx.state())).deviceId);
  const registerAlone = async (): Promise<Registered> => {
    const before = await device();
    return oneAtATime(`jukung.register.${profileId}`, async () => {
      const now = await device();
      // Another tab was quicker.
      if (now && now !== before) return { ok: true, device: now, personId: speaksFor };
      return registerDevice(
        db,
        store,
        declarations,
        devicePorts as NonNullable<typeof devicePorts>,
      );
    });
  };
  // Two who ask at once would both be told a credential, and the first one's would be worth nothing.
  let registering: Promise<Registered> | null = null;
  const register =
    devicePorts && (() => (registering ??= registerAlone().finally(() => (registering = null))));
  let speaksFor = personId;
  const changed = async (next: string) => {
    if (next === speaksFor) return;
    await becomePerson(store, speaksFor, next);
    speaksFor = next;
    await onPerson(next);
  };
  const rounds = new Rounds({
    store,
    declarations,
    fingerprint: WIRE_FINGERPRINT,
    ask: asking,
    nowMs: () => Date.now(),
    knownDevice: device,
    register,
    onPerson: changed,
    rate: () => rate,
    onMeasured: (sentBytes, tookMs) => {
      rate = measuredRate(rate, sentBytes, tookMs);
    },
    publicFull: () => open.store.publicFull,
    onBrokenOff: (frames) => tellBytes('/api/snapshot/', frames * FRAME_BYTES, 0),
  });

  const lead = (ending: AbortSignal) => {
    // What the tab that led before had found does not hold here.
    share({ ...last, stuck: null });
    const ports: LoopPorts = {
      round: async (signal, giveWay, most) => {
        const round = await spaced((halt) => rounds.next(halt, giveWay, most), signal);
        if (round.kind === 'settled') {
          const { missingPhotos } = await store.write((tx) => tx.state());
          await sendAgain(db, missingPhotos);
        }
        await markBuoy(db, profileId).catch(() => undefined);
        return round;
      },
      sendPhotos: async (signal, onSent) => {
        const { sendFile } = await import('./photo/tus-send');
        const authorization = async () => {
          const known = await device();
          return known && `Device ${known}`;
        };
        const ports = {
          db,
          nowMs: () => Date.now(),
          random: Math.random,
          authorization,
          send: sendFile,
          onCarried: (bytes: number) => tellBytes('/api/photo/upload', 0, bytes),
        };
        return sendPhotos(ports, signal, onSent);
      },
      mostRows,
      waiting: async () => ({
        entries: await store.write(async (tx) => (await tx.queue()).filter(isOpen).length),
        photos: (await photosToSend(db)).length,
      }),
      sleep: pause,
      random: Math.random,
      nowMs: () => Date.now(),
      onState: (state) => share({ ...state, stuck: last.stuck }),
      isVisible,
      onTrouble: open.onTrouble,
    };
    loop = new SyncLoop(watchdog.watchLoop(ports));
    const leading = loop.run(ending);
    return leading.finally(() => {
      loop = null;
    });
  };
  const place = `jukung.send.${profileId}`;
  const leading = whileLeadingOrRobbed(place, stop.signal, lead).catch(open.onTrouble);
  const follower = new Follower({
    leads: () => loop !== null,
    // Where tabs can't speak with each other, silence says nothing.
    cares: () => talk.isHeard && signal.waiting > 0 && isVisible(),
    ask: () => talk.say({ kind: 'who' }),
    take: () => void takePlace(place, stop.signal, lead).catch(open.onTrouble),
    sleep: pause,
  });
  void follower.run(stop.signal);
  talk.say({ kind: 'who' });

  const nudge = (reason: Nudge) => {
    if (loop) loop.nudge(reason);
    else talk.say({ kind: 'nudge', reason });
    if (reason === 'tap') void askForBackgroundSync();
  };
  const deaf = onReasonsToTry(nudge);
  void sweepPhotos(db, Date.now()).catch(() => undefined);

  return {
    nudge,
    device,
    register: async () => (register ? register() : null),
    personIs: (next) => {
      speaksFor = next;
    },
    end: async () => {
      deaf();
      stop.abort();
      await leading;
      talk.close();
    },
  };
}

const isVisible = () => document.visibilityState === 'visible';

/** Over all tabs of this browser, where it can (it can wherever a device can be registered). */
const oneAtATime = <T>(name: string, work: () => Promise<T>): Promise<T> =>
  navigator.locks ? navigator.locks.request(name, work) : work();

const PAUSES = ['session.expired', 'device.revoked', 'app.too_old', 'phone.insecure'] as const;

/**
 * Where the browser can, it wakes the app when the radio comes back. A bonus: it gives up after three
 * tries and does nothing for a closed app without a worker, so nothing relies on it.
 */
async function askForBackgroundSync(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    const { sync } = (registration ?? {}) as { sync?: { register(tag: string): Promise<void> } };
    await sync?.register('jukung.send');
  } catch {
    // Not allowed, or not there.
  }
}
