import type { AgentId } from '../acd/model.ts';
import { cleanNumber, dialable } from '../calls/number.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Taken } from '../phones/model.ts';
import type { Refusal } from '../ports/house.ts';
import {
  type Contact,
  type Reach,
  type RemoteSeat,
  type RemoteSeatId,
  remoteEndpoint,
  type Unit,
  type UnitId,
} from './model.ts';
import { found } from './rules.ts';
import type { UnitStore } from './store.ts';

export type UnitServiceDeps = {
  readonly store: UnitStore;
  readonly now: () => EpochMs;
  /** IANA name: what an hour is. */
  readonly timeZone: string;
  /** Makes a password of letters, digits, `_` and `-`. */
  readonly secret: () => string;
  /** Has the switch read the phones anew. @returns whether it knows these endpoints now */
  readonly apply: (endpoints: readonly string[]) => Promise<Taken>;
};

/** A remote seat as an administrator writes it down. */
export type RemoteSeatAsked = Omit<RemoteSeat, 'id' | 'unit' | 'presence' | 'line'> & {
  readonly line:
    | { readonly kind: 'plain' | 'encrypted' }
    | { readonly kind: 'number'; readonly number: string };
};

export type RemoteSeatChange =
  | {
      readonly ok: true;
      readonly seat: RemoteSeat;
      /** Of its SIP phone, if it was made just now: shown this once. */
      readonly password: string | null;
      /** null: it has no phone of its own. */
      readonly taken: Taken | null;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/** How units are found and reached. All of them are kept in memory: an agent who asks for one in a call waits for no database. */
export class UnitService {
  readonly #deps: UnitServiceDeps;
  #contacts: readonly Contact[];

  constructor(deps: UnitServiceDeps) {
    this.#deps = deps;
    this.#contacts = deps.store.contacts();
  }

  /** By id. */
  get contacts(): readonly Contact[] {
    return this.#contacts;
  }

  get now(): EpochMs {
    return this.#deps.now();
  }

  get timeZone(): string {
    return this.#deps.timeZone;
  }

  /** The likeliest first. */
  find(query: string): readonly Contact[] {
    return found(this.#contacts, query);
  }

  contact(id: UnitId): Contact | null {
    return this.#contacts.find((contact) => contact.id === id) ?? null;
  }

  /** The unit's remote seat of this id. */
  remoteSeat(unit: UnitId | null, id: RemoteSeatId): RemoteSeat | null {
    const seats = this.#contacts.flatMap(({ remoteSeats }) => remoteSeats);
    return seats.find((seat) => seat.id === id && (unit === null || seat.unit === unit)) ?? null;
  }

  /** Adds a unit, or changes it. */
  put(unit: Unit, reach: Reach): Contact {
    this.#deps.store.put(unit);
    this.#deps.store.putReach(unit.id, reach);
    this.#readAgain();
    return this.contact(unit.id) ?? { ...unit, ...reach, pinyin: '', initials: '', remoteSeats: [] };
  }

  /** Adds a remote seat, or changes it; who is signed in there stays, unless nobody has to be any more. */
  async putRemoteSeat(unit: UnitId, id: RemoteSeatId, asked: RemoteSeatAsked): Promise<RemoteSeatChange> {
    if (this.contact(unit) === null) return no('H12_NO_SUCH_UNIT', 'there is no such unit');
    const before = this.remoteSeat(null, id);
    if (before !== null && before.unit !== unit)
      return no('H12_REMOTE_SEAT_EXISTS', 'another unit has a remote seat of this id');
    const line = lineOf(asked.line);
    if (line === null)
      return no('H12_NUMBER_NOT_ALLOWED', 'only mobile and landline numbers of the country are dialled');
    const presence = asked.signsIn ? (before?.presence ?? null) : null;
    const seat: RemoteSeat = { ...asked, id, unit, line, presence };
    const hadPhone = before !== null && before.line.kind !== 'number';
    const known = hadPhone ? this.#secretOf(id) : null;
    const secret = line.kind === 'number' ? null : (known ?? this.#deps.secret());
    return this.#write(seat, secret, known === null ? secret : null, hadPhone);
  }

  /** A new password for its SIP phone: the old one is refused from its next REGISTER on. */
  async newPassword(unit: UnitId, id: RemoteSeatId): Promise<RemoteSeatChange> {
    const seat = this.remoteSeat(unit, id);
    if (seat === null) return noSuchRemoteSeat;
    if (seat.line.kind === 'number')
      return no('H12_REMOTE_SEAT_HAS_NO_PHONE', 'this remote seat is a number; it needs no password');
    const secret = this.#deps.secret();
    return this.#write(seat, secret, secret, true);
  }

  async remove(unit: UnitId, id: RemoteSeatId): Promise<Refusal | null> {
    const seat = this.remoteSeat(unit, id);
    if (seat === null) return noSuchRemoteSeat.refusal;
    this.#deps.store.removeRemoteSeat(id);
    this.#readAgain();
    if (seat.line.kind !== 'number') await this.#deps.apply([]);
    return null;
  }

  /** Somebody of the unit is there, or nobody any more. */
  setPresence(id: RemoteSeatId, by: AgentId, present: boolean): Refusal | null {
    const seat = this.remoteSeat(null, id);
    if (seat === null) return noSuchRemoteSeat.refusal;
    if (!seat.signsIn)
      return { code: 'H12_REMOTE_SEAT_ALWAYS_THERE', why: 'nobody signs in at this remote seat' };
    this.#deps.store.setPresence(id, present ? { by, at: this.#deps.now() } : null);
    this.#readAgain();
    return null;
  }

  async #write(
    seat: RemoteSeat,
    secret: string | null,
    password: string | null,
    hadPhone: boolean,
  ): Promise<RemoteSeatChange> {
    this.#deps.store.putRemoteSeat(seat, secret);
    this.#readAgain();
    const hasPhone = secret !== null;
    const taken =
      hasPhone || hadPhone ? await this.#deps.apply(hasPhone ? [remoteEndpoint(seat.id)] : []) : null;
    return { ok: true, seat, password, taken: hasPhone ? taken : null };
  }

  #secretOf(id: RemoteSeatId): string | null {
    return this.#deps.store.phones().find((phone) => phone.id === id)?.secret ?? null;
  }

  #readAgain(): void {
    this.#contacts = this.#deps.store.contacts();
  }
}

/** As it is dialled; null for a number that is not. */
function lineOf(asked: RemoteSeatAsked['line']): RemoteSeat['line'] | null {
  if (asked.kind !== 'number') return asked;
  const clean = cleanNumber(asked.number);
  const number = clean === null ? null : dialable(clean);
  return number === null ? null : { kind: 'number', number };
}

const no = (code: string, why: string) => ({ ok: false, refusal: { code, why } }) as const;
const noSuchRemoteSeat = no('H12_NO_SUCH_REMOTE_SEAT', 'there is no such remote seat');
