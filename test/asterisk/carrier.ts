import type { Test } from 'tap';
import { type Hotline, type HotlineOptions, startHotline } from './hotline.ts';
import { claimPorts } from './ports.ts';
import type { PrivateAsteriskOptions } from './private-asterisk.ts';
import { type PhoneBehaviour, type Sipp, startCitizen } from './sipp.ts';

type CarrierOptions = Omit<HotlineOptions, 'asterisk'> & {
  readonly settings?: PrivateAsteriskOptions['settings'];
  /** How often the carrier is asked whether it is there, in s; never if not given. */
  readonly checkS?: number;
};

/** A hotline whose trunk ends at a carrier of the test's own, which is there from `carrier` on: every number dialled rings at it. */
export async function withCarrier(
  t: Test,
  { settings, checkS, ...options }: CarrierOptions,
): Promise<{ readonly hotline: Hotline; carrier(behaviour: PhoneBehaviour): Promise<Sipp> }> {
  const ports = await claimPorts();
  t.teardown(() => ports.release());
  const port = ports.first + 1;
  const often = checkS === undefined ? {} : { checkS };
  const trunk = { match: ['127.0.0.2'], contact: `127.0.0.2:${String(port)}`, ...often };
  const hotline = await startHotline(t, { ...options, asterisk: { settings: { ...settings, trunk } } });
  const carrier = async (behaviour: PhoneBehaviour): Promise<Sipp> => {
    const mediaPort = ports.first + 10;
    const sipp = await startCitizen({ asterisk: hotline.asterisk.sip, port, mediaPort, behaviour });
    t.teardown(() => sipp.stop());
    return sipp;
  };
  return { hotline, carrier };
}
