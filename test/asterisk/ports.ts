import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Below the kernel's own choice of ports (32768 and up), so that no outgoing connection takes one. */
const firstPort = 12_000;
const lastPort = 32_000;
const blockSize = 500;
/** An address nobody else uses: holding a block's first port on it tells other test processes that the block is taken. */
const claimAddress = '127.0.0.77';

export type PortBlock = { readonly first: number; readonly last: number; readonly release: () => void };

/**
 * Claims 500 ports for one Asterisk or one SIPp: two test processes never get the same. The claim ends with the process.
 * @throws Error when every block is taken
 */
export async function claimPorts(): Promise<PortBlock> {
  const blocks = Math.floor((lastPort - firstPort) / blockSize);
  const start = process.pid % blocks;
  for (let i = 0; i < blocks; i++) {
    const first = firstPort + ((start + i * 7) % blocks) * blockSize;
    const block = await claim(first);
    if (block !== null) return block;
  }
  throw new Error('every block of test ports is taken');
}

async function claim(first: number): Promise<PortBlock | null> {
  const socket = createSocket('udp4');
  const bound = once(socket, 'listening').then(
    () => true,
    () => false,
  );
  socket.bind(first, claimAddress);
  if (!(await bound)) return null;
  socket.unref();
  let released = false;
  const release = (): void => {
    if (!released) socket.close();
    released = true;
  };
  return { first, last: first + blockSize - 1, release };
}
