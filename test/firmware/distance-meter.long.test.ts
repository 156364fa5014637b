/** The app `distance-meter` on an ESP32; `distance-meter.test.ts` has it on a Pico. */
import { describe } from 'vitest';
import { measures } from './distance-meter-rig.ts';

describe('esp32', () => measures('esp32'));
