import { describe, it } from 'vitest';
import { canMakePty } from '../capabilities.ts';
import { serialSuite } from '../suites/serial-suite.ts';
import { ptyRig } from './virtual-rig.ts';

if (canMakePty) {
  serialSuite('a virtual Pico behind a PTY', () => ptyRig('pico'));
} else {
  describe('a virtual Pico behind a PTY', () => {
    it.skip('needs socat, which is not installed here', () => {});
  });
}
