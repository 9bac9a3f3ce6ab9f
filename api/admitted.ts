/** The door (admission.ts) before the routes behind it. Sync goes through it by itself, where it reads. */
import { createMiddleware } from 'hono/factory';

import type { Door } from './admission';

/** For questions without a body: they keep a place until they are answered. */
export const admitted = (door: Door) =>
  createMiddleware(async (c, next) => {
    const visit = await door.enter(c.req.raw.signal);
    try {
      await next();
    } finally {
      visit.leave();
    }
  });

/**
 * For what comes seldom and may speak slowly: it takes no place, so that nobody keeps others out by saying
 * little for long, and is sent away when there is no room.
 */
export const roomOnly = (door: Door) =>
  createMiddleware(async (_c, next) => {
    door.look();
    await next();
  });
