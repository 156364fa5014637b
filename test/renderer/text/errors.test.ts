import { expect, test } from 'vitest';
import { errorText } from '../../../renderer/text/errors.ts';

const refused = (status: number, error: string, message: string) =>
  errorText['device-refused']({ device: 'iot-1', status, error, message }).sentence;

test('a device that refuses without a word is said to have given no reason', () => {
  expect(refused(404, '', '')).toBe('iot-1 refused with status 404 and gave no reason.');
  expect(refused(404, ' \n', '\t')).toBe('iot-1 refused with status 404 and gave no reason.');
});

test('what a device says goes before its code', () => {
  expect(refused(404, 'not-found', '')).toBe('iot-1 refused: not-found (404).');
  expect(refused(400, 'bad-request', 'No such key.')).toBe('iot-1 refused: No such key (400).');
  expect(refused(400, 'bad-request', ' ')).toBe('iot-1 refused: bad-request (400).');
});
