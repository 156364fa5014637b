/** The suite on a real board: `TEST_PORT=/dev/ttyACM0 npx vitest run test/serial/real-port.test.ts`. */
import { describe, it } from 'vitest';
import { usbPorts } from '../../main/serial/index.ts';
import { serialSuite } from '../suites/serial-suite.ts';

const path = process.env.TEST_PORT;

if (path !== undefined && path !== '') {
  serialSuite(`the board at ${path}`, async () => ({ ports: usbPorts(), path, close: async () => {} }));
} else {
  describe('a real board', () => {
    it.skip('needs TEST_PORT, the path of its port', () => {});
  });
}
