/**
 * What the doctor found, in words: what is so, why, and what to try. One entry a code; the compiler wants them all.
 */
import type {
  DoctorStep,
  DoctorStepName,
  FindingCode,
  FindingData,
  FindingParams,
} from '../../preload/contract/doctor.ts';
import type { PortInfo } from '../../preload/contract/models.ts';

export interface FindingText {
  readonly sentence: string;
  readonly cause: string;
  readonly remedy: string;
}

type FindingTexts = { readonly [C in FindingCode]: (params: FindingParams[C]) => FindingText };

/** The lines that bring the shipped udev rules into force. */
const installRules = (rules: string) =>
  `sudo cp ${rules} /etc/udev/rules.d/ && sudo udevadm control --reload && sudo udevadm trigger`;
const kB = (size: number) => `${Math.round(size / 1000)} kB`;

export const findingText: FindingTexts = {
  'nothing-on-usb': () => ({
    sentence: 'This computer sees no board on USB.',
    cause: 'Nothing is plugged in, or the cable has no wires for data and only charges.',
    remedy:
      'Unplug the board and plug it in again while this computer watches (--replug): it tells whether USB notices. Try a cable that is known to carry data.',
  }),
  'nothing-changed': () => ({
    sentence: 'Nothing changed on USB when the board was plugged in.',
    cause: 'The cable only charges, its socket is dead, or the board has no power at all.',
    remedy:
      'Take a cable that is known to carry data, and a socket of the computer itself instead of the hub.',
  }),
  'went-only': ({ device }) => ({
    sentence: `${device} went and did not come back.`,
    cause: 'It was unplugged and not plugged in again, or it does not start.',
    remedy: 'Plug it in again. If nothing comes, try another socket.',
  }),
  'came-without-port': ({ device }) => ({
    sentence: `${device} came, and it has no serial port.`,
    cause:
      'The cable carries data. What came is no board that is known here, or its firmware offers no port.',
    remedy: 'Check that this is the board. If it is, install MicroPython on it.',
  }),
  'came-as-port': ({ port, device }) => ({
    sentence: `${device} came as ${port}.`,
    cause: 'The cable carries data, and the driver is there.',
    remedy: `Go on with "bootbench doctor --port ${port}" if the board still does not work.`,
  }),
  'port-missing': ({ port }) => ({
    sentence: `There is no port ${port}.`,
    cause: 'Boards are on USB, but none of them has this port: a board may come back under another name.',
    remedy: 'See "bootbench ports" for the ports that are there.',
  }),
  'driver-missing': ({ device, driver }) => ({
    sentence: `${device} is on USB and has no serial port.`,
    cause: `Its driver is missing on this computer, or did not take it (Linux: ${driver}).`,
    remedy: `On Linux type "sudo modprobe ${driver}" and plug it in again; elsewhere install the driver of the chip's maker.`,
  }),
  'brltty-holds': ({ device }) => ({
    sentence: `${device} is on USB and has no serial port.`,
    cause: 'The driver for Braille displays, brltty, takes this cable chip for one of them and keeps it.',
    remedy:
      'If nobody here uses a Braille display, type "sudo apt remove brltty" and plug the board in again. Otherwise mask the rule of this one chip in /etc/udev/rules.d.',
  }),
  'port-held': ({ port, by }) => ({
    sentence: `${port} is open in another program.`,
    cause: `It is held by ${by}.`,
    remedy: 'Close that program, then try again.',
  }),
  'port-held-unseen': ({ port }) => ({
    sentence: `${port} is open in another program.`,
    cause: 'Which one cannot be seen from here: it runs as another user, or was just closing.',
    remedy: `Try again in some seconds. If it stays, type "sudo fuser -v ${port}" to see who has it.`,
  }),
  'port-shared': ({ port, by }) => ({
    sentence: `${port} is open in another program as well.`,
    cause: `It is held by ${by}. What the board says goes now to one, now to the other.`,
    remedy: 'Close that program, then try again.',
  }),
  'no-permission': ({ port, group }) => ({
    sentence: `You may not open ${port}.`,
    cause: `It belongs to the group "${group}", and you are not in it.`,
    remedy: `Type "sudo usermod -aG ${group} $USER", then log out and in again.`,
  }),
  'group-waits': ({ port, group }) => ({
    sentence: `You may not open ${port} yet.`,
    cause: `You were put into the group "${group}" after this session began.`,
    remedy: 'Log out and in again, or restart the computer.',
  }),
  'no-rule': ({ port, rules }) => ({
    sentence: `Nobody but the administrator may open ${port}.`,
    cause: 'No udev rule gives ports of this kind to users.',
    remedy: `Type "${installRules(rules)}", then plug the board in again.`,
  }),
  'modem-manager': ({ port, rules }) => ({
    sentence: `ModemManager may be asking ${port} whether it is a modem.`,
    cause:
      'It runs on this computer, and no rule tells it to leave boards alone. It talks to a new port for some seconds.',
    remedy: `Wait half a minute after plugging in. For good: type "${installRules(rules)}".`,
  }),

  'in-bootsel': ({ drive }) => ({
    sentence: 'The board is in BOOTSEL: a drive, without a serial port.',
    cause: `BOOTSEL was held when it got power, or there is no program on it.${drive === '' ? '' : ` Its drive is ${drive}.`}`,
    remedy:
      'Unplug it and plug it back in without holding BOOTSEL. If it is a drive again, copy the UF2 file of MicroPython onto it.',
  }),
  'download-mode': ({ port }) => ({
    sentence: `The board on ${port} waits for a download.`,
    cause: 'GPIO0 was low when it started: BOOT is held, or something is wired to that pin.',
    remedy: 'Let BOOT go and press reset. If it waits again, take off what is wired to GPIO0.',
  }),
  'brown-out': ({ port }) => ({
    sentence: `The board on ${port} gets too little power.`,
    cause: 'Its brown-out detector resets it again and again, mostly when the radio starts.',
    remedy:
      'Take a short, thick cable and a socket of the computer or a hub with its own supply. Unplug what the board feeds.',
  }),
  'boot-loop': ({ port, cause, times }) => ({
    sentence: `The board on ${port} starts again and again.`,
    cause: `${times} starts were seen; the last one's cause is ${cause}.`,
    remedy:
      'Let the doctor go further and reset it (--reset). If it never answers, install MicroPython anew with its flash erased.',
  }),
  'port-flaps': ({ port, times }) => ({
    sentence: `${port} comes and goes.`,
    cause: `It went ${times} times within seconds: a watchdog resets the board, or the plug has a bad contact.`,
    remedy:
      'Move the plug, try another cable. If it goes on by the clock, hold BOOTSEL while plugging in and install MicroPython anew.',
  }),
  'flash-empty': ({ port }) => ({
    sentence: `There is no program on the board on ${port}.`,
    cause: 'Its boot ROM finds nothing that it could start.',
    remedy: 'Install MicroPython on it.',
  }),
  'filesystem-corrupt': ({ port }) => ({
    sentence: `The file system of the board on ${port} cannot be read.`,
    cause: 'MicroPython says so itself and waits.',
    remedy: 'Erase the flash and install MicroPython anew; what was on it is lost.',
  }),
  'other-firmware': ({ port, what }) => ({
    sentence: `There is no MicroPython on the board on ${port}.`,
    cause: `It runs ${what}.`,
    remedy: 'Install MicroPython on it; that replaces what is there.',
  }),
  'at-firmware': ({ port }) => ({
    sentence: `There is no MicroPython on the board on ${port}.`,
    cause: 'It answers as a Wi-Fi modem does (AT firmware), which many boards are sold with.',
    remedy: 'Install MicroPython on it; that replaces what is there.',
  }),
  garbage: ({ port }) => ({
    sentence: `What comes from ${port} is no text.`,
    cause: 'The board talks at a speed that is none of the usual ones, sends data, or the wires are bad.',
    remedy:
      'Try another cable. If it stays so, find out the speed of its program, or install MicroPython anew.',
  }),
  'other-speed': ({ port, speed }) => ({
    sentence: `The board on ${port} talks at ${speed} baud.`,
    cause: 'Its REPL was set to another speed than 115200.',
    remedy: 'Look for a UART(0, …) in its boot.py or main.py and take it out, or install MicroPython anew.',
  }),
  silent: ({ port }) => ({
    sentence: `The board on ${port} says nothing.`,
    cause:
      'There is no MicroPython on it, its program holds the port without reading it, or it has no power.',
    remedy:
      'Let the doctor go further and reset it (--reset), or press its reset button. If it stays silent, install MicroPython on it.',
  }),
  'program-holds': ({ port }) => ({
    sentence: `The program on ${port} does not let go of the board.`,
    cause: 'It talks, but Ctrl-C does not end it.',
    remedy:
      'Let the doctor go further and reset it (--reset). Or unplug the board, plug it back in and try again at once.',
  }),
  'went-away': ({ port }) => ({
    sentence: `The board on ${port} went away while it was looked at.`,
    cause: 'It was unplugged, reset itself, or the plug has a bad contact.',
    remedy: 'Plug it in again and move the plug a little. If it goes again, try another cable.',
  }),

  'answers-oddly': ({ port, detail }) => ({
    sentence: `The board on ${port} answers, and cannot say what it is.`,
    cause: `The question ended in ${detail}.`,
    remedy: 'Restart it and look again. If it stays so, install MicroPython anew.',
  }),
  'runtime-old': ({ port, found, needed }) => ({
    sentence: `The board on ${port} runs ${found}; the platform needs ${needed}.`,
    cause: 'Older versions lack what updates are checked with.',
    remedy: 'Install a newer MicroPython on it. Its files stay if the flash is not erased.',
  }),
  'board-other': ({ port, found }) => ({
    sentence: `The board on ${port} is a ${found}.`,
    cause: 'The platform runs on the Raspberry Pi Pico W and the ESP32.',
    remedy: 'Take one of those.',
  }),
  'no-radio': ({ port, found }) => ({
    sentence: `The board on ${port} has no Wi-Fi.`,
    cause: `It is a ${found}, or the MicroPython on it was built for a board without a radio.`,
    remedy: 'If it is a Pico W, install the MicroPython for the Pico W. Otherwise take a board with Wi-Fi.',
  }),
  'fat-filesystem': ({ port }) => ({
    sentence: `The flash of the board on ${port} is formatted as FAT.`,
    cause: 'A power cut there can leave half a file. The platform needs littlefs.',
    remedy: 'Save what is on it, then install MicroPython anew with its flash erased.',
  }),
  'flash-nearly-full': ({ port, free, total }) => ({
    sentence: `The flash of the board on ${port} is nearly full: ${kB(free)} of ${kB(total)} are free.`,
    cause: 'An update is staged beside what it replaces, and may find no room.',
    remedy: 'Remove files that the board does not need.',
  }),
  'not-asked': ({ port }) => ({
    sentence: `Nothing that ${port} said by itself explains a fault.`,
    cause: 'It was only listened to: nothing was sent.',
    remedy: `Ask it with "bootbench doctor --port ${port}". That stops its program and starts it anew.`,
  }),
  'loader-entered': ({ port, loader }) => ({
    sentence:
      loader === 'bootsel'
        ? `The board that was ${port} is in BOOTSEL now.`
        : `The board on ${port} waits for a download now.`,
    cause: 'That was asked for.',
    remedy:
      loader === 'bootsel'
        ? 'Copy a UF2 file onto its drive, or unplug it.'
        : 'Write to it with esptool, or press reset.',
  }),
  healthy: ({ port, found }) => ({
    sentence: `The board on ${port} is well: ${found}.`,
    cause: 'It answered, has room, and is what the platform needs.',
    remedy: 'Nothing to do.',
  }),
};

