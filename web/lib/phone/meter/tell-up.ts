/**
 * Bytes that leave the phone: a browser's list of requests has none of them, so whoever sends a body says
 * how long it was. Only people with work of their own send any.
 */
import { ask } from '../air';
import type { AskAir } from '../device';
import type { BytesMessage } from './weigh';

/** @param bytes of a body that went out to this address */
export function tellUp(address: string, bytes: number): void {
  if (bytes <= 0) return;
  const message: BytesMessage = { type: 'BYTES', weighed: [[address, 0, bytes]] };
  void navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage(message));
}

/**
 * `fetch` that says what its bodies weighed, once they were answered. A body that nobody answered is not
 * counted: nobody can tell how much of it went out, and it is small (photos go another way).
 */
const weighingFetch: typeof fetch = async (input, init) => {
  const answer = await fetch(input, init);
  const body = init?.body;
  if (body instanceof ArrayBuffer) tellUp(answer.url, body.byteLength);
  else if (typeof body === 'string') tellUp(answer.url, body.length);
  return answer;
};

/** `ask` for people, whose questions have bodies. */
export const askWeighed: AskAir = (path, request) =>
  ask(path, request, { fetch: weighingFetch, nowMs: () => Date.now() });
