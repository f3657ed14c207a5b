import type { Reach } from '../emergency/model.ts';
import { checkOf } from '../emergency/readiness.ts';
import { isObject, parseAs } from '../lib/shape.ts';
import { phoneOf } from './from-ari.ts';
import type { Answer } from './outcome.ts';
import type { AriRequest } from './to-ari.ts';

/** Asks Asterisk something. @throws Error when it does not answer */
export type AskAri = (request: AriRequest) => Promise<Answer>;

/**
 * Whether a trunk answers. Where there is an endpoint that is asked in its place (`trunk-check`), that one's state counts: Asterisk dials no
 * contact that it takes for unreachable, and a carrier that does not answer OPTIONS may take calls all the same. An endpoint that Asterisk does
 * not know leads nowhere.
 */
export async function reachOf(ask: AskAri, trunk: string): Promise<Reach> {
  for (const endpoint of [checkOf(trunk), trunk]) {
    const { status, body } = await ask(get(`endpoints/PJSIP/${encodeURIComponent(endpoint)}`));
    if (status === 404) continue;
    const state = status === 200 ? parseAs(body, isObject)?.['state'] : null;
    if (typeof state !== 'string')
      throw new Error(`Asterisk does not tell of a trunk (status ${String(status)})`);
    if (phoneOf(state) === 'unreachable') return 'unreachable';
    return (await isQualified(ask, endpoint)) ? 'reachable' : 'notChecked';
  }
  return 'unreachable';
}

/** Asterisk calls an endpoint online as well when it never asks it anything. */
async function isQualified(ask: AskAri, endpoint: string): Promise<boolean> {
  const aors = (await attribute(ask, 'endpoint', endpoint, 'aors')).split(',').filter((aor) => aor !== '');
  const often = await Promise.all(aors.map((aor) => attribute(ask, 'aor', aor.trim(), 'qualify_frequency')));
  return often.some((seconds) => Number(seconds) > 0);
}

async function attribute(
  ask: AskAri,
  ...[kind, id, name]: readonly [string, string, string]
): Promise<string> {
  const { status, body } = await ask(
    get(`asterisk/config/dynamic/res_pjsip/${kind}/${encodeURIComponent(id)}`),
  );
  const all = status === 200 ? parseAs(body, isList) : null;
  const found = all?.find((one) => isObject(one) && one['attribute'] === name);
  return isObject(found) && typeof found['value'] === 'string' ? found['value'] : '';
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const get = (uri: string): AriRequest => ({ method: 'GET', uri });
