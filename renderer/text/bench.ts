/** Words of the Bench page, and of a board wherever it is shown. */
import { partsText } from './parts.ts';

export const benchText = {
  title: 'Bench',
  words: {
    ready: 'Ready',
    unknown: 'Unknown board',
    bootsel: 'In BOOTSEL',
    download: 'In download mode',
    queued: 'Waiting',
    blink: 'Blink?',
    backUp: 'Back up?',
    pass: 'PASS',
    cancelling: 'Cancelling',
    cancelled: 'Cancelled',
    empty: 'Empty',
  },
  /** What is being done, by step. */
  doing: ['Asking the board', 'Writing files', 'Joining', 'Waiting for boot', 'Checking'],
  /** Work that has no steps, by its kind. */
  other: { repair: 'Repairing', 'read-golden': 'Reading' } as Readonly<Record<string, string>>,
  busy: 'At work',
  failAt: (step: number) => `FAIL at ${partsText.stepNames[step] ?? ''}`,
  counts: (boards: number, waiting: number) => {
    const on = boards === 1 ? 'One board on the bench.' : `${boards} boards on the bench.`;
    if (waiting === 0) return on;
    return `${on} ${waiting === 1 ? 'One waits' : `${waiting} wait`} for you.`;
  },
  retryFailed: (failed: number) => (failed === 1 ? 'Retry failed' : `Retry ${failed} failed`),
  addPico: 'Virtual Pico W',
  addEsp32: 'Virtual ESP32',
  empty: {
    title: 'Plug in a board',
    text: 'Use a cable that carries data. The board shows up here within a second, and nothing is written before you say so.',
    virtual: 'A virtual board runs the real firmware. Good for a first try or a rehearsal.',
    ready: {
      title: 'Ready before the first board',
      yes: 'Ready',
      no: 'To do',
      server: 'OTA server',
      serving: (url: string) => `Serving at ${url}.`,
      notServing: 'It starts by itself with the first board.',
      types: 'App types',
      hasTypes: (names: string) => `In the tree: ${names}.`,
      noTypes: 'None yet. A board becomes one of them.',
      site: 'Site Wi-Fi',
      hasSite: (names: string) => `Stored: ${names}.`,
      noSite: 'None stored yet. Boards need one for proof; Provision asks for it.',
      open: 'Open',
      add: 'Add site',
    },
    how: {
      title: 'How a board gets to PASS',
      steps: [
        'MicroPython answers and says what it is.',
        'Written, hashed on the board, swapped in one go.',
        'The board tries the password itself.',
        'It calls this bench with the hashes it runs.',
        'It registers, answers, and you see it blink.',
      ],
    },
  },
  fresh: 'A board is on this port. Nothing was made of it here yet.',
  loaderHelp: {
    bootsel: (drive: string | null) =>
      `It is a drive now${drive === null ? '' : `, ${drive}`}. Unplug it and plug it in without holding BOOTSEL.`,
    download: 'It waits for esptool. Let BOOT go and press reset.',
  },
  unknownHelp: 'The cable chip is known, the board behind it is not. Provision asks it.',
  actions: {
    provision: 'Provision',
    show: 'Show',
    again: 'Provision again',
    retry: (step: string) => `Retry from ${step}`,
    yes: 'Yes, it blinked',
    backUp: 'Back up first',
    withoutBackup: 'Go on without',
    no: 'No',
    cancel: 'Cancel',
    device: 'Open device',
    remove: 'Remove',
  },
  emptySlot: { about: 'No board in this socket', help: 'Plug in a board.' },
  named: (slot: string, about: string) => `${slot}: ${about}`,
  proved: {
    set: 'The board checked in with set',
    took: (time: string) => `, registered and answered, in ${time}.`,
  },
  cancelledHelp: 'What is on the board is whole. The same job finishes it.',
  backUpHelp: (files: number) =>
    `${files === 1 ? 'A file' : `${files} files`} of somebody else on it. Some may be overwritten; a backup goes to the data folder.`,
  blinkHelp: 'It flashes blue five times now. Look at the board.',
} as const;
