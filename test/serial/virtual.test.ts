/** The suite on a virtual Pico; `virtual.long.test.ts` has it on an ESP32, `pty.long.test.ts` over the real driver. */
import { serialSuite } from '../suites/serial-suite.ts';
import { virtualRig } from './virtual-rig.ts';

serialSuite('a virtual Pico', () => virtualRig('pico'));
