import { hash, verify } from '@node-rs/argon2';

/** So many at once: each takes a thread of Node's pool, which recordings and files need too, and 19 MiB. */
const atOnce = 2;
/** So many may wait; more are turned away, as each is tens of milliseconds of a core. */
const mostWaiting = 64;

/** The hash of a password that nobody has: verified when there is no account, so that an answer takes as long with one as without. */
let nobodys: Promise<string> | undefined;

const waiting: (() => void)[] = [];
let running = 0;

/** A password's argon2id hash in PHC form; parameters as OWASP advises (19 MiB, 2 passes). Off the main thread. */
export const hashPassword = (password: string): Promise<string> =>
  inTurn(() => hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }));

/**
 * Whether it is the password of this hash; with null, of nobody: false, after the same work. Off the main thread.
 * @returns null when too many are waiting already
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean | null> {
  if (waiting.length >= mostWaiting) return null;
  nobodys ??= hashPassword('nobody has this password');
  const against = passwordHash ?? (await nobodys);
  const right = await inTurn(() => verify(against, password));
  return right && passwordHash !== null;
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    // The place is handed on, not given back, so that nobody who comes later gets it first.
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
