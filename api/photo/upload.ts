/**
 * Pictures arrive by tus (1.0.0), because a link that drops every ten seconds must not start over: the
 * phone asks how far it got and sends the rest. What is whole is checked before the last answer leaves.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { Hono } from 'hono';

import { assertNotEnded } from '../account/sessions';
import { deviceOnly, type DeviceIdentity } from '../device/authenticate';
import { failureFacts } from '../log';
import type { ApiEnv, ApiPorts } from '../ports';
import { Problem, type ProblemCode, problemResponse } from '../problem';
import { receivePhoto } from './receive';
import { assertWanted, MAX_BYTES, readMetadata, readUploadId, uploadId } from './upload-rules';

export const UPLOAD_LIFE_MS = 7 * 24 * 60 * 60 * 1000;

/** What @tus/server throws about is told by status alone; these are our names for it. */
const codeByStatus: Readonly<Record<number, ProblemCode>> = {
  400: 'photo.wrong_metadata',
  403: 'photo.wrong_metadata',
  404: 'photo.upload_unknown',
  409: 'photo.wrong_offset',
  410: 'photo.upload_unknown',
  412: 'photo.wrong_metadata',
  413: 'photo.too_big',
  415: 'photo.wrong_metadata',
  423: 'photo.busy',
};

/** The request that brought the last byte is still at work and has just put the upload away itself. */
const isGone = (failure: unknown): boolean => (failure as { code?: unknown }).code === 'ENOENT';

export function uploadRoutes(ports: ApiPorts, path: string) {
  const { photos, log } = ports;
  const files = new FileStore({
    directory: photos.incoming,
    expirationPeriodInMilliseconds: UPLOAD_LIFE_MS,
  });
  /** Who sent a request, and why it was refused: the library carries neither. */
  const sender = new WeakMap<Request, DeviceIdentity>();
  const refusal = new WeakMap<Request, ProblemCode>();
  /** Judged uploads; the library still reads their papers after its last hook. */
  const judged = new WeakMap<Request, string>();
  const refuseOn = (request: Request, failure: unknown) => {
    if (!(failure instanceof Problem)) return failure;
    refusal.set(request, failure.code);
    return { status_code: 400, body: failure.code };
  };
  const guarded = async <T>(request: Request, work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (failure) {
      throw refuseOn(request, failure);
    }
  };
  const senderOf = (request: Request): DeviceIdentity => {
    const device = sender.get(request);
    if (!device) throw new Error('an upload from nobody');
    return device;
  };

  const tus = new Server({
    path,
    datastore: files,
    relativeLocation: true,
    // Our pages alone talk to it: no CORS.
    allowedOrigins: [],
    namingFunction: (request, metadata) =>
      guarded(request, async () => {
        const device = senderOf(request);
        const name = readMetadata(metadata, device.id);
        await assertWanted(ports, device, name);
        return uploadId(name);
      }),
    maxSize: (_request, id) => MAX_BYTES[readUploadId(id ?? '')?.rank ?? 'preview'],
    onIncomingRequest: (request, id) =>
      guarded(request, () => {
        if (readUploadId(id)?.deviceId !== senderOf(request).id) {
          throw new Problem('photo.upload_unknown');
        }
      }),
    onUploadFinish: (request, upload) =>
      guarded(request, async () => {
        judged.set(request, upload.id);
        await finish(upload.id);
        return {};
      }),
  });

  /** Reads the whole upload and judges it. */
  async function finish(id: string): Promise<void> {
    const name = readUploadId(id);
    if (!name) throw new Problem('photo.upload_unknown');
    await receivePhoto(ports, { ...name, bytes: await readFile(join(photos.incoming, id)) });
  }

  /** A server that died between the last byte and the check: the phone's next question finishes it. */
  async function finishForgotten(id: string): Promise<void> {
    const upload = await files.getUpload(id).catch(() => undefined);
    if (!upload?.size || upload.offset !== upload.size) return;
    const file = await stat(join(photos.incoming, id)).catch(() => undefined);
    if (file?.size !== upload.size) return;
    await finish(id).catch((failure: unknown) => {
      if (!(failure instanceof Problem) && !isGone(failure)) throw failure;
    });
    await files.remove(id).catch(() => undefined);
  }

  const app = new Hono<ApiEnv>().use(deviceOnly(ports)).all('*', async (c) => {
    const request = c.req.raw;
    sender.set(request, c.get('device'));
    if (!['POST', 'HEAD', 'PATCH', 'DELETE'].includes(request.method)) {
      throw new Problem('request.method');
    }
    await assertNotEnded(ports, request, c.get('device'));
    const id = c.req.path.split('/').at(-1) ?? '';
    const own = readUploadId(id)?.deviceId === c.get('device').id;
    if (request.method === 'HEAD' && own) await finishForgotten(id);
    const answer = await tus.handleWeb(request);
    const finished = judged.get(request);
    // A full disk or a lost database is no fault of the picture: then it waits where it is.
    if (finished && (answer.ok || refusal.has(request))) {
      await files.remove(finished).catch(() => undefined);
    }
    answer.headers.delete('Access-Control-Allow-Origin');
    answer.headers.delete('Access-Control-Expose-Headers');
    answer.headers.set('Cache-Control', 'no-store');
    if (answer.status < 400) return answer;
    const code = refusal.get(request) ?? codeByStatus[answer.status];
    const problem = problemResponse(code ?? 'internal');
    problem.headers.set('Tus-Resumable', '1.0.0');
    return problem;
  });

  return {
    app,
    /** Uploads nobody went on with leave after a week. */
    sweep: () =>
      files.deleteExpired().catch((failure: unknown) => {
        log.error(failureFacts(failure), 'old uploads could not be removed');
        return 0;
      }),
  };
}
