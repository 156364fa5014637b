/** Words of the Updates page. */
const devices = (count: number) => `${count} ${count === 1 ? 'device' : 'devices'}`;
const files = (count: number) => `${count} ${count === 1 ? 'file' : 'files'}`;

export const updatesText = {
  title: 'Updates',
  about: 'What every device of a type should run. Devices take it at their next boot.',
  types: {
    title: 'App types',
    add: 'New',
    runs: devices,
    noDevice: 'No device yet',
    waiting: (count: number) => `${devices(count)} ${count === 1 ? 'waits' : 'wait'} for a type`,
    inForce: 'In force',
    refused: (count: number) => `${count} refused it`,
    trial: (count: number) => `${count} on trial`,
    taking: (count: number) => `${count} to take it`,
    unsaid: (count: number) => `${count} not known`,
    incomplete: 'Incomplete',
  },
  alerts: {
    incomplete: {
      title: (type: string, missing: readonly string[]) =>
        `${type} is not complete: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
      cause: 'A device that took it would not come up.',
      remedy: 'put the missing files into the folder of this type.',
    },
    refused: {
      title: (count: number) =>
        count === 1 ? 'One device refused this set' : `${count} devices refused this set`,
      held: 'Held back until the files change, on',
    },
  },
  server: {
    title: 'OTA server',
    on: 'Devices reach it at',
    off: 'Devices that ask get no answer and run what they have.',
    starting: 'It is starting.',
    start: 'Start serving',
    stop: 'Stop serving',
    virtualOnly: 'Virtual boards only: nothing outside this computer reaches this address.',
    toSettings: 'Choose another',
  },
  newType: {
    title: 'New app type',
    name: 'Name',
    nameExample: 'For example greenhouse',
    nameHelp: 'Small letters, digits, - and _.',
    app: 'Made from',
    appHelp: 'Its files are copied; change them as you like.',
    create: 'Create',
    cancel: 'Cancel',
    exists: 'There is an app type of this name already.',
    wrong: 'Small letters, digits, - and _, beginning with a letter or digit, at most 32.',
  },
  sets: {
    title: 'Who runs which set',
    aside: (count: number) => `${devices(count)}, by own report`,
    none: {
      title: 'No device of this type yet',
      why: (type: string) => `Provision a board with a recipe for ${type}, or assign a device to it.`,
    },
    current: 'as the server has it',
    trial: 'as the server has it, on trial',
    refused: 'refused the change, which is held back until the files change',
    older: 'to take the change at the next boot',
    hotfixed: 'with a hotfix',
    unknown: 'not said yet',
  },
  files: {
    title: (type: string) => `Files of ${type}`,
    aside: (count: number, size: string) => `${files(count)}, ${size}`,
    columns: { file: 'File', size: 'Size', md5: 'MD5' },
    skipped: 'is not served:',
    /** Why, by the word that the bench says. */
    why: {
      protected: 'a board takes its firmware by cable only.',
      name: 'boards take Python files with a plain name, such as sensor_2.py.',
      'too-large': 'it is larger than any board could hold.',
      'not-text': 'it is no UTF-8 text.',
      outside: 'it leads out of this folder.',
      unreadable: 'it cannot be read.',
    } as Readonly<Record<string, string>>,
    folder: 'What you change here is offered at once:',
    none: { title: 'No file yet', why: 'Put Python files into the folder below.' },
  },
  hotfix: {
    title: 'Hotfix for one device',
    device: 'Device',
    choose: 'Choose a device',
    add: 'Choose files',
    drop: 'Lay it down',
    end: 'End hotfix',
    help: 'Stays offered until the device reports these files. It gives way when the type’s own file changes.',
    none: {
      title: 'No device for a hotfix',
      why: 'A hotfix is for one device, which has to report here first.',
    },
    laid: (names: string) => `${names} is offered at the next heartbeat.`,
    carries: (names: string) => `It carries a hotfix of ${names}.`,
    unreadable: 'it is not as it was when it was chosen',
    ended: 'It gets the type’s own files back at its next boot.',
    outcome: {
      offered: { state: 'working', word: 'Offered' },
      delivered: { state: 'pass', word: 'In force' },
      rejected: { state: 'fail', word: 'Rejected' },
    },
  },
  requests: {
    title: 'Requests',
    boot: {
      current: 'same',
      offered: files,
      waiting: 'no type',
      'unknown-type': 'type unknown',
      'held-back': 'held back',
    },
    hotfix: { offered: 'hotfix', delivered: 'hotfix taken', rejected: 'hotfix refused' },
  },
  noTypes: {
    title: 'No app type yet',
    text: 'An app type is a folder of Python files that every device of that type should have.',
    action: 'New app type',
  },
  size: (bytes: number): string => (bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`),
} as const;
