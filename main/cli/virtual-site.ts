/** The Wi-Fi of the virtual bench. Its password guards nothing. */
import type { Site } from '../provisioning/index.ts';

export const VIRTUAL_SITE: Site = { ssid: 'Bench', password: 'virtual-bench' };
