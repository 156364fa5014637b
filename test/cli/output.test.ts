import { expect, test } from 'vitest';
import { createOutput } from '../../main/cli/output.ts';
import { Failure } from '../../preload/contract/errors.ts';

const HOSTILE = '\u001b]0;pwned\u0007\u001b[2J\u009b31m\u202egnp.exe';

test('what a device says moves no cursor and turns no writing, in sentences and in failures', () => {
  const said: string[] = [];
  const out = createOutput(
    'text',
    (line) => said.push(line),
    (line) => said.push(line),
  );
  out.say(`firmware  ${HOSTILE}\nversion  1.0.0`, null);
  out.fail(new Failure('device-answer', { device: 'iot-1', detail: HOSTILE }));
  const text = said.join('\n');
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(text).toContain('version  1.0.0');
  expect(text).toContain('gnp.exe');
});

test('programs get exactly what was said, as one object a line', () => {
  const said: string[] = [];
  createOutput('json', (line) => said.push(line)).say('for people', { firmware: HOSTILE });
  expect(said).toHaveLength(1);
  expect(JSON.parse(said[0] ?? '')).toEqual({ firmware: HOSTILE });
});
