/** The browser's own reasons to try: the screen coming back, the radio coming back, the worker's word. */

export type Reason = 'visible' | 'online';

/** @returns how to stop listening */
export function onReasonsToTry(nudge: (reason: Reason) => void): () => void {
  const onVisible = () => document.visibilityState === 'visible' && nudge('visible');
  const onOnline = () => nudge('online');
  const onWorker = (event: MessageEvent<unknown>) =>
    event.data === 'jukung.send' && nudge('online');
  document.addEventListener('visibilitychange', onVisible);
  window.addEventListener('online', onOnline);
  navigator.serviceWorker?.addEventListener('message', onWorker);
  return () => {
    document.removeEventListener('visibilitychange', onVisible);
    window.removeEventListener('online', onOnline);
    navigator.serviceWorker?.removeEventListener('message', onWorker);
  };
}
