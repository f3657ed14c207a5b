import t from 'tap';
import { startPrivateAsterisk } from '../asterisk/private-asterisk.ts';
import { startCallers } from '../asterisk/sipp.ts';

const outcome = async (options: Parameters<typeof startCallers>[0]): Promise<string> => {
  const { marks } = await (await startCallers(options)).done;
  return marks
    .map(({ word }) => word)
    .filter((word) => word !== 'invite' && word !== 'hangsUp')
    .join(' ');
};

t.test('the trunk reaches 12345 in every form carriers send, and nothing else', async (t) => {
  const asterisk = await startPrivateAsterisk({ seats: ['8001'] });
  t.teardown(asterisk.stop);
  const dial = (number: string): Promise<string> => outcome({ asterisk: asterisk.sip, number, talkMs: 100 });
  for (const number of [
    '12345',
    '02012345',
    '075312345',
    '861012345',
    '8675312345',
    '+861012345',
    '+8675312345',
    '+8612345',
  ]) {
    t.equal(await dial(number), 'answered done', number);
  }
  const others = [
    '110',
    '120',
    '119',
    '8001',
    's',
    'i',
    't',
    '1',
    'over',
    '112345',
    '123456',
    '13800138000',
    '+8613800138000',
    '00012345',
  ];
  for (const number of others) t.equal(await dial(number), 'refused404', number);
  await asterisk.quiet();
});

t.test('a phone of a seat can dial nothing by itself', async (t) => {
  const asterisk = await startPrivateAsterisk({ seats: ['8001', '8002'] });
  t.teardown(asterisk.stop);
  const auth = { user: '8001', password: asterisk.password('8001') };
  for (const number of ['12345', '110', '8002', 's', '13800138000']) {
    t.equal(
      await outcome({ asterisk: asterisk.sip, host: '127.0.0.1', from: '8001', number, auth }),
      'refused404',
      number,
    );
  }
  t.equal(
    await outcome({ asterisk: asterisk.sip, host: '127.0.0.1', from: '8001' }),
    'refused401',
    'without its password',
  );
});

t.test('whoever is neither trunk nor seat is refused', async (t) => {
  const asterisk = await startPrivateAsterisk();
  t.teardown(asterisk.stop);
  t.equal(await outcome({ asterisk: asterisk.sip, host: '127.0.0.3' }), 'refused401');
  t.equal(
    await outcome({ asterisk: asterisk.sip, host: '127.0.0.1', from: 'trunk' }),
    'refused401',
    'its name opens no door',
  );
});

t.test('a hostile number or name is a caller like any other', async (t) => {
  const asterisk = await startPrivateAsterisk();
  t.teardown(asterisk.stop);
  const names = [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Asterisk's own expression.
    '${SHELL(touch h12-owned)}',
    '$(id)',
    '../../etc/passwd',
    ';Hangup()',
    '王小明',
    'a'.repeat(900),
  ];
  for (const name of names) {
    t.equal(await outcome({ asterisk: asterisk.sip, name, talkMs: 500 }), 'answered done', name.slice(0, 20));
  }
  for (const from of ['anonymous', '%24%7BUNIQUEID%7D', "'--", '..%2f..%2fx', '1'.repeat(300)]) {
    t.equal(await outcome({ asterisk: asterisk.sip, from, talkMs: 500 }), 'answered done', from.slice(0, 20));
  }
  await asterisk.quiet();
  t.equal(asterisk.recordings().length, 11);
  for (const file of asterisk.recordings()) t.match(file, /\/\d+\.\d+\.raw$/);
  t.notMatch(asterisk.log(), /h12-owned/);
});
