/** Every address of the API in one place, and the one place where a refusal becomes an answer. */
import { Hono } from 'hono';
import { sql } from 'kysely';

import { accountRoutes } from './account/routes';
import { compressed } from './compress';
import { deviceRoutes } from './device/routes';
import { admitted, roomOnly } from './admitted';
import { diary, failureFacts } from './log';
import { peopleRoutes } from './people/routes';
import { orderRoutes } from './order/routes';
import { photoRoutes } from './photo/serve';
import { uploadRoutes } from './photo/upload';
import type { ApiEnv, ApiPorts } from './ports';
import { busy, Problem, problemResponse } from './problem';
import { publicRoutes } from './public/routes';
import { sameOriginOnly } from './same-origin';
import { snapshotRoutes } from './snapshot/routes';
import { syncRoutes } from './sync/routes';

const UPLOADS = '/api/photo/upload';
/** Whoever watches us waits for two seconds. */
const HEALTH_MS = 1_500;

export function makeApi(ports: ApiPorts) {
  const uploads = uploadRoutes(ports, UPLOADS);
  const app = new Hono<ApiEnv>()
    .use(diary(ports.log, ports.nowMs))
    .use(compressed)
    .use(sameOriginOnly(ports.originRule))
    .use('/api/public/*', admitted(ports.door))
    .use('/api/device/*', roomOnly(ports.door))
    .use('/api/account/*', roomOnly(ports.door))
    .use('/api/people/*', roomOnly(ports.door))
    .use('/api/order/*', roomOnly(ports.door))
    .get('/healthz', async (c) => {
      const { instance, version, db } = ports;
      c.header('Cache-Control', 'no-store');
      const ok = await answersSoon(sql`select 1`.execute(db));
      return c.json({ ok, instance, version }, ok ? 200 : 503);
    })
    .route('/api/device', deviceRoutes(ports))
    .route('/api/sync', syncRoutes(ports))
    .route('/api/snapshot', snapshotRoutes(ports))
    .route('/api/account', accountRoutes(ports))
    .route('/api/people', peopleRoutes(ports))
    .route('/api/order', orderRoutes(ports))
    .route('/api/public', publicRoutes(ports))
    .route(UPLOADS, uploads.app)
    .route('/photo', photoRoutes(ports));

  app.notFound(() => problemResponse('route.unknown'));
  app.onError((failure) => {
    if (failure instanceof Problem) return problemResponse(failure.code, failure.extra);
    if (ports.store.isTransient(failure)) {
      ports.log.warn(failureFacts(failure), 'database does not answer');
      return problemResponse('busy', busy().extra);
    }
    ports.log.error(failureFacts(failure), 'our mistake');
    return problemResponse('internal');
  });
  return { app, sweepUploads: uploads.sweep };
}

/** Also while all connections are in use, for which a question may wait in line for much longer. */
async function answersSoon(question: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), HEALTH_MS);
  });
  const answered = question.then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}
