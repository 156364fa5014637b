import { serialSuite } from '../suites/serial-suite.ts';
import { virtualRig } from './virtual-rig.ts';

serialSuite('a virtual ESP32', () => virtualRig('esp32'));
