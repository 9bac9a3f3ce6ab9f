import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { expect, test } from 'vitest';

import { openDoor } from './admission';
import { admitted } from './admitted';

test('[S17] a phone that hangs up while it waits in line is never served', async () => {
  const now = () => performance.now();
  const door = openDoor({ atOnce: 1, waiting: 9, aside: 9, nowMs: now, random: Math.random });
  const served: string[] = [];
  const app = new Hono().use(admitted(door)).get('/:who', (c) => {
    served.push(c.req.param('who'));
    return c.text('heard');
  });
  app.onError((_failure, c) => c.text('gone', 400));
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer((asked, answer) => void listener(asked, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const first = await door.enter();
  const hasty = request({ port, host: '127.0.0.1', path: '/hasty' });
  hasty.on('error', () => undefined);
  hasty.end();
  await expect.poll(() => door.inside.waiting).toBe(1);
  const patient = fetch(`http://127.0.0.1:${port}/patient`);
  await expect.poll(() => door.inside.waiting).toBe(2);
  hasty.destroy();
  await expect.poll(() => door.inside.waiting).toBe(1);
  first.leave();
  expect(await (await patient).text()).toBe('heard');
  expect(served).toEqual(['patient']);
  expect(door.inside).toEqual({ heard: 0, waiting: 0, aside: 0 });
  server.closeAllConnections();
  server.close();
});
