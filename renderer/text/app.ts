/** Words of the frame around the pages, and words that several pages share. */
const things = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const appText = {
  name: 'Bootbench',
  places: { bench: 'Bench', field: 'Field', devices: 'Devices', updates: 'Updates', settings: 'Settings' },
  waits: {
    bench: (count: number) => `${things(count, 'board waits', 'boards wait')} for you`,
    field: (count: number) => `${things(count, 'device', 'devices')} in AP fallback`,
    devices: (count: number) => `${things(count, 'device has', 'devices have')} no app type yet`,
  },
  kinds: { pico: 'Pico W', esp32: 'ESP32', unknown: 'Unknown board' },
  anyKind: 'Any board',
  virtual: (name: string) => `Virtual ${name}`,
  server: {
    on: 'Serving',
    starting: 'Starting',
    off: 'Off',
    failed: 'Not serving',
    unknown: 'Not known',
    waits: 'Waits',
    /** This computer is on a device's own network, and nobody else reaches it. */
    whileOn: (ssid: string) => `while on ${ssid}`,
  },
  lost: {
    title: 'The page has lost the bench',
    cause: 'What you see was so a while ago. The page tries again by itself; work on the boards goes on.',
    again: 'Try now',
    refused: {
      title: 'This page may not enter the bench any more',
      cause: 'The program was started anew. Open the link that it printed, then try here or go on there.',
    },
  },
  /** Instead of a page whose code cannot be had, or that failed. */
  broken: {
    title: 'This page cannot be shown',
    cause: 'The bench may be gone, or started anew since this window was opened. Work on the boards goes on.',
    remedy: 'load it again once the bench is there.',
    again: 'Load again',
  },
  /** Where a real board is to be given an address that ends inside this computer. */
  unreachable: {
    title: 'This board could not reach the OTA server',
    cause: (host: string) => `The server listens on ${host}, which only virtual boards reach.`,
    remedy: 'choose the network of the board for the server first.',
    action: 'Open Settings',
  },
  seconds: (ms: number): string => {
    const seconds = ms / 1000;
    return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
  },
} as const;
