import { createHash, randomBytes } from 'node:crypto';
import { decide, hasRight, nameOnRecord } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import type { Right } from '../access/roles.ts';
import type { AgentId } from '../acd/model.ts';
import type { Audit } from '../audit/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Page, PageAsked, Position } from '../store/page.ts';
import { longestMs, type Token, type TokenId, type TokenRefusal } from './model.ts';
import type { TokenStore } from './store.ts';

export type TokensDeps = {
  readonly store: TokenStore;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  /** An account as who asks, and its name shown; null: it may not sign in any more. */
  readonly makerOf: (account: AgentId) => { readonly actor: Actor; readonly displayName: string } | null;
};

/** Who a token speaks for. `key` names it without giving it away. */
export type Bearer = { readonly actor: Actor; readonly displayName: string; readonly key: string };
export type NewToken = {
  readonly name: string;
  readonly rights: readonly Right[];
  readonly expiresAt: EpochMs;
};

/** A use is noted at most so often, in ms: a request must not cost a write. */
const touchEveryMs = 60_000;

/** Tokens for machines: made, found by what they bear, revoked. */
export class Tokens {
  readonly #deps: TokensDeps;

  constructor(deps: TokensDeps) {
    this.#deps = deps;
  }

  /** @returns the token with its secret, which is told this once */
  create(
    asked: NewToken,
    maker: Actor,
    address: string,
  ): { readonly token: Token; readonly secret: string } | TokenRefusal {
    const { store, audit, now } = this.#deps;
    const at = now();
    if (asked.expiresAt <= at || asked.expiresAt > at + longestMs)
      return { code: 'H12_BAD_EXPIRY', why: 'a token ends within a year, and not before now' };
    const more = asked.rights.filter((right) => !hasRight(maker, right));
    if (more.length > 0)
      return { code: 'H12_MORE_THAN_MAKER', why: `you have not these rights yourself: ${more.join(', ')}` };
    const secret = `h12_${randomBytes(32).toString('base64url')}`;
    const token: Token = {
      id: `T${randomBytes(6).toString('hex')}` as TokenId,
      key: keyOf(secret),
      account: maker.id,
      ...asked,
      createdAt: at,
      lastUsedAt: null,
      revokedAt: null,
    };
    store.atOnce(() => {
      store.add(token);
      const target = `${token.id} ${token.rights.join(',')}`;
      audit({ at, actor: nameOnRecord(maker), action: 'token.create', target, outcome: 'done', address });
    });
    return { token, secret };
  }

  /** Tokens this actor may see: the own, or all. */
  list(actor: Actor, after: Position, asked: PageAsked): Page<Token> {
    const all = decide(actor, 'tokens.manage', { agent: null }).allow;
    return this.#deps.store.list(all ? {} : { account: actor.id }, after, asked);
  }

  revoke(id: TokenId, actor: Actor, address: string): TokenRefusal | null {
    const { store, audit, now } = this.#deps;
    const token = store.read(id);
    // Of others' tokens one may not even know whether they are there.
    if (token === null || !decide(actor, 'tokens.manage', { agent: token.account }).allow)
      return { code: 'H12_NO_SUCH_TOKEN', why: 'there is no such token' };
    const at = now();
    store.atOnce(() => {
      store.revoke(id, at);
      audit({ at, actor: nameOnRecord(actor), action: 'token.revoke', target: id, outcome: 'done', address });
    });
    return null;
  }

  /** Who a token speaks for; null when it is unknown, over or revoked, or its maker may not sign in any more. */
  bearerOf(secret: string): Bearer | null {
    const { store, now, makerOf } = this.#deps;
    const token = store.byKey(keyOf(secret));
    if (token === null || token.revokedAt !== null || token.expiresAt <= now()) return null;
    const maker = makerOf(token.account);
    if (maker === null) return null;
    if (now() - (token.lastUsedAt ?? 0) >= touchEveryMs) store.touch(token.id, now());
    // The maker's roles of this moment: who may less than before has tokens that may less.
    const actor: Actor = { ...maker.actor, scope: token.rights, token: token.id };
    return { actor, displayName: `${maker.displayName} / ${token.name}`, key: token.key };
  }
}

const keyOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
