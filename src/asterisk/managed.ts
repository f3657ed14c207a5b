import { networkInterfaces } from 'node:os';
import type { Config, ManagedAsterisk } from '../config.ts';
import { wayOf } from '../emergency/route-text.ts';
import type { AsteriskSettings } from './conf.ts';

/**
 * What a managed Asterisk is told, from the configuration.
 * @param password of the ARI user; letters, digits, `_` and `-` alone
 */
export function managedSettings(
  config: Config,
  asterisk: ManagedAsterisk,
  password: string,
): Omit<AsteriskSettings, 'runDir' | 'modulesDir'> {
  return {
    sip: asterisk.sip,
    http: asterisk.http,
    tls: asterisk.tls,
    rtp: asterisk.rtp,
    iceHosts: asterisk.sip.host.startsWith('127.') ? ownAddresses() : [],
    ari: { user: config.ari.user, password, app: config.ari.app },
    maxCalls: config.maxCalls,
    trunk: asterisk.trunk,
    callerId: asterisk.callerId,
    staticGroup: asterisk.staticGroup,
    // The dialplan knows no district: it tries every way in its order.
    emergency: {
      '110': asterisk.emergency['110'].map(wayOf),
      '120': asterisk.emergency['120'].map(wayOf),
      '119': asterisk.emergency['119'].map(wayOf),
    },
    demonstration: config.mode === 'demonstration',
    // A phone without power is noticed within about 7 s: 5 until it is asked, 2 until its silence counts.
    qualifyS: 5,
    extraModules: [],
  };
}

/** This machine's IPv4 addresses but those of loopback. */
export const ownAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => address),
  );
