/** Pages rendered here ask the API for their data without leaving the process. */
import type { Handle, HandleFetch } from '@sveltejs/kit';

interface OwnRequest {
  /** Put there by api/main.ts: the whole API as one function. */
  readonly jukungApi?: (request: Request) => Response | Promise<Response>;
}

export const handle: Handle = ({ event, resolve }) =>
  resolve(event, {
    // The phone reads only what it was sent; nothing of the API's own headers goes into the page.
    filterSerializedResponseHeaders: (name) => name === 'content-type',
  });

export const handleFetch: HandleFetch = ({ event, request, fetch }) => {
  const { req } = (event.platform ?? {}) as { req?: OwnRequest };
  const isOwn = new URL(request.url).origin === event.url.origin;
  const isApi = new URL(request.url).pathname.startsWith('/api/');
  if (isOwn && isApi && req?.jukungApi) return Promise.resolve(req.jukungApi(request));
  return fetch(request);
};
