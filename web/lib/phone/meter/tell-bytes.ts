/**
 * Bytes that no browser's list of requests holds: those that leave the phone, and those of an answer that
 * we broke off ourselves. Whoever knows of them says so.
 */
import { ask } from '../air';
import type { AskAir } from '../device';
import type { BytesMessage } from './weigh';

/** What a frame weighs on the wire, in the mean (`npm run bench`: 129,756 bytes, 2,100 rows, 12 in each). */
export const FRAME_BYTES = 740;

/** Bytes that came from this address and went to it, besides what the browser tells. */
export function tellBytes(address: string, down: number, up: number): void {
  if (down + up <= 0) return;
  const message: BytesMessage = { type: 'BYTES', weighed: [[address, down, up]] };
  void navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage(message));
}

/**
 * `fetch` that says what its bodies weighed, once they were answered. A body that nobody answered is not
 * counted: nobody can tell how much of it went out, and it is small (photos go another way).
 */
const weighingFetch: typeof fetch = async (input, init) => {
  const answer = await fetch(input, init);
  const body = init?.body;
  if (body instanceof ArrayBuffer) tellBytes(answer.url, 0, body.byteLength);
  else if (typeof body === 'string') tellBytes(answer.url, 0, body.length);
  return answer;
};

/** `ask` for people, whose questions have bodies. */
export const askWeighed: AskAir = (path, request) =>
  ask(path, request, { fetch: weighingFetch, nowMs: () => Date.now() });
