import type { QueueId, SeatId } from '../acd/model.ts';
import type { House, Refusal } from '../ports/house.ts';
import { type DeskPhoneKind, endpointName, type SeatPhones, setupOf, type Taken } from './model.ts';
import type { PhoneStore } from './store.ts';

export type PhoneDeps = {
  readonly store: PhoneStore;
  readonly house: Pick<House, 'setUpSeat' | 'removeSeat' | 'askSeat' | 'onChange' | 'seat' | 'now'>;
  /** Writes all phones down where the switch reads them. @throws Error when they cannot be written */
  readonly write: (phones: readonly SeatPhones[]) => void;
  /** Has the switch read them anew. @returns which of these endpoints it knows now; null when it cannot be asked */
  readonly reload: (endpoints: readonly string[]) => Promise<ReadonlySet<string> | null>;
  /** Makes a password of letters, digits, `_` and `-`. */
  readonly secret: () => string;
  /** Told of what went wrong where nobody waits for the answer. */
  readonly failed: (err: unknown) => void;
};

/** What an administrator asks for. */
export type PhonesAsked = {
  readonly queues: readonly QueueId[];
  readonly desk: DeskPhoneKind | null;
  readonly browser: boolean;
};

export type PhoneChange =
  | {
      readonly ok: true;
      readonly phones: SeatPhones;
      /** The desk phone's password, if it was made just now: shown this once. */
      readonly password: string | null;
      readonly taken: Taken;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/** What a page needs to be the seat's softphone. */
export type Softphone = { readonly endpoint: string; readonly secret: string; readonly taken: Taken };

/**
 * The phones at the seats. The database is the only truth; the switch reads a file that is written whole from it. A reload disturbs neither
 * calls nor registrations. It always says that it was done, so each endpoint is asked for afterwards.
 */
export class PhoneService {
  readonly #deps: PhoneDeps;
  readonly #deaf: () => void;
  /** Seats at which a page may be the softphone: its password ends with the sign-in. */
  readonly #given = new Set<SeatId>();
  #under: Promise<unknown> = Promise.resolve();
  #next: Promise<void> | null = null;
  #connected = true;

  constructor(deps: PhoneDeps) {
    this.#deps = deps;
    this.#deaf = deps.house.onChange(({ seats }) => {
      for (const seat of seats) if (this.#given.has(seat) && !this.#isUsed(seat)) this.#endSoftphone(seat);
    });
  }

  list(): readonly SeatPhones[] {
    return this.#deps.store.all();
  }

  get(seat: SeatId): SeatPhones | null {
    return this.#deps.store.get(seat);
  }

  async add(seat: SeatId, asked: PhonesAsked): Promise<PhoneChange> {
    if (this.get(seat) !== null) return refused('H12_SEAT_EXISTS', 'there is a seat of this number already');
    return this.#set(seat, asked, null);
  }

  /** Sets a seat up differently; what is going on there goes on. */
  async change(seat: SeatId, asked: PhonesAsked): Promise<PhoneChange> {
    const before = this.get(seat);
    return before === null ? noSuchSeat : this.#set(seat, asked, before);
  }

  /** A new password for the desk phone: the old one is refused from its next REGISTER on. */
  async newPassword(seat: SeatId): Promise<PhoneChange> {
    const before = this.get(seat);
    if (before === null) return noSuchSeat;
    if (before.desk === null)
      return refused(
        'H12_SEAT_HAS_NO_SUCH_PHONE',
        'this seat has no telephone; a softphone needs no password',
      );
    const desk = { ...before.desk, secret: this.#deps.secret() };
    return this.#put({ ...before, desk }, desk.secret);
  }

  /** Takes a seat away and signs out who sits there; refused while it has a call. */
  async remove(seat: SeatId): Promise<Refusal | null> {
    const refusal = this.get(seat) === null ? noSuchSeat.refusal : this.#deps.house.removeSeat(seat);
    if (refusal !== null) return refusal;
    this.#deps.store.remove(seat);
    this.#given.delete(seat);
    await this.#apply();
    return null;
  }

  /**
   * Makes a page the seat's softphone, with a password of its own: whatever page was it before can sign in no more, so two windows do not
   * take the phone from each other for ever, and a password that somebody noted is worth nothing after the sign-out.
   */
  async softphone(seat: SeatId): Promise<Softphone | Refusal> {
    const before = this.get(seat);
    if (before?.browser == null)
      return { code: 'H12_SEAT_HAS_NO_SUCH_PHONE', why: 'this seat has no softphone' };
    const secret = this.#deps.secret();
    this.#deps.store.put({ ...before, browser: { secret } });
    this.#given.add(seat);
    this.#deps.house.askSeat(seat, { type: 'SoftphoneReplaced', at: this.#deps.house.now() });
    const endpoint = endpointName(seat, 'browser');
    return { endpoint, secret, taken: await this.#taken([endpoint]) };
  }

  /** Phones that are none of a seat's were changed where `write` finds them. @returns whether the switch knows these now */
  applyOthers(endpoints: readonly string[]): Promise<Taken> {
    return this.#taken(endpoints);
  }

  /** Listens no more; resolves when the switch has been told all. */
  async close(): Promise<void> {
    this.#deaf();
    await this.#next;
    await this.#under;
  }

  #set(seat: SeatId, asked: PhonesAsked, before: SeatPhones | null): Promise<PhoneChange> {
    if (asked.desk === null && !asked.browser)
      return Promise.resolve(
        refused('H12_SEAT_WITHOUT_PHONE', 'a seat has a telephone, a softphone, or both'),
      );
    const made = asked.desk !== null && before?.desk == null ? this.#deps.secret() : null;
    const secret = made ?? before?.desk?.secret ?? '';
    const next: SeatPhones = {
      seat,
      queues: asked.queues,
      desk: asked.desk === null ? null : { kind: asked.desk, secret },
      browser: asked.browser ? (before?.browser ?? { secret: this.#deps.secret() }) : null,
    };
    return this.#put(next, made);
  }

  async #put(phones: SeatPhones, password: string | null): Promise<PhoneChange> {
    this.#deps.store.put(phones);
    const refusal = this.#deps.house.setUpSeat(setupOf(phones));
    if (refusal !== null) return { ok: false, refusal };
    const { seat, devices } = { seat: phones.seat, devices: setupOf(phones).devices };
    const taken = await this.#taken(devices.map((device) => endpointName(seat, device)));
    return { ok: true, phones, password, taken };
  }

  #isUsed(seat: SeatId): boolean {
    const now = this.#deps.house.seat(seat);
    return now?.device === 'browser' && now.agent !== null;
  }

  /** The agent has left: what the page was given is worth nothing any more. */
  #endSoftphone(seat: SeatId): void {
    this.#given.delete(seat);
    const before = this.get(seat);
    if (before?.browser == null) return;
    this.#deps.store.put({ ...before, browser: { secret: this.#deps.secret() } });
    this.#apply().catch(this.#deps.failed);
  }

  async #taken(endpoints: readonly string[]): Promise<Taken> {
    await this.#apply();
    const known = this.#connected ? await this.#deps.reload(endpoints) : null;
    if (known === null) return 'waiting';
    return endpoints.every((one) => known.has(one)) ? 'taken' : 'refused';
  }

  /** Writes and has the switch read, one after the other; those who ask while it is being done share the next time. */
  #apply(): Promise<void> {
    this.#next ??= this.#under.then(async () => {
      this.#next = null;
      const done = this.#once();
      this.#under = done.catch(() => undefined);
      await done;
    });
    return this.#next;
  }

  async #once(): Promise<void> {
    this.#deps.write(this.#deps.store.all());
    this.#connected = (await this.#deps.reload([])) !== null;
  }
}

const refused = (code: string, why: string) => ({ ok: false, refusal: { code, why } }) as const;
const noSuchSeat = refused('H12_NO_SUCH_SEAT', 'there is no such seat');
