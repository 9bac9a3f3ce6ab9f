/**
 * HTTP/1.1 with nothing in it that need not be: one kept connection, no header the server does not read.
 * Every byte is counted where it goes through the socket.
 */
import { Agent, request as ask, type IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';

export interface Traffic {
  readonly requests: number;
  /** Everything TCP carried for us, headers in. */
  readonly bytesUp: number;
  readonly bytesDown: number;
}

export interface ThinAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface ThinRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Gets the unpacked body piece by piece as it arrives; the answer's own body is then empty. */
  readonly onPiece?: (piece: Buffer) => void;
}

export class ThinHttp {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly sockets = new Set<Socket>();
  private gone = { bytesUp: 0, bytesDown: 0 };
  private requests = 0;

  constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  isTo(host: string, port: number): boolean {
    return host === this.host && port === this.port;
  }

  get traffic(): Traffic {
    let { bytesUp, bytesDown } = this.gone;
    for (const socket of this.sockets) {
      bytesUp += socket.bytesWritten;
      bytesDown += socket.bytesRead;
    }
    return { requests: this.requests, bytesUp, bytesDown };
  }

  /** @throws Error of the connection: refused, cut, or an answer that ended early */
  send({ method, path, headers = {}, body, onPiece }: ThinRequest): Promise<ThinAnswer> {
    this.requests += 1;
    return new Promise((resolve, reject) => {
      const where = { host: this.host, port: this.port, agent: this.agent };
      const sent = ask({ ...where, method, path, headers }, (response) => {
        const parts: Buffer[] = [];
        const unpacked =
          response.headers['content-encoding'] === 'br'
            ? response.pipe(createBrotliDecompress())
            : response.headers['content-encoding'] === 'gzip'
              ? response.pipe(createGunzip())
              : response;
        response.on('error', (failure) => unpacked === response && reject(failure));
        // Cut: what came through is still unpacked and handed on, and only then it is an error.
        response.on('aborted', () => {
          if (unpacked === response) reject(new Error('the answer ended early'));
          else (unpacked as Transform).end();
        });
        unpacked.on('error', reject);
        unpacked.on('data', (part: Buffer) => (onPiece ? onPiece(part) : parts.push(part)));
        unpacked.on('end', () => {
          const { statusCode: status = 0, headers: told } = response;
          resolve({ status, headers: told, body: Buffer.concat(parts) });
        });
      });
      sent.removeHeader('connection');
      sent.on('socket', (socket) => this.count(socket));
      sent.on('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }

  private count(socket: Socket): void {
    if (this.sockets.has(socket)) return;
    this.sockets.add(socket);
    socket.once('close', () => {
      this.sockets.delete(socket);
      this.gone.bytesUp += socket.bytesWritten;
      this.gone.bytesDown += socket.bytesRead;
    });
  }
}
