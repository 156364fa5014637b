/** Words of the Bench page, and of a board wherever it is shown. */
import { partsText } from './parts.ts';

export const benchText = {
  title: 'Bench',
  words: {
    ready: 'Ready',
    unknown: 'Unknown board',
    queued: 'Waiting',
    blink: 'Blink?',
    pass: 'PASS',
    cancelling: 'Cancelling',
    cancelled: 'Cancelled',
  },
  /** What is being done, by step. */
  doing: ['Asking the board', 'Writing files', 'Joining', 'Waiting for boot', 'Checking'],
  failAt: (step: number) => `FAIL at ${partsText.stepNames[step] ?? ''}`,
  counts: (boards: number, waiting: number) => {
    const on = boards === 1 ? 'One board on the bench.' : `${boards} boards on the bench.`;
    if (waiting === 0) return on;
    return `${on} ${waiting === 1 ? 'One waits' : `${waiting} wait`} for you.`;
  },
  addPico: 'Virtual Pico W',
  addEsp32: 'Virtual ESP32',
  addVirtual: 'Virtual board',
  empty: {
    title: 'Plug in a board',
    text: 'A Raspberry Pi Pico W or an ESP32 with MicroPython on it, by a cable that carries data. Or try everything on a virtual board, which behaves like a real one.',
  },
  fresh: 'MicroPython answers on this port. Nothing was made of it here yet.',
  unknownHelp: 'The cable chip is known, the board behind it is not. Provision asks it.',
  actions: {
    provision: 'Provision',
    open: 'Open',
    show: 'Show',
    again: 'Provision again',
    retry: (step: string) => `Retry from ${step}`,
    yes: 'Yes, it blinked',
    no: 'No',
    cancel: 'Cancel',
    device: 'Open device',
    remove: 'Remove',
  },
  proved: (set: string, ms: string) =>
    `The board checked in with set ${set}, registered and answered, in ${ms}.`,
  cancelledHelp: 'What is on the board is whole. The same job finishes it.',
  blinkHelp: 'It flashes blue five times now. Look at the board.',
} as const;