/** The words of a finding as it came over a door. */
export function describeFinding({ code, params }: FindingData): FindingText {
  if (!Object.hasOwn(findingText, code))
    return { sentence: `This version has no words for "${code}".`, cause: '', remedy: 'Update Bootbench.' };
  // The code is the key to the type of its params; a finding was made with both.
  const describe = findingText[code as FindingCode] as (params: FindingData['params']) => FindingText;
  return describe(params);
}

export const doctorText = {
  title: 'Find out why',
  open: 'Find out why',
  what: 'This computer and the port are looked at first. Then the board is listened to, and its program is stopped to ask what it is; it is started anew at the end.',
  look: 'Look',
  again: 'Look again',
  listen: 'Only listen',
  reset: 'Go further: reset it',
  resetWhat: 'Ctrl-D and the reset lines start the board anew. Nothing on its flash changes.',
  further: 'What else can be done',
  replug: {
    what: 'Unplug the board and plug it in again while this computer watches. That tells a cable that only charges from a missing driver.',
    action: 'Watch me replug it',
    doing: (seconds: number) => `Unplug the board and plug it in again, within ${seconds} s`,
    goOn: (port: string) => `Go on at ${port}`,
  },
  bootloader: {
    what: 'The loader of its chip is where MicroPython is installed anew. Its program ends there.',
    action: 'Put it into its bootloader',
    title: 'Put this board into its bootloader?',
    goes: 'Its program ends and the board answers nobody until it starts anew. It is reset on the way, if it does not answer. Nothing on its flash changes.',
    back: {
      pico: 'It becomes a drive. Unplug it and plug it in again, and it starts as before.',
      esp32: 'It waits for a download. Press reset, and it starts as before.',
      unknown:
        'A Pico starts as before when it is unplugged and plugged in again, an ESP32 when reset is pressed.',
    } satisfies Record<PortInfo['kind'], string>,
    keep: 'Leave it as it is',
  },
  missing: {
    title: 'A board does not show up',
    open: 'My board does not show up',
    what: 'A board that is plugged in stands at the bench within a second or two. If it does not, it has no power, its cable only charges, or this computer has no driver for it.',
    look: 'Look at USB',
    nothing: 'Nothing is missing on USB',
    nothingHelp:
      'Each board that USB shows has a port, and stands at the bench. If yours is not among them, let this computer watch while you replug it.',
  },
  stop: 'Stop',
  looking: 'Looking',
  found: 'What was found',
  tried: 'What was tried',
  heard: 'What the board said',
  back: 'To the bench',
  steps: {
    listen: 'Listening',
    interrupt: 'Ctrl-C',
    'soft-reset': 'Ctrl-D',
    'reset-lines': 'Reset lines',
    'other-speed': 'Other speeds',
    bootloader: 'Bootloader',
  } satisfies Record<DoctorStepName, string>,
  /** The same while they are done. */
  doing: {
    listen: 'Listening',
    interrupt: 'Sending Ctrl-C',
    'soft-reset': 'Sending Ctrl-D',
    'reset-lines': 'Moving the reset lines',
    'other-speed': 'Trying other speeds',
    bootloader: 'Entering the bootloader',
  } satisfies Record<DoctorStepName, string>,
  outcomes: {
    helped: 'helped',
    'no-help': 'did not help',
    'left-out': 'left out, it needs your word',
    impossible: 'of no use here',
  } satisfies Record<DoctorStep['outcome'], string>,
} as const;

/** The state of a port in a word or two. */
export function boardStateText({ loader }: Pick<PortInfo, 'loader'>): string {
  if (loader === undefined) return 'serial port';
  return loader.type === 'bootsel' ? 'in BOOTSEL' : 'in download mode';
}
