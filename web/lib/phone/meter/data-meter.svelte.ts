/** What Jukung has used on this phone, kept fresh for a screen that shows it. */
import { onMount } from 'svelte';
import { witaDay } from '#domain/when';
import { BYTES_CHANNEL, readBytes } from './bytes-book';
import { usedUntil, type Used } from './sums';

export interface DataMeter {
  /** `untold`: this browser has no worker, or keeps the book from us; nobody counts here. */
  readonly used: Used | 'untold' | undefined;
}

/** Call while a component is being made. */
export function dataMeter(): DataMeter {
  let used = $state.raw<DataMeter['used']>();
  const read = async () => {
    // The days are of the phone's own clock, right or wrong: those who count have no other.
    used = await readBytes().then(
      (days) => usedUntil(witaDay(Date.now()), days),
      () => 'untold',
    );
  };
  onMount(() => {
    if (!('serviceWorker' in navigator)) {
      used = 'untold';
      return;
    }
    void read();
    // Older browsers have none: then what is shown is what was used when the page was opened.
    if (typeof BroadcastChannel === 'undefined') return;
    const channel = new BroadcastChannel(BYTES_CHANNEL);
    channel.onmessage = () => void read();
    return () => channel.close();
  });
  return {
    get used() {
      return used;
    },
  };
}
