import fc from 'fast-check';
import t from 'tap';
import type { SeatId } from '../../src/acd/model.ts';
import { type ToAriOptions, toAri } from '../../src/asterisk/to-ari.ts';
import type { Command } from '../../src/calls/commands.ts';
import { recorderId } from '../../src/calls/consultation.ts';
import {
  bridgeId,
  type CallId,
  type Language,
  legId,
  type PhoneNumber,
  type PromptName,
  playbackId,
  usualLanguage,
} from '../../src/calls/model.ts';

const call = 'Cnode-1-1763978815.12' as CallId;
const caller = legId(call, 'caller');
const seat = legId(call, 'seat', 3);
const options: ToAriOptions = { app: 'hotline', autoAnswer: false, deviceOf: () => 'desk' };
const ringSeat: Extract<Command, { type: 'RingSeat' }> = {
  type: 'RingSeat',
  call,
  leg: seat,
  seat: '8001' as SeatId,
  from: '13800138000' as PhoneNumber,
  ticketNo: '20260101-000001',
  ringLimitMs: 20_500,
};

const rows: readonly (readonly [Command, string, object?])[] = [
  [
    {
      type: 'Play',
      call,
      leg: caller,
      playback: playbackId(call, 1),
      prompts: ['greeting', 'recording-notice'] as PromptName[],
      language: usualLanguage,
    },
    'POST channels/node-1-1763978815.12/play/Cnode-1-1763978815.12.play.1',
    { media: ['sound:hotline/greeting', 'sound:hotline/recording-notice'] },
  ],
  [
    { type: 'StopPlay', call, playback: playbackId(call, 2) },
    'DELETE playbacks/Cnode-1-1763978815.12.play.2',
  ],
  [
    { type: 'StartMusic', call, leg: caller, musicClass: 'a&b c' },
    'POST channels/node-1-1763978815.12/moh?mohClass=a%26b%20c',
  ],
  [{ type: 'StopMusic', call, leg: caller }, 'DELETE channels/node-1-1763978815.12/moh'],
  [
    { type: 'CreateBridge', call, bridge: bridgeId(call) },
    'POST bridges/Cnode-1-1763978815.12.bridge?type=mixing,video_sfu',
  ],
  [
    { type: 'Join', call, bridge: bridgeId(call), legs: [caller, seat] },
    'POST bridges/Cnode-1-1763978815.12.bridge/addChannel?channel=node-1-1763978815.12,Cnode-1-1763978815.12.seat.3',
  ],
  [
    { type: 'Leave', call, bridge: bridgeId(call), leg: caller },
    'POST bridges/Cnode-1-1763978815.12.bridge/removeChannel?channel=node-1-1763978815.12',
  ],
  [{ type: 'DestroyBridge', call, bridge: bridgeId(call) }, 'DELETE bridges/Cnode-1-1763978815.12.bridge'],
  [
    { type: 'Record', call, recorder: recorderId(call, 2), agent: seat, party: legId(call, 'party', 4) },
    'POST channels/Cnode-1-1763978815.12.consultation.2',
    {
      endpoint: 'Local/record@consultation/n',
      formats: 'slin',
      context: 'consultation',
      extension: 'agent',
      priority: 1,
      variables: {
        RECORDING: 'node-1-1763978815.12.consultation.2',
        AGENT: seat,
        __PARTY: 'Cnode-1-1763978815.12.party.4',
      },
    },
  ],
  [
    { type: 'EndRecord', call, recorder: recorderId(call, 2) },
    'DELETE channels/Cnode-1-1763978815.12.consultation.2',
  ],
  [
    { type: 'HangUp', call, leg: caller, reason: 'no_answer' },
    'DELETE channels/node-1-1763978815.12?reason=no_answer',
  ],
  [
    ringSeat,
    'POST channels/Cnode-1-1763978815.12.seat.3',
    {
      endpoint: 'PJSIP/8001',
      app: 'hotline',
      appArgs: 'seat',
      timeout: 21,
      callerId: '"13800138000" <13800138000>',
      originator: 'node-1-1763978815.12',
      variables: { 'PJSIP_HEADER(add,X-Ticket-No)': '20260101-000001' },
    },
  ],
];
for (const [command, line, body] of rows)
  t.test(`${command.type} becomes ${line.split(' ')[0] ?? ''}`, (t) => {
    const request = toAri(command, options);
    t.equal(`${request?.method ?? ''} ${request?.uri ?? ''}`, line);
    t.strictSame(request?.body, body);
    t.end();
  });

t.test('a phone is asked to answer by itself only when that is configured', (t) => {
  t.strictSame(toAri(ringSeat, { ...options, autoAnswer: true })?.body?.['variables'], {
    'PJSIP_HEADER(add,X-Ticket-No)': '20260101-000001',
    'PJSIP_HEADER(add,Call-Info)': '<sip:hotline12345>;answer-after=0',
  });
  t.end();
});

t.test('a caller without a number is anonymous on the seat’s phone', (t) => {
  t.equal(toAri({ ...ringSeat, from: null }, options)?.body?.['callerId'], '"anonymous" <anonymous>');
  t.end();
});

t.test('each prompt is played in the language in which it is there', (t) => {
  const play: Command = {
    ...{ type: 'Play', call, leg: caller, playback: playbackId(call, 1), language: 'yue' as Language },
    prompts: ['greeting', 'no-seat'] as PromptName[],
  };
  const soundOf: ToAriOptions['soundOf'] = (prompt, language) =>
    prompt === 'greeting' ? `hotline/${language}/${prompt}` : `hotline/${prompt}`;
  t.strictSame(toAri(play, { ...options, soundOf })?.body, {
    media: ['sound:hotline/yue/greeting', 'sound:hotline/no-seat'],
  });
  t.end();
});

t.test('a seat whose id is no endpoint’s name is not dialled', (t) => {
  for (const id of ['', '8001/sip:x@y', '8001&PJSIP', 'Local 1', '8001\n'])
    t.equal(toAri({ ...ringSeat, seat: id as SeatId }, options), null);
  t.end();
});

t.test('no text from outside changes the meaning of a request', (t) => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  fc.assert(
    fc.property(text, text, text, (number, ticketNo, musicClass) => {
      const ring = toAri({ ...ringSeat, from: number as PhoneNumber, ticketNo }, options)?.body;
      const variables = Object.values(ring?.['variables'] ?? {});
      const music = toAri({ type: 'StartMusic', call, leg: caller, musicClass }, options)?.uri ?? '';
      return (
        /^"(\+?[0-9]{1,32}|anonymous)" <\1>$/.test(String(ring?.['callerId'])) &&
        variables.every((v) => /^[0-9A-Za-z-]{1,32}$/.test(String(v))) &&
        /^[^?&#\s]*\?mohClass=[^?&#\s]*$/.test(music)
      );
    }),
  );
  t.end();
});
