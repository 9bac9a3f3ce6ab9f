/**
 * A new version is a polite knock: it is fetched in the background, waits until the person says yes,
 * and takes over in a calm moment. Until then everything open stays as it was.
 */
import { dev } from '$app/environment';
import { calm } from './calm';
import { watchPage } from './meter/watch-page';

class Update {
  state = $state<'none' | 'ready' | 'applying'>('none');
}

export const update = new Update();

const HOUR_MS = 3_600_000;
let letGo: (() => void) | null = null;

/** Puts the worker in place and keeps looking for a newer one. Once, when the page has come to rest. */
export async function watchForUpdates(): Promise<void> {
  if (dev || !('serviceWorker' in navigator)) return;
  void watchPage();
  const { Workbox } = await import('workbox-window');
  /** A page that began without a worker is no older version of anything. */
  const began = navigator.serviceWorker.controller !== null;
  const worker = new Workbox('/service-worker.js', { updateViaCache: 'none' });
  worker.addEventListener('waiting', () => {
    letGo = () => worker.messageSkipWaiting();
    if (update.state === 'none') update.state = 'ready';
  });
  // The first worker of all takes over a page that had none: nothing changes for anybody.
  let ruled = navigator.serviceWorker.controller !== null;
  worker.addEventListener('controlling', ({ isUpdate, isExternal }) => {
    const wasRuled = ruled;
    ruled = true;
    if (!wasRuled) return;
    if (update.state === 'applying') location.reload();
    // Another tab said yes: this one goes on with its own files and may follow when it likes.
    else if (began && navigator.serviceWorker.controller && (isUpdate || isExternal)) {
      letGo = () => location.reload();
      update.state = 'ready';
    }
  });
  try {
    await worker.register({ immediate: true });
  } catch {
    // No worker here (private window, no https): the app works while there is a signal.
    return;
  }
  const look = () => void worker.update().catch(() => undefined);
  setInterval(look, HOUR_MS);
  document.addEventListener(
    'visibilitychange',
    () => document.visibilityState === 'visible' && look(),
  );
}

/** The person said yes. Waits until nothing is being written, then the page comes back as the new one. */
export async function applyUpdate(): Promise<void> {
  if (update.state !== 'ready') return;
  update.state = 'applying';
  await calm();
  letGo?.();
}
