import { afterEach, expect, it, vi } from 'vitest';
import { Follower, takePlace, whileLeadingOrRobbed } from './leader-watch';
import { VirtualTime } from './testing/virtual-time';

/** Web Locks as the browser keeps them for all tabs: one holder, a line, and `steal`. */
class Locks {
  private holder: { rob: () => void } | null = null;
  private readonly line: (() => void)[] = [];

  async request(
    _name: string,
    { signal, steal }: { signal?: AbortSignal; steal?: boolean },
    work: () => Promise<void>,
  ): Promise<void> {
    if (steal) {
      this.holder?.rob();
      this.holder = null;
    }
    while (this.holder) {
      await new Promise<void>((go) => {
        this.line.push(go);
        signal?.addEventListener('abort', () => go(), { once: true });
      });
      if (signal?.aborted) throw new DOMException('not any more', 'AbortError');
    }
    const place = { rob: () => undefined as void };
    this.holder = place;
    const robbed = new Promise<never>((_, fail) => {
      place.rob = () => fail(new DOMException('stolen', 'AbortError'));
    });
    try {
      await Promise.race([work(), robbed]);
    } finally {
      if (this.holder === place) this.holder = null;
      this.line.splice(0).forEach((go) => go());
    }
  }
}

const PLACE = 'jukung.send.test';
const ends: AbortController[] = [];
afterEach(() => {
  ends.splice(0).forEach((end) => end.abort());
  vi.unstubAllGlobals();
});

/** Two tabs and something to send; each works while it leads, until told to stop. */
function twoTabs() {
  vi.stubGlobal('navigator', { locks: new Locks() });
  const time = new VirtualTime(20);
  const open = () => {
    const stop = new AbortController();
    ends.push(stop);
    const tab = { stop, leads: false, isFrozen: false, follower: null as Follower | null };
    const lead = async (ending: AbortSignal): Promise<void> => {
      tab.leads = true;
      while (!ending.aborted) await time.sleep(1_000, ending);
      tab.leads = false;
    };
    tab.follower = new Follower({
      leads: () => tab.leads,
      cares: () => !tab.isFrozen,
      ask: () => tabs.some((other) => other.leads && !other.isFrozen) && tab.follower?.heard(),
      take: () => void takePlace(PLACE, stop.signal, lead),
      sleep: time.sleep,
    });
    void whileLeadingOrRobbed(PLACE, stop.signal, lead);
    void tab.follower.run(stop.signal);
    return tab;
  };
  const tabs = [] as ReturnType<typeof open>[];
  tabs.push(open());
  tabs.push(open());
  return { time, first: tabs[0]!, second: tabs[1]! };
}

it('leaves the place to a tab that answers', async () => {
  const { time, first, second } = twoTabs();
  await time.pass(600_000);
  expect([first.leads, second.leads]).toEqual([true, false]);
});

it('takes the place of a frozen tab within a minute, and that tab stops when it thaws', async () => {
  const { time, first, second } = twoTabs();
  await time.until(() => first.leads, 1_000);
  first.isFrozen = true;
  expect(await time.until(() => second.leads, 300_000)).toBeLessThan(60_000);
  first.isFrozen = false;
  await time.until(() => !first.leads, 10_000);
  expect([first.leads, second.leads]).toEqual([false, true]);
});

it('leads at once when the tab that led is gone, and the robbed one again when the thief is gone', async () => {
  const { time, first, second } = twoTabs();
  await time.until(() => first.leads, 1_000);
  first.isFrozen = true;
  await time.until(() => second.leads, 60_000);
  first.isFrozen = false;
  await time.until(() => !first.leads, 10_000);
  second.stop.abort();
  expect(await time.until(() => first.leads, 300_000)).toBeLessThan(60_000);
});
