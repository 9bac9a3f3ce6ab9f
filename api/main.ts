/**
 * The whole server: one port, one door. `/api`, `/photo` and `/healthz` go to Hono, every other address
 * to the pages SvelteKit has built.
 */
import { existsSync, readFileSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { getRequestListener } from '@hono/node-server';

import { openAuth } from './account/auth';
import { openTries } from './account/tries';
import { openDoor } from './admission';
import { connect } from '#db/connect';
import { instanceId, type Secrets } from '#db/embedded/secrets';
import { pgServerStore } from '#db/server-store';

import { makeApi } from './app';
import { compressPage } from './compress-pages';
import { EXPIRY_MS, openExpiry } from './expiry';
import { failureFacts, type Logger, openLog, pageDiary } from './log';
import { forgetUnnamed } from './photo/clean';
import { openPhotoStore } from './photo/photo-store';
import type { ApiPorts } from './ports';
import { bare, NOT_SNIFFED, secure } from './security-headers';
import { openShelf } from './snapshot/shelf';

export interface ServerOptions {
  readonly databaseUrl: string;
  /** Folder of the app's state; pictures lie in `photos/` inside it. */
  readonly dataDir: string;
  /** 0: any free one. */
  readonly port: number;
  readonly secrets: Secrets;
  /** The public address, when the server can't know it: `https://pasar.example`. */
  readonly origin?: string | undefined;
  /** Believe X-Forwarded-Proto, -Host and -For; only behind a proxy of one's own. */
  readonly trustProxy?: boolean;
  readonly log?: Logger;
  readonly nowMs?: () => number;
  /** No statement may take longer. ms. */
  readonly statementTimeoutMs?: number;
}

export interface RunningServer {
  readonly url: string;
  /** Where it listens, which a proxy in front may hide. */
  readonly port: number;
  /** The API behind the door: which addresses it knows. */
  readonly app: ReturnType<typeof makeApi>['app'];
  /** Waits until snapshots are as they should be; they are made beside everything else. */
  snapshotsMade(): Promise<void>;
  close(): Promise<void>;
}

/** A phone on EDGE keeps its connection: a new one costs it 4.4 KB and three round trips. */
const KEEP_ALIVE_MS = 310_000;
/** The longest a whole request may take: half a megabyte at 20 kbps, with room. */
const REQUEST_MS = 300_000;
const HEADERS_MS = 60_000;
/** Connections to the database. */
const CONNECTIONS = 10;
/** A database slower than this is said to be busy; phones wait twenty seconds for a first byte. */
const STATEMENT_MS = 8_000;
/** Heard at once: what the database is asked by so many, while some are between two questions. */
const AT_ONCE = 16;
/** Wait inside: about a second's work. */
const WAITING = 256;
/** Speak slowly beside those who are heard: at most half a megabyte each. */
const ASIDE = 512;
/** Connections the system may hold for us before we look: a tower's phones come in one second. */
const BACKLOG = 4_096;
const SWEEP_MS = 60 * 60 * 1000;
const CLOSE_MS = 5_000;

/** Opens the server and waits until it listens. The database must be migrated. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const ports = openPorts(options);
  const { log } = ports;
  const { app, sweepUploads } = makeApi(ports);
  const api = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const pages = await openPages(ports);
  const server = createServer((request, response) => {
    if (isSync(request)) bare(response);
    else if (isSnapshot(request)) bare(response, NOT_SNIFFED);
    else secure(response, { https: isHttps(request, ports) });
    if (isApi(request.url ?? '/')) void api(request, response);
    else {
      compressPage(request, response);
      pages(request, response);
    }
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  await listen(server, options.port);

  const sweep = () =>
    Promise.all([sweepUploads(), forgetUnnamed(ports), ports.tries.sweep(), ports.shelf.look()]);
  const sweeper = setInterval(() => void swept(sweep, log), SWEEP_MS);
  sweeper.unref();
  void swept(sweep, log);
  const clock = setInterval(() => void ports.expiry.look(), EXPIRY_MS);
  clock.unref();

  const { port } = server.address() as AddressInfo;
  return {
    url: options.origin || `http://localhost:${port}`,
    port,
    app,
    snapshotsMade: () => ports.shelf.look(),
    async close() {
      clearInterval(sweeper);
      clearInterval(clock);
      await closeServer(server);
      await Promise.all([ports.shelf.end(), ports.expiry.end()]);
      await ports.db.destroy();
    },
  };

  async function openPages({ originRule, log }: ApiPorts): Promise<RequestListener> {
    const handle = await builtPages(originRule);
    return (request, response) => {
      // Pages ask the API for their data without leaving the process, and tell their failures to the one
      // diary: hooks.server.ts finds both here.
      Object.assign(request, { jukungApi: app.fetch, jukungTell: pageDiary(log) });
      handle(request, response);
    };
  }
}

function openPorts(options: ServerOptions): ApiPorts {
  const { secrets, nowMs = Date.now } = options;
  const log = options.log ?? openLog(process.env['LOG_LEVEL'] ?? 'info');
  const db = connect(options.databaseUrl, {
    max: CONNECTIONS,
    statementTimeoutMs: options.statementTimeoutMs ?? STATEMENT_MS,
    onIdleFailure: (failure) => log.warn(failureFacts(failure), 'idle connection broke'),
  });
  const seal = secrets.secret('session');
  const store = pgServerStore(db);
  const authWith = (isSecure: boolean) =>
    openAuth({
      db,
      sessionSecret: seal,
      pepper: secrets.secret('pin-pepper'),
      secure: isSecure,
      log,
    });
  return {
    db,
    store,
    door: openDoor({
      atOnce: AT_ONCE,
      waiting: WAITING,
      aside: ASIDE,
      // Not the wall clock, which may be set: appointments would lie days ahead.
      nowMs: () => performance.now(),
      random: Math.random,
    }),
    shelf: openShelf(db, store, log, nowMs),
    expiry: openExpiry(db, store, { nowMs, steadyMs: () => performance.now() }, log),
    photos: openPhotoStore(db, options.dataDir),
    tries: openTries(db, seal, nowMs),
    auth: { plain: authWith(false), secure: authWith(true) },
    seal,
    outcomeSeal: secrets.secret('outcome-seal'),
    originRule: {
      origin: options.origin ? new URL(options.origin).origin : '',
      trustProxy: options.trustProxy ?? false,
    },
    nowMs,
    log,
    instance: instanceId(secrets),
    version: programVersion(),
  };
}

const isApi = (url: string): boolean => /^\/(api|photo)\/|^\/healthz(\?|$)/.test(url);

/** What phones say and fetch all day, never a document. */
const isSync = ({ method, url }: IncomingMessage): boolean =>
  method === 'POST' && url === '/api/sync';
const isSnapshot = ({ url = '' }: IncomingMessage): boolean => url.startsWith('/api/snapshot/');

function isHttps(request: IncomingMessage, { originRule }: ApiPorts): boolean {
  if (originRule.origin !== '') return originRule.origin.startsWith('https:');
  return originRule.trustProxy && request.headers['x-forwarded-proto'] === 'https';
}

/** SvelteKit's handler. It reads where it lives from the environment, once, when it is loaded. */
async function builtPages({
  origin,
  trustProxy,
}: ApiPorts['originRule']): Promise<RequestListener> {
  const path = fileURLToPath(new URL('../build/web/handler.js', import.meta.url));
  if (!existsSync(path)) return missingPages;
  if (origin !== '') process.env['ORIGIN'] = origin;
  process.env['PROTOCOL_HEADER'] = 'x-forwarded-proto';
  const { handler } = (await import(pathToFileURL(path).href)) as { handler: RequestListener };
  return (request, response) => {
    // Without a proxy nobody else may say it, and Kit takes https for granted.
    if (!trustProxy) request.headers['x-forwarded-proto'] = 'http';
    handler(request, response);
  };
}

function missingPages(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { 'Content-Type': 'text/plain' });
  response.end('The pages are not built: npm run build\n');
}

function programVersion(): string {
  const file = fileURLToPath(new URL('../package.json', import.meta.url));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Whoever is being answered is answered; whoever only holds the line is let go. */
async function closeServer(server: ReturnType<typeof createServer>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const limit = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
  await closed;
  clearTimeout(limit);
}

async function swept(sweep: () => Promise<unknown>, log: Logger): Promise<void> {
  try {
    await sweep();
  } catch (failure) {
    log.error(failureFacts(failure), 'sweeping failed');
  }
}
