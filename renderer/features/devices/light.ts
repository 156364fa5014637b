/** Which light a device blinks with, as far as it has told. */
import { deviceText } from '../../text/devices.ts';
import { numberOf } from './said.ts';

export function lightOf(values: Readonly<Record<string, unknown>>): string {
  const count = numberOf(values, 'num_leds');
  if (count !== null && count > 0 && numberOf(values, 'np_pin') !== null) return deviceText.neopixels(count);
  return Object.keys(values).length === 0 ? deviceText.anyLight : deviceText.onboard;
}
