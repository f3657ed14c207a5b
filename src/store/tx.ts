import type { Db } from './open.ts';

/**
 * Does `work` in one transaction: all of it or, when it throws, nothing. Takes the write lock at the beginning, so that it never fails
 * half-way for want of it. Inside another transaction it is part of that one. `work` is synchronous: a promise is refused, as what
 * comes after its first `await` would not be in the transaction.
 */
export function tx<T>(db: Db, work: () => T): T {
  return db
    .transaction(() => {
      const result = work();
      if (result instanceof Promise) throw new TypeError('a transaction must be synchronous');
      return result;
    })
    .immediate();
}
