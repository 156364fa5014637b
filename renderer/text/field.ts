/** Words of the Field page and of `bootbench field`: where this computer goes, what a device says there, and the way home. */
import type { FieldResult, Homecoming, WaitingHint } from '../../preload/contract/field.ts';
import type { SecretsKept } from '../../preload/contract/settings.ts';

/** A network by its name, or what stands for it where the system does not tell. */
const network = (home: string | null) => home ?? 'its own network';

/** The menu in which a person chooses a network, by Node's name of the system. */
const menu = (os: string): string => {
  switch (os) {
    case 'darwin':
      return 'the Wi-Fi menu in the menu bar';
    case 'win32':
      return 'the network icon of the taskbar';
    default:
      return 'the Wi-Fi menu of the system';
  }
};

export const fieldText = {
  title: 'Field',
  about: 'Devices that lost their Wi-Fi and opened their own network, as this computer hears them.',
  look: 'Look again',
  looking: 'Looking',
  said: (step: string, word: string) => `Field, ${step}: ${word}`,
  steps: ['Join', 'Hand over', 'Come home', 'Confirm'],
  /** One line below each step: what it will be, or what came of it. */
  evidence: {
    join: (ssid: string | null) => (ssid === null ? 'On the network of the device' : `On ${ssid}`),
    joined: (ssid: string, time: string | null) =>
      time === null ? `On ${ssid}` : `On ${ssid} after ${time}`,
    hand: 'Give the device its network',
    choose: 'Choose the network',
    handed: (ssid: string) => ssid,
    unknown: (ssid: string) => `${ssid}; its answer was lost`,
    home: (home: string | null) => `Computer back on ${network(home)}`,
    movedOn: 'Left where somebody put it',
    lost: 'Not brought home',
    confirm: (ssid: string | null) => `The device is heard${ssid === null ? '' : ` on ${ssid}`}`,
    stopped: 'Stopped here',
  },
  keys: {
    back: 'twice: go back now',
    stop: 'twice: stop',
    enter: 'join',
    identify: 'identify',
    retry: 'retry',
    leave: 'to Bench, work goes on',
  },
  took: (ms: number) => `${Math.max(1, Math.round(ms / 1000))} s`,
  ago: (ms: number) =>
    ms < 60_000 ? `${Math.max(1, Math.round(ms / 1000))} s` : `${Math.round(ms / 60_000)} min`,
  clock: (at: number) => new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' }),

  /** The promise, above everything. */
  promise: {
    automatic: (home: string | null) => `This computer goes back to ${network(home)} by itself.`,
    automaticAlso: (os: string) =>
      os === 'linux'
        ? 'Also if the app, the device or the power stops in between.'
        : 'If the app is ended in between, its next start does it first of all.',
    manual: 'You switch the network, and Bootbench sees it and goes on.',
    manualAlso: (home: string | null) => `It says when to go back to ${network(home)}.`,
    atTheLatest: 'At the latest in',
    goBack: 'Go back now',
    goingBack: 'Going back',
    stop: 'Stop',
    lost: (home: string | null) =>
      home === null
        ? 'This computer could not be brought back to its own network.'
        : `This computer could not be brought back to ${home}.`,
    lostRemedy: (home: string | null, os: string) =>
      `choose ${home ?? 'your own network'} in ${menu(os)}; its next start tries again, too.`,
    movedOn: 'Somebody chose another network in between, and this computer was left there.',
  },
  /** What this start found of a visit that an earlier one could not end. */
  cameHome: {
    home: (ssid: string, home: string | null) =>
      `Bootbench was ended while on ${ssid}: this computer is back on ${network(home)}.`,
    'moved-on': (ssid: string) =>
      `Bootbench was ended while on ${ssid}: this computer is on another network by now, and was left there.`,
    away: (ssid: string, home: string | null) =>
      `Bootbench was ended while on ${ssid}, and this computer could not be brought back. Choose ${home ?? 'your own network'} by hand.`,
    close: 'Understood',
  } satisfies Record<Homecoming, unknown> & { close: string },

  list: {
    title: 'In AP fallback',
    heard: (count: number) => `${count} heard`,
    notAsked: 'Not asked yet',
    alive: 'Alive on its network',
    unknown: 'not in the records',
    heartbeat: (time: string) => `last heartbeat ${time}`,
    silent: 'no heartbeat yet',
    none: {
      title: 'No device in AP fallback is heard',
      why: 'A device opens its own network about a minute after it lost its Wi-Fi.',
    },
    foot: 'Not on the list? Hold the computer closer, type its name, or plug the device in: by cable is surer.',
    unheard: {
      title: 'This computer does not tell what it hears',
      why: 'Type the name of the network: it stands on the label of the device.',
    },
    protectedAp: 'Its network has a password',
    openAp: 'Its network is open',
    type: 'Type its name',
    typed: 'Name of its network',
    typedHint: 'IoT- and the last six digits of its MAC, as on its label.',
    typedWrong: 'A device calls its network IoT- and six hex digits.',
  },

  start: {
    title: (ssid: string) => `Join ${ssid}`,
    nothing: {
      title: 'Choose a device',
      why: 'Bootbench joins its network, asks who it is and what it hears, and gives it the network that you choose.',
    },
    mode: 'How this computer gets there',
    modes: { automatic: 'By itself', manual: 'By hand' },
    automaticWhy: 'Bootbench switches the Wi-Fi of this computer, for three and a half minutes at most.',
    manualWhy:
      'You choose the network of the device in the system. It works on every computer, and needs no rights.',
    notAutomatic: 'This computer is not switched by itself.',
    password: 'Password of its network, from the label',
    optional: 'Leave it empty when there is none on the label.',
    short: 'A Wi-Fi password has at least 8 characters.',
    join: (ssid: string) => `Join ${ssid}`,
    begin: 'I join it by hand',
    starting: 'Starting',
  },
  cable: {
    title: 'By cable is surer',
    some: (count: number) =>
      count === 1
        ? 'A board is plugged in. Over its cable it gets its Wi-Fi without this computer leaving its network.'
        : `${count} boards are plugged in. Over its cable a board gets its Wi-Fi without this computer leaving its network.`,
    open: 'Give it Wi-Fi by cable',
    which: 'Which board?',
    page: 'Wi-Fi by cable',
    back: 'Back to Field',
    about:
      'The board tries the network with its own radio. What does not let it in leaves it with what it had.',
    hears: 'Networks the board hears',
    listen: 'Let the board listen',
    listenAgain: 'Listen again',
    listening: 'The board is listening',
    give: 'Give it this network',
    phases: {
      look: 'Asking the board what it knows',
      write: 'Giving it the network',
      try: 'It tries the network with its own radio',
    },
    stop: 'Cancel',
    joined: (ssid: string) => `The board is on ${ssid}.`,
    joinedWhy: (ip: string, dbm: string) =>
      `It says so itself: ${ip}, and it hears the access point at ${dbm}.`,
    kept: 'It has the networks of before again.',
    cancelled: 'Cancelled. With its cable in, the board has the networks of before again.',
    another: 'Give it another network',
    says: 'What the board says',
  },

  route: {
    computer: 'Computer',
    alive: 'alive',
    now: 'joined now',
    next: (ssid: string) => `next: ${ssid}`,
    hand: 'by your hand',
  },
  joining: {
    title: (ssid: string) => `Joining ${ssid}`,
    why: 'The Wi-Fi of this computer leaves its network, joins the device and asks who is there.',
  },
  hand: {
    title: 'Networks the device hears',
    scanned: (ago: string) => `heard ${ago} ago`,
    again: 'Listen again',
    listening: 'Listening',
    none: 'The device told of no network. Type the name of the one that it is to join.',
    stored: 'Stored site',
    open: 'Open',
    secured: 'Locked',
    unclear: 'Not told',
    other: 'Another network',
    toList: 'Choose from the list',
    name: 'Name of the network',
    nameHint: 'For one that hides. Capital letters and blanks count.',
    password: (ssid: string) => `Password for ${ssid}`,
    passwordPlain: 'Password',
    /** Where the password of a site is: only what outlives the program is sealed. */
    sealed: (ssid: string, kept: SecretsKept) =>
      kept === 'memory' ? `from site ${ssid}, kept for this session` : `from site ${ssid}, sealed`,
    another: 'Type another',
    isOpen: 'This network is open: it asks for no password.',
    optional: 'Leave it empty for an open network.',
    give: 'Hand over and go home',
    giveManual: 'Hand over',
    giving: 'Handing over',
    problems: {
      noName: 'Type the name of the network.',
      longName: 'A network name has 32 bytes at most.',
      empty: 'This network needs its password.',
      short: 'A Wi-Fi password has at least 8 characters.',
    },
  },
  working: {
    handing: { title: 'Handing over', why: 'The device writes the network on its flash and restarts.' },
    asking: { title: 'Asking the device what it hears', why: 'Its radio goes through every channel.' },
    returning: (home: string | null) => ({
      title: `Going back to ${network(home)}`,
      why: 'The device restarts meanwhile.',
    }),
    confirming: (ssid: string) => ({
      title: `Listening for the device on ${ssid}`,
      why: 'Its heartbeat, its address, its name on the network; or its own network, if it comes back.',
    }),
  },

  /** Guided: a person's hand switches the network. */
  guide: {
    join: 'Join this network with the computer',
    copy: 'Copy',
    copied: 'Copied',
    qr: 'To join with a phone instead: scan this. Then open 192.168.4.1 there.',
    qrLabel: (ssid: string) => `QR code that joins ${ssid}`,
    where: (os: string) => `Choose it in ${menu(os)}.`,
    keep: 'The system may say that there is no internet. Keep connected all the same.',
    password: 'Its password stands on the label of the device.',
    waiting: 'Waiting until the device answers',
    waitingWhy: 'It goes on by itself as soon as this computer is there.',
    back: (home: string | null) => `Go back to ${network(home)} now`,
    backWhy: (os: string) => `Choose it in ${menu(os)}. Bootbench sees it and goes on.`,
    hints: (hint: WaitingHint, os: string): { readonly title: string; readonly why: string } => {
      switch (hint) {
        case 'join':
          return { title: 'Not on the network of the device yet', why: `Choose it in ${menu(os)}.` };
        case 'no-internet':
          return {
            title: 'On a network of devices, and nobody answers yet',
            why:
              {
                darwin: 'When macOS asks, keep the network although it has no internet.',
                win32:
                  'When Windows says "No internet", stay connected. A VPN may be in the way: switch it off for now.',
              }[os] ??
              'When the system says that there is no internet, stay connected. A VPN may be in the way.',
          };
        case 'local-network':
          return {
            title: 'The system keeps Bootbench from the network',
            why:
              os === 'darwin'
                ? 'Allow it in System Settings, Privacy & Security, Local Network: the browser or the terminal that runs Bootbench.'
                : 'A firewall or a VPN keeps programs from addresses nearby. Allow Bootbench there, or switch it off for now.',
          };
        case 'other-answers':
          return {
            title: 'Something else answers there',
            why: 'This is the network of another device, or of a router. Choose the one that is named here.',
          };
        case 'overlap':
          return {
            title: 'Two networks use the same addresses',
            why: 'Another connection of this computer has addresses 192.168.4.x too. Unplug its cable or end the VPN.',
          };
        case 'reconnect':
          return { title: 'Still on the network of the device', why: 'It goes on once you have left it.' };
      }
    },
  },

  device: {
    title: 'What the device says',
    nothing: 'Nothing yet: it is asked once this computer is there.',
    reason: 'Reason',
    id: 'Device id',
    type: 'Type',
    kind: 'Kind',
    mac: 'MAC',
    none: 'not given',
    /** docs/protocol.md, section 1. */
    reasons: {
      'no-credentials': 'knows no network',
      'wrong-password': 'wrong password',
      'no-network': 'network not heard',
      'no-address': 'got no address',
      'no-software': 'has no software yet',
    } as Readonly<Record<string, string>>,
  },
  onward: {
    title: 'Then',
    before: [
      'Bootbench asks the device who it is, and refuses another one.',
      'You choose a network from what the device itself hears.',
      'The device restarts there, and this computer comes home.',
    ],
    give: (ssid: string | null, ap: string, home: string | null) => [
      `The device restarts and joins ${ssid ?? 'the network'}, about 12 s.`,
      `If it comes back as ${ap}, the reason is shown here and nothing is lost.`,
      ssid !== null && ssid === home
        ? `This computer comes back to ${ssid}, too, and hears it there.`
        : `Confirm comes from the OTA server, or from the device when ${network(home)} reaches it.`,
    ],
    after: [
      'Whoever hears the device first says so: the OTA server, its address, its name.',
      'A device that did not get in opens its own network again after about a minute.',
    ],
  },

  outcome: {
    alive: (id: string, ssid: string) => `${id} is alive on ${ssid}.`,
    heardBy: {
      server: 'It called the OTA server by itself.',
      address: 'It answered at the address that it had before.',
      name: 'It answered under its own name.',
    } satisfies Record<Extract<FieldResult['outcome'], { is: 'alive' }>['heardBy'], string>,
    openDevice: 'Open device',
    identify: 'Identify',
    identifying: 'It blinks',
    status: 'Status',
    statusTitle: 'What it answers to GET /status',
    next: 'Next device',
    backInAp: (ap: string) => `${ap} is back: the device did not get in.`,
    backInApWhy: (ssid: string) =>
      `${ssid} did not take it, most likely for a wrong password. The device tells the reason when it is asked.`,
    retry: 'Retry from Hand over',
    unheard: 'The device is not heard yet.',
    unheardWhy: (ssid: string) =>
      `It took ${ssid}, and does not stand in AP fallback as far as this computer hears.`,
    unheardTry: (ssid: string) =>
      `join ${ssid} with this computer and look at Devices; see that its OTA server can be reached from there; or look again here in a minute.`,
    moreDevices: 'Open Devices',
    failed: (step: string) => `It stopped at ${step}.`,
    cancelled: 'Called off',
    cancelledTold: (ssid: string) => `The device was given ${ssid} before. It joins it by itself.`,
    cancelledUntold: 'The device was told nothing.',
    home: (home: string | null) => `This computer is back on ${network(home)}.`,
    again: 'Try again',
    toList: 'Back to the list',
  },

  /** What is said once to ears, by step. */
  words: {
    working: 'under way',
    asks: 'choose a network',
    alive: 'alive',
    back: 'did not get in',
    unheard: 'not heard',
    failed: 'failed',
    cancelled: 'called off',
    person: 'waits for you',
  },
} as const;
