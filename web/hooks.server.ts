/**
 * Pages rendered here ask the API for their data without leaving the process, travel light, and write
 * their failures into the server's own diary.
 */
import type { Handle, HandleFetch, HandleServerError, RequestEvent } from '@sveltejs/kit';
import { siteData } from './routes/market/site-data';
import { dataScript } from './routes/market/structured-data';

interface OwnRequest {
  /** Put there by api/main.ts: the whole API as one function. */
  readonly jukungApi?: (request: Request) => Response | Promise<Response>;
  /** Put there too: one line in the diary about a page that could not be shown. */
  readonly jukungTell?: (trouble: PageTrouble) => void;
}

interface PageTrouble {
  readonly status: number;
  /** The route's pattern, null when no page has this address. */
  readonly route: string | null;
  readonly failure: unknown;
}

const ownRequest = ({ platform }: Pick<RequestEvent, 'platform'>): OwnRequest =>
  (platform as { req?: OwnRequest } | undefined)?.req ?? {};

export const handle: Handle = async ({ event, resolve }) => {
  const response = await resolve(event, {
    // The phone reads only what it was sent; nothing of the API's own headers goes into the page.
    filterSerializedResponseHeaders: (name) => name === 'content-type',
  });
  // Data for machines, which no phone has to load the making of.
  const data = event.route.id === '/' ? dataScript(siteData(event.url.origin)) : '';
  return hintsInside(response, data);
};

/**
 * Kit names the scripts to fetch in a header of 4 KB, which nothing compresses. Inside the page the same
 * hints cost a few hundred bytes.
 *
 * @param data what else belongs into the page's head
 */
async function hintsInside(response: Response, data: string): Promise<Response> {
  const hints = response.headers.get('link') ?? '';
  const isPage = response.headers.get('content-type')?.startsWith('text/html');
  if (!(hints || data) || !isPage || !response.body) return response;
  const scripts = [...hints.matchAll(/<([^>]+)>; rel="modulepreload"/g)].map(([, href]) => href);
  const tags = scripts.map((href) => `<link rel="modulepreload" href="${href}">`).join('');
  const headers = new Headers(response.headers);
  for (const name of ['link', 'content-length', 'etag']) headers.delete(name);
  const body = (await response.text()).replace('</head>', () => `${data}${tags}</head>`);
  return new Response(body, { status: response.status, headers });
}

export const handleFetch: HandleFetch = ({ event, request, fetch }) => {
  const { jukungApi } = ownRequest(event);
  const isOwn = new URL(request.url).origin === event.url.origin;
  const isApi = new URL(request.url).pathname.startsWith('/api/');
  if (isOwn && isApi && jukungApi) return Promise.resolve(jukungApi(request));
  return fetch(request);
};

/**
 * Without this, Kit prints the address as it was typed and the failure with all it quotes. Whoever opened
 * the page hears Kit's own two words, which say nothing either.
 */
export const handleError: HandleServerError = ({ error, event, status }) => {
  ownRequest(event).jukungTell?.({ status, route: event.route.id, failure: error });
};
