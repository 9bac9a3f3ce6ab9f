/**
 * Carries one file over a link that cuts, with the tus protocol: after a cut it asks how much arrived
 * and goes on from there. In a chunk of its own, loaded when there is a picture to send.
 */
import { DetailedError, Upload } from 'tus-js-client';
import { NO_PROGRESS_MS } from '../air';
import type { PhotoKind } from '../db/person-db';

export interface FileToSend {
  readonly hash: string;
  readonly kind: PhotoKind;
  readonly bytes: ArrayBuffer;
  /** `Device <id>.<credential>` */
  readonly authorization: string;
  /** Where a begun upload goes on. */
  readonly uploadUrl?: string;
  /** How much goes in one request. */
  readonly pieceBytes: number;
  /** Told once where the upload lives, so that it can go on after a crash. */
  readonly onUrl: (url: string) => void;
  /** Told each time the server says how many bytes it holds. */
  readonly onAccepted: (bytes: number) => void;
  /** Told what each request carried out of the phone, also when it never arrived. Bytes. */
  readonly onCarried: (bytes: number) => void;
}

export type FileSent =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'no-signal' }
  /** The answer's status and, where it had one, its stable code. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly code: string;
      readonly retryAfterMs: number;
    };

const ENDPOINT = '/api/photo/upload';

/** Never rejects. */
export function sendFile(file: FileToSend, stop: AbortSignal): Promise<FileSent> {
  return new Promise((resolve) => {
    let watch: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    // Where this request began, and how far the browser has got with it.
    const way = { from: 0, to: 0 };
    const weigh = (next: number) => {
      if (way.to > way.from) file.onCarried(way.to - way.from);
      way.from = way.to = next;
    };
    const end = (sent: FileSent) => {
      if (ended) return;
      ended = true;
      weigh(0);
      clearTimeout(watch);
      stop.removeEventListener('abort', halt);
      resolve(sent);
    };
    const upload = new Upload(new Blob([file.bytes]), {
      endpoint: ENDPOINT,
      uploadUrl: file.uploadUrl ?? null,
      uploadSize: file.bytes.byteLength,
      chunkSize: file.pieceBytes,
      metadata: { hash: file.hash, kind: file.kind },
      headers: { Authorization: file.authorization },
      // When to try again is the loop's business: it knows what else waits.
      retryDelays: null,
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => {
        if (upload.url) file.onUrl(upload.url);
      },
      onProgress: (sentBytes) => {
        way.to = Math.max(way.to, sentBytes);
        patience();
      },
      onAfterResponse: (_request, response) => {
        const offset = Number(response.getHeader('Upload-Offset') ?? 0);
        weigh(offset);
        if (offset > 0) file.onAccepted(offset);
      },
      onSuccess: () => end({ kind: 'done' }),
      onError: (failure) => end(readFailure(failure)),
    });
    const halt = () => {
      void upload.abort();
      end({ kind: 'stopped' });
    };
    const patience = () => {
      clearTimeout(watch);
      watch = setTimeout(() => {
        void upload.abort();
        end({ kind: 'no-signal' });
      }, NO_PROGRESS_MS);
    };
    if (stop.aborted) return end({ kind: 'stopped' });
    stop.addEventListener('abort', halt, { once: true });
    patience();
    upload.start();
  });
}

function readFailure(failure: Error | DetailedError): FileSent {
  const answer = failure instanceof DetailedError ? failure.originalResponse : undefined;
  const status = answer?.getStatus() ?? 0;
  if (!answer || status === 0) return { kind: 'no-signal' };
  const type = answer.getHeader('Content-Type') ?? '';
  if (!type.includes('json')) {
    // 404 to HEAD carries no body; any other page that is not ours is a portal's.
    const ours = status === 404 || status === 410 || status === 423 || status >= 500;
    return ours ? { kind: 'answer', status, code: '', retryAfterMs: 0 } : { kind: 'no-signal' };
  }
  try {
    const { code, retryAfterMs } = JSON.parse(answer.getBody()) as {
      code?: unknown;
      retryAfterMs?: unknown;
    };
    return {
      kind: 'answer',
      status,
      code: typeof code === 'string' ? code : '',
      retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : 0,
    };
  } catch {
    return { kind: 'answer', status, code: '', retryAfterMs: 0 };
  }
}
