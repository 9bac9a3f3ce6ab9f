/** The time on the wall of the village: this phone's clock put right by what it has learned, ticking. */
import { live } from '$lib/phone/live.svelte';

const TICK_MS = 30_000;

/** Call while a component is being made. */
export function villageClock(): { readonly nowMs: number } {
  const known = live((read) => read.freshness());
  let phoneMs = $state(Date.now());
  $effect(() => {
    const timer = setInterval(() => (phoneMs = Date.now()), TICK_MS);
    return () => clearInterval(timer);
  });
  return {
    get nowMs() {
      return phoneMs + (known.current?.offsetMs ?? 0);
    },
  };
}
