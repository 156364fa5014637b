/** Words of the Devices page and of the page of one device. */
const things = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** How long something has been so: `40 s`, `14 min`, `3 h`, `5 days`. */
const span = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
};

const size = (bytes: number | null): string => {
  if (bytes === null) return '–';
  return bytes < 10_000 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} kB`;
};

export const devicesText = {
  span,
  size,
  ago: (ms: number) => (ms < 1500 ? 'just now' : `${span(ms)} ago`),
  title: 'Devices',
  counts: (all: number, waiting: number, silent: number) => {
    const said = [
      all === 1 ? 'One device.' : `${all} devices.`,
      waiting === 0 ? '' : `${waiting === 1 ? 'One waits' : `${waiting} wait`} for an app type.`,
      silent === 0
        ? ''
        : silent === all
          ? 'All are silent.'
          : `${silent === 1 ? 'One is' : `${silent} are`} silent.`,
    ];
    return said.filter((part) => part !== '').join(' ');
  },
  find: 'Find a device',
  findExample: 'Id, MAC, type or address',
  shown: (shown: number, all: number) => (shown === all ? '' : `${shown} of ${all}`),
  columns: {
    state: 'State',
    device: 'Device',
    kind: 'Kind',
    type: 'App type',
    version: 'Version, set',
    address: 'Address',
    signal: 'Signal',
    heard: 'Last heard',
  },
  state: {
    live: 'Live',
    silent: (ms: number) => `Silent ${span(ms)}`,
    unheard: 'Never heard',
    waiting: 'Waits for a type',
    hotfix: 'Hotfix',
    onTrial: 'On trial',
    refused: 'Refused',
    resetting: 'Resetting',
  },
  never: 'Never',
  none: '–',
  noType: 'None yet',
  /** Where nothing says that it is the app type which is missing. */
  noAppType: 'No app type yet',
  noMatch: {
    title: (search: string) => `No device matches "${search}"`,
    why: 'The search looks at ids, kinds, app types, versions, sets and addresses.',
    action: 'Show all devices',
  },
  empty: {
    title: 'No device has spoken to this bench yet',
    why: 'A device appears here when it starts and asks the OTA server, which is the last step of provisioning it.',
    action: 'Provision a board',
  },
  assign: {
    title: (count: number) =>
      count === 1 ? 'One device waits for an app type' : `${count} devices wait for an app type`,
    cause: (count: number) =>
      count === 1
        ? 'It runs boot.py and nothing else. Choose what it is for; it fetches its software by itself.'
        : 'They run boot.py and nothing else. Choose what each one is for; it fetches its software by itself.',
    field: (id: string) => `App type of ${id}`,
    choose: 'Choose a type',
    action: 'Assign',
    assigned: (type: string) => `${type} assigned. It takes it when it next asks the server.`,
    noTypes: 'There is no app type to choose yet.',
    makeType: 'Make an app type',
  },
} as const;

export const deviceText = {
  unknown: {
    title: 'No such device is known here',
    why: 'It was forgotten, or it never spoke to this bench.',
    action: 'Show all devices',
  },
  asking: 'Asking',
  waits: 'It is read once the device answers.',
  live: (ago: string) => `Live, ${ago}`,
  unreachable: (span: string) => `Does not answer, ${span}`,
  noAnswer: 'Does not answer',
  noAddress: 'Address unknown',
  restarting: 'Restarting',
  oldAlert: {
    known: (ago: string) => `What you see was so ${ago}. The page goes on asking by itself.`,
    unknown: 'It has not answered since this page was opened. The page goes on asking by itself.',
    now: 'Ask now',
  },
  other: {
    title: (found: string) => `Another device answers at this address: ${found}`,
    cause: 'What it says is not shown, because it is not about this one.',
    remedy: 'Put the address right below, or restart the device: it then tells its address by itself.',
  },
  nowhere: {
    title: 'Nobody knows where this device answers',
    cause: 'It has not registered with the OTA server.',
    remedy: 'Start it on a network from which it reaches the server, or type its address below.',
  },
  heldBack: {
    title: 'It refused the update',
    until: 'The server holds the update back until the files change.',
    action: 'Open Updates',
  },
  appError: {
    title: 'The app stopped with an error',
    cause: 'The platform goes on and starts the app again by itself.',
  },
  actions: {
    identify: 'Identify',
    identifying: 'Blinking',
    restart: 'Restart',
    restarting: 'Restarting',
    reset: 'Factory reset',
  },
  blinking: (light: string) => `Look for five flashes of ${light}.`,
  blinked: (light: string) => `It says that ${light} flashed.`,
  neopixels: (count: number) => (count === 1 ? 'its blue NeoPixel' : `its ${count} blue NeoPixels`),
  onboard: 'its on-board LED',
  anyLight: 'its light',
  restart: {
    waits: (span: string) => `It agreed ${span} ago.`,
    late: {
      title: (span: string) => `It has not come back for ${span} since it was told to restart`,
      remedy: 'Look whether it has power and its Wi-Fi. A start with an update takes up to a minute.',
    },
  },
  figures: {
    signal: 'Signal',
    signalNotes: ['Not heard', 'Weak', 'Fair', 'Good', 'Strong'],
    memory: 'Free memory',
    least: (kb: string) => `least here ${kb}`,
    up: 'Up for',
    booted: (time: string) => `booted ${time}`,
    heartbeat: 'Last heartbeat',
    beat: (span: string) => `every ${span}`,
    ownBeat: 'interval set by the device',
    never: 'None yet',
    hours: 'h:min',
    minutes: 'min:s',
    days: 'days',
    noNumber: 'Reading',
    noNumberNote: 'The app reports no number',
  },
  telemetry: {
    title: 'Telemetry',
    every: 'read every 2 s while you look',
    old: (ago: string) => `as it was ${ago}`,
    heartbeat: (ago: string) => `from its heartbeat ${ago}`,
    choose: 'Number to draw',
    none: {
      title: 'Nothing is reported yet',
      why: 'What app.py gives to platform.report() appears here.',
    },
    more: (count: number) => `and ${count} more`,
    drawn: (name: string, unit: string, least: string, most: string, now: string) =>
      `${name}${unit === '' ? '' : ` in ${unit}`} while this page is open, ${least} to ${most}, now ${now}`,
    noNumber: 'None of these is a number that can be drawn.',
  },
  files: {
    title: 'Files in force, and what the server has',
    asideChange: 'At next boot:',
    changes: (replaced: number, added: number) =>
      [replaced === 0 ? '' : `${replaced} replaced`, added === 0 ? '' : `${added} new`]
        .filter((part) => part !== '')
        .join(', '),
    nothing: 'nothing changes',
    columns: { file: 'File', device: 'On the device', server: 'On the server', next: 'At next boot' },
    missing: 'none',
    hotfix: 'hotfix',
    extra: 'Not of this type',
    stays: 'Hotfix stays',
    becomes: { set: 'Set', becomes: 'becomes' },
    sameSet: 'Runs set',
    restart: 'Restart to update',
    endHotfix: 'End the hotfix',
    hotfixed: (names: string) => `A hotfix is laid over ${names}.`,
    hotfixStays: 'It stays until the type itself changes these files.',
    ended: "The hotfix ends at the next boot; the type's own files come back.",
    held: 'Held back',
    heldBack: 'was refused and is held back until the files change.',
    onTrial: 'On trial',
    trialHelp:
      'It proves itself by a minute without a fault; else the last good set comes back. Leave it running: its next heartbeat tells how it went.',
    off: 'The OTA server is off: nothing changes until it is on.',
    noType: {
      title: 'It has no app type yet',
      why: 'Choose what this device is for; it fetches its software by itself.',
    },
    unknownType: {
      title: (type: string) => `This server has no app type ${type}`,
      why: 'The device keeps the files that it has.',
      action: 'Open Updates',
    },
    noFiles: {
      title: 'It has not told its files yet',
      why: 'It tells them each time that it starts and reaches the OTA server.',
    },
    more: (count: number) => `and ${count} more files`,
  },
  log: {
    title: 'Log',
    which: 'Which log',
    lines: 'How many lines',
    last: (count: string) => `last ${count}`,
    again: 'Read again',
    none: 'It keeps no log yet.',
  },
  config: {
    title: 'Config',
    readAt: (time: string) => `read back ${time}`,
    reading: 'reading',
    again: 'Read again',
    empty: 'Nothing is set: the app goes by its own values.',
    add: 'Add a key',
    key: 'Key',
    value: 'Value as JSON',
    valueOf: (key: string) => `Value of ${key}`,
    keyExample: 'interval_ms',
    valueExample: '60000 or "text"',
    drop: 'Leave this key out',
    save: 'Save to device',
    saving: 'Saving',
    discard: 'Discard',
    unchanged: (bytes: number) => `No change yet. ${bytes} of 4096 bytes.`,
    changed: (names: string, bytes: number) => `Changes ${names}. ${bytes} of 4096 bytes.`,
    invalid: 'Correct what is marked first.',
    tooLarge: (bytes: number) => `${bytes} bytes, and a device takes 4096.`,
    saved: 'Read back as saved. Most apps take it up at their next start.',
    more: (count: number) => `${count} more keys are not shown and stay as they are.`,
    problems: {
      'no-json': 'This is no JSON. Text stands in "quotes".',
      'no-key': 'A value needs a key.',
      'known-key': 'There is such a key above.',
      'same-key': 'This key is new twice.',
    },
  },
  endpoints: {
    title: 'Endpoints',
    aside: (count: number) => things(count, 'endpoint', 'endpoints'),
    columns: { method: 'Method', path: 'Path', from: 'From', try: 'Ask it' },
    from: { platform: 'Platform', app: 'App' },
    try: 'Try',
    tryPath: (path: string) => `Try ${path}`,
    trying: 'Asking it',
    answer: (path: string) => `What ${path} answers`,
    nothing: 'An empty answer.',
    open: (path: string) => `Open ${path} in a new window`,
    none: 'It names none.',
    more: (count: number) => `and ${count} more`,
    again: 'Read again',
  },
  about: {
    title: 'About it',
    mac: 'MAC',
    kind: 'Kind',
    firmware: 'Firmware',
    version: 'Version',
    set: 'Set',
    registered: 'Registered',
    booted: 'Asked at boot',
    flash: 'On its flash',
    files: (count: number, bytes: string) => `${things(count, 'file', 'files')}, ${bytes}`,
    address: 'Address',
    addressHint: 'Where it answers; the device says it anew each time that it registers.',
    addressWrong: 'A host, or host:port, such as 192.168.1.71',
    saveAddress: 'Save address',
    forget: 'Forget this device',
    forgetSure: 'Forget it now',
    forgetKeep: 'Keep it',
    forgetHelp:
      'It goes from this list and comes back by itself when it speaks to the server. Its passports stay.',
    show: 'Show files',
    hide: 'Hide files',
  },
  reset: {
    state: 'Reset, in its own network',
    title: 'Factory reset this device?',
    goes: 'Its Wi-Fi, its name, its settings and what it knows about updates go.',
    stays: 'Its software stays, and so does its passport.',
    opens: 'It then opens its own network',
    again: 'and has to be provisioned again.',
    action: 'Factory reset',
    asking: 'Asking it',
    working: 'Factory reset',
    phases: { ask: 'Asking', confirm: 'Waiting for proof' },
    cancel: 'Stop waiting',
    heard: (ssid: string) => `It is reset: its network ${ssid} was heard`,
    heardNext: 'Provision it again, or join that network and give it its Wi-Fi.',
    gone: (ssid: string) => `It left the network and stays away; it should stand in ${ssid} now`,
    goneNext: 'This computer cannot hear networks by itself. Look for it with a phone to be sure.',
    cancelled: 'Nobody waits for the proof any more. The device may be reset all the same.',
    provision: 'To the bench',
  },
} as const;
