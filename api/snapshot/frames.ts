/** Frames as one stream of brotli at its strongest, and back. */
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';

const pack = promisify(brotliCompress);
const unpack = promisify(brotliDecompress);

/** Each frame ends with a line feed, so that whoever reads the stream knows when it is whole. */
export function packFrames(frames: readonly string[]): Promise<Buffer> {
  const text = Buffer.from(frames.map((frame) => `${frame}\n`).join(''));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: 22,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  };
  return pack(text, { params });
}

export async function unpackFrames(packed: Buffer): Promise<string[]> {
  return (await unpack(packed)).toString().split('\n').slice(0, -1);
}
