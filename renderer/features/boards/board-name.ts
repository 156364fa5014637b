import type { PortInfo } from '../../../preload/contract/models.ts';
import { appText } from '../../text/app.ts';

/** "Pico W", "Virtual ESP32". */
export function boardName({ kind, source }: PortInfo): string {
  const name = appText.kinds[kind];
  return source === 'virtual' ? appText.virtual(name) : name;
}
