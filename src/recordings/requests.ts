import { after, dayOf, type EpochMs } from '../lib/time.ts';
import type { Purpose } from './access.ts';
import {
  type Asker,
  type Found,
  type Library,
  type LibraryRefusal,
  type Refused,
  refused,
} from './library.ts';
import type { RecordingId } from './model.ts';
import type { CopyRequest, RequestStore, Wanted } from './request-store.ts';

/** What is granted can be taken for so long, in ms: three days. */
export const grantedMs = 3 * 86_400_000;

export type RequestDeps = {
  readonly library: Library;
  readonly store: RequestStore;
  readonly now: () => EpochMs;
  /** IANA name: whose day a request's number has. */
  readonly timeZone: string;
};

const noSuchRequest: LibraryRefusal = { code: 'H12_NO_SUCH_REQUEST', why: 'there is no such request' };

/** By which rule of access a wish is decided: the original as it was is as near as handing out. */
const howOf = (how: Wanted): 'download' | 'export' => (how === 'download' ? 'download' : 'export');

/** Copies leave the house by two people: one asks and says why, another agrees. */
export class Requests {
  readonly #deps: RequestDeps;

  constructor(deps: RequestDeps) {
    this.#deps = deps;
  }

  ask(
    asker: Asker,
    id: RecordingId,
    asked: { how: Wanted; purpose: Purpose; reason: string; recipient: string | null },
  ): { readonly request: CopyRequest } | Refused {
    const { library, store, now, timeZone } = this.#deps;
    const found = library.look(asker, id, { how: 'see' });
    if ('refusal' in found) return found;
    const { how, purpose, reason } = asked;
    const note = (target: string, outcome: string): void =>
      library.record(asker, { action: 'recording.request', target, outcome, why: `${purpose}: ${reason}` });
    const may = library.decide(asker.actor, found.facts, { how: howOf(how), purpose, approved: true });
    // One may ask while something is being silenced in it; taken it is only afterwards.
    if (!may.allow && may.reason !== 'beingRedacted') {
      note(`${id} ${how}`, may.reason);
      return refused('H12_RECORDING_NOT_FOR_ROLE', 'you may not ask for this, or not for this purpose');
    }
    if (how === 'original' && store.original(id) === null)
      return refused('H12_NO_ORIGINAL', 'this recording was not redacted: it is its own original');
    const request = store.ask(
      { recording: id, ...asked, askedBy: asker.actor.id, askedAt: now() },
      dayOf(now(), timeZone),
    );
    note(`${request.no} ${id} ${how}`, 'done');
    return { request };
  }

  /** Another person, who may know of the recording as well, agrees or refuses. */
  decide(
    asker: Asker,
    no: string,
    { granted, word }: { granted: boolean; word: string },
  ): { readonly request: CopyRequest } | Refused {
    const { library, store, now } = this.#deps;
    const request = store.read(no);
    if (request === null) {
      library.record(asker, { action: 'recording.decide', target: no, outcome: 'unknown' });
      return { refusal: noSuchRequest };
    }
    if ('refusal' in library.look(asker, request.recording, { how: 'see' }))
      return { refusal: noSuchRequest };
    const note = (outcome: string): void =>
      library.record(asker, { action: 'recording.decide', target: no, outcome, why: word });
    if (request.askedBy === asker.actor.id) {
      note('H12_SAME_PERSON');
      return refused('H12_SAME_PERSON', 'somebody else must decide on what you asked for');
    }
    const at = now();
    const expiresAt = granted ? after(at, grantedMs) : null;
    const decision = { decidedBy: asker.actor.id, decidedAt: at, granted, word, expiresAt };
    const done = store.decide(no, decision);
    note(done ? (granted ? 'granted' : 'refused') : 'H12_DECIDED_ALREADY');
    return done
      ? { request: { ...request, ...decision } }
      : refused('H12_DECIDED_ALREADY', 'this request was decided already');
  }

  /** Whether whoever asked may take it now; each taking is on the record and counted. */
  take(asker: Asker, no: string): (Found & { readonly request: CopyRequest }) | Refused {
    const { library, store, now } = this.#deps;
    const request = store.read(no);
    if (request === null || request.askedBy !== asker.actor.id) {
      const outcome = request === null ? 'unknown' : 'notYours';
      library.record(asker, { action: 'recording.request', target: `${no} copy`, outcome });
      return { refusal: noSuchRequest };
    }
    const { recording, how, purpose, granted, expiresAt, reason } = request;
    const approved = granted === true && expiresAt !== null && now() < expiresAt;
    const stated = { purpose, note: `${no} ${reason}` };
    const found = library.look(asker, recording, { how: howOf(how), stated, approved });
    if ('refusal' in found) return found;
    store.taken(no);
    return { ...found, request };
  }
}
