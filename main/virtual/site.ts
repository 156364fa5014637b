/** The Wi-Fi that a virtual bench comes with. Its password guards nothing. */
export const VIRTUAL_SITE = { ssid: 'Bench', password: 'virtual-bench' } as const;
