import { expect, it } from 'vitest';
import { levelOf } from '../../../preload/contract/doctor.ts';
import { describeFinding, findingText } from '../../../renderer/text/doctor.ts';

it('each finding has a sentence, a cause and a remedy that are sentences', () => {
  for (const code of Object.keys(findingText)) {
    const port = '/dev/ttyUSB0';
    const params = {
      port,
      device: 'CH340',
      driver: 'ch341',
      by: 'thonny',
      group: 'dialout',
      rules: 'a.rules',
      drive: '',
    };
    const more = {
      cause: 'x',
      times: 2,
      what: 'x',
      speed: 9600,
      detail: 'x',
      found: 'x',
      needed: 'y',
      free: 1,
      total: 2,
      loader: 'bootsel',
    };
    const said = describeFinding({ code, params: { ...params, ...more }, level: 'trouble' });
    for (const sentence of Object.values(said)) {
      expect(sentence, code).toMatch(/^["A-Z/\d].*\.$/);
      expect(sentence, code).not.toMatch(/undefined|NaN|!/);
    }
  }
});

it('the lines to type are whole', () => {
  const { remedy } = findingText['no-permission']({ port: '/dev/ttyACM0', group: 'dialout' });
  expect(remedy).toContain('"sudo usermod -aG dialout $USER"');
  const rule = findingText['no-rule']({ port: '/dev/ttyACM0', rules: '/x/60-bootbench.rules' }).remedy;
  expect(rule).toContain('sudo cp /x/60-bootbench.rules /etc/udev/rules.d/ && sudo udevadm control --reload');
});

it('a finding of a later version is told by its code', () => {
  expect(describeFinding({ code: 'of-tomorrow', params: {}, level: 'trouble' }).sentence).toContain(
    'of-tomorrow',
  );
  expect([levelOf('silent'), levelOf('modem-manager'), levelOf('healthy')]).toEqual([
    'trouble',
    'note',
    'fine',
  ]);
});
