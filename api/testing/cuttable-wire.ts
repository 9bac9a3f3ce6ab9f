/** A wire to a database that a test can cut and mend: TCP, passed on byte by byte. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface CuttableWire {
  /** Connection text that leads over this wire. */
  readonly url: string;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function cuttableWire(databaseUrl: string): Promise<CuttableWire> {
  const target = new URL(databaseUrl);
  const ends = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(Number(target.port || 5432), target.hostname);
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end.pipe(other);
      end.on('error', () => other.destroy());
      end.on('close', () => {
        ends.delete(end);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const cut = () => ends.forEach((end) => end.destroy());
  return {
    url: url.toString(),
    cut() {
      isCut = true;
      cut();
    },
    mend: () => void (isCut = false),
    close() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
