/** Words of the Provision page: what is asked, why, what came of it. */
import type { NetworkSecurity } from '../../preload/contract/api.ts';
import type { BoardKind, Recipe } from '../../preload/contract/models.ts';

const files = (count: number) => `${count} ${count === 1 ? 'file' : 'files'}`;

export const provisionText = {
  said: (slot: string, word: string) => `Slot ${slot}, ${word}`,
  toBench: 'Back to Bench',
  again: 'Start again',
  cancel: 'Cancel',
  cancelling: 'Cancelling',
  openUpdates: 'Open Updates',
  openSettings: 'Open Settings',
  /** "Hall 3, distance-meter": the recipe, and the app type where that says more. */
  makesOf: ({ name, appType }: Pick<Recipe, 'name' | 'appType'>) =>
    name.toLowerCase() === appType.toLowerCase() ? appType : `${name}, ${appType}`,
  words: { setup: 'Ready', gone: 'Not plugged in', again: 'Try again' },

  /** The foot below the steps: what stopping would mean now. */
  foot: {
    setup: 'Nothing is written to the board before you press Provision.',
    running:
      'Cancel stops at a safe place. What is on the board by then stays, and the same job finishes it.',
    armed: 'Press . once more to cancel.',
    cancelling: 'The step under way comes to a safe end first.',
    keeps: (names: string) => `${names} stay done. You can pull the cable now; the board keeps what it has.`,
    begun: 'You can pull the cable now; the board keeps what it has.',
    gone: 'The board is not plugged in. Plug it in again before you go on.',
    done: (recipe: string) => `Made after the recipe ${recipe}.`,
    keys: { cancel: 'twice cancels', back: 'back to Bench, work goes on', leave: 'back to Bench' },
  },

  steps: {
    plan: [
      'MicroPython answers',
      'Written, then read back',
      'It joins by itself',
      'It calls this bench',
      'Registered, answers, blinks',
    ],
    planQuiet: 'Registered, answers',
    /** Under way; short, because the time stands beside it. */
    doing: ['Asking it', 'Over the cable', 'With its own radio', 'It calls this bench', 'Asking it back'],
    written: (count: number) => `${files(count)} read back`,
    done: ['Known and fit', 'Read back', 'Joined', 'Right set', 'Proved'],
    blink: 'Did it blink?',
    backUp: 'Back up its files?',
    cancelled: 'Cancelled here',
    failed: 'Did not get through',
    runtime: (version: string) => `MicroPython ${version}`,
    joined: (ip: string, ssid: string | undefined) =>
      ssid === undefined ? `Joined as ${ip}` : `${ssid}, ${ip}`,
    booted: (time: string) => `Right set at ${time}`,
    proved: 'Answered',
    provedSeen: 'Answered, seen blinking',
    /** Some failures in two words; the whole sentence stands in the middle. */
    short: {
      'wifi-wrong-password': 'Wrong password',
      'wifi-no-network': 'Network not heard',
      'wifi-no-address': 'No address given',
      'site-secret-unknown': 'Password unknown',
      'board-kind-mismatch': 'Another kind of board',
      'board-unsupported': 'Not supported',
      'board-silent': 'No answer',
      'board-busy': 'Board is busy',
      'port-busy': 'Port is taken',
      'port-vanished': 'Board went away',
      'transfer-broken': 'Board went away',
      'port-not-found': 'Not plugged in',
      'board-full': 'Flash is full',
      'write-mismatch': 'Read back differs',
      'ota-unreachable': 'Server not reached',
      'update-refused': 'Update refused',
      'boot-wrong-files': 'Other files run',
      'boot-unfinished': 'Boot not finished',
      'not-seen-blinking': 'Not seen blinking',
      'timed-out': 'Took too long',
      'device-unreachable': 'No answer',
    } as Readonly<Record<string, string>>,
  },

  recipe: {
    title: 'What should this board become?',
    about: 'A recipe says which app it runs, how that gets on it, and what has to be proved.',
    list: 'Recipes',
    anyKind: 'Any board',
    others: (count: number) =>
      count === 1
        ? 'One recipe is for another kind of board.'
        : `${count} recipes are for other kinds of boards.`,
    makes: (name: string) => `What ${name} makes of it`,
    next: 'Choose its Wi-Fi',
    none: {
      title: 'No recipe fits this board',
      why: 'A recipe names the app and the kind of board. Settings has the list.',
    },
    noType: (appType: string) => `The server has no app type "${appType}".`,
    noTypeWhy: 'The board would boot and be offered nothing.',
    noTypeTry: 'make the app type on the Updates page, or choose another recipe.',
    incomplete: (appType: string, missing: string) =>
      `App type "${appType}" is not complete: ${missing} is missing.`,
    incompleteWhy: 'A board is only offered a whole set.',
    incompleteTry: 'put the missing file into its folder; Updates says where that is.',
  },

  /** What a recipe makes of a board: a line a step, each with its reason. */
  makes: {
    files: {
      boot: 'boot.py goes over the cable; the board fetches the rest itself.',
      platform: 'Everything goes over the cable; at its first boot nothing is left to fetch.',
    } satisfies Record<Recipe['install'], string>,
    filesWhy: {
      boot: 'The short way: it also proves that updates reach this board.',
      platform: 'For a place where the server is slow or far.',
    } satisfies Record<Recipe['install'], string>,
    wifi: {
      cable: 'Written to its flash over the cable.',
      ap: 'Told through the network that the board opens itself.',
    } satisfies Record<Recipe['wifi'], string>,
    wifiWhy: {
      cable: 'The board then tries it with its own radio.',
      ap: 'As it is done in the field; this computer joins that network for a moment.',
    } satisfies Record<Recipe['wifi'], string>,
    boot: (appType: string, version: string, count: number) => `${appType} ${version}, ${files(count)}.`,
    bootUnknown: (appType: string) => `${appType}.`,
    bootWhy: 'Its own boot call has to name exactly this set.',
    proof: {
      ask: 'It registers, answers, and you see it blink.',
      skip: 'It registers and answers.',
    } satisfies Record<Recipe['identify'], string>,
    proofWhy: {
      ask: 'Your eyes tie the board in your hand to the device on the network.',
      skip: 'Nobody has to look.',
    } satisfies Record<Recipe['identify'], string>,
  },

  wifi: {
    title: 'Which network should the board use?',
    about: 'This is what the board hears with its own radio.',
    aboutUnheard: 'The board tries what you choose with its own radio.',
    listening: 'The board is listening',
    listeningWhy: 'It takes a few seconds: its radio goes through every channel, then the board starts anew.',
    listen: 'Listen again',
    listenFirst: 'Let the board listen',
    networks: 'Networks that the board hears',
    security: {
      open: 'Open',
      wep: 'WEP',
      wpa: 'WPA',
      wpa2: 'WPA2',
      wpa3: 'WPA3',
      enterprise: 'Enterprise',
      unknown: 'Other',
    } satisfies Record<NetworkSecurity, string>,
    stored: 'Stored site',
    hidden: 'Type a hidden network',
    toList: 'Choose from the list',
    band: 'Only 2.4 GHz: these boards have no radio for 5 GHz.',
    nothing: {
      title: 'The board hears no network',
      why: 'Bring it nearer to the access point, and see that 2.4 GHz is switched on there.',
    },
    name: 'Name of the network',
    nameHint: 'Capital letters and blanks count.',
    password: (ssid: string) => `Password for ${ssid}`,
    passwordPlain: 'Password',
    kept: 'kept for this session',
    another: 'Type another',
    openNetwork: (ssid: string) => `${ssid} is open`,
    openNetworkWhy: 'It asks for no password. Anybody near can hear what the board says.',
    hiddenHint: 'Leave it empty for an open network.',
    remember: 'Remember it for this session, once the board has joined',
    useStored: 'Use the stored password',
    toRecipe: 'Back to the recipe',
    provision: 'Provision',
    starting: 'Starting',
    tryThis: 'Try this password',
    retry: 'Retry from Wi-Fi',
    refused: 'The access point refused it.',
    tried: (time: string | undefined) =>
      time === undefined
        ? 'The board tried it for real. The steps before it stay done.'
        : `The board tried it for real, for ${time}. The steps before it stay done.`,
    problems: {
      noName: 'Type the name of the network.',
      longName: 'A network name has 32 bytes at most.',
      enterprise: 'It asks each person for a name, which these boards do not have. Choose another network.',
      empty: 'This network needs its password.',
      short: 'A Wi-Fi password has at least 8 characters.',
    },
  },

  /** What is being done, and why, by phase. */
  phases: {
    queued: { title: 'Waiting for its turn', why: 'Other work has to end first.' },
    identify: {
      title: 'Asking the board what it is',
      why: 'The recipe has to fit its kind, and the platform needs a recent MicroPython.',
    },
    write: {
      title: 'Writing files',
      why: 'Over the cable; the board reads each file back. boot.py goes last, so a pulled cable leaves the board as it was.',
    },
    restart: {
      title: 'Restarting the board',
      why: 'From here boot.py is in charge. What it says stands at the right.',
    },
    wifi: {
      title: 'Joining the Wi-Fi',
      why: 'The board tries the password with its own radio. Nothing else can tell whether it is right.',
    },
    update: {
      title: 'Waiting for boot',
      why: 'The board fetches its software from this bench, restarts, and says in its own boot call which files it runs.',
    },
    register: {
      title: 'Waiting for it to register',
      why: 'Its app runs now, and tells this bench who it is and where it answers.',
    },
    status: {
      title: 'Checking its answers',
      why: 'A device that registered must also answer when it is asked.',
    },
    blink: {
      title: 'Look at the board now',
      why: 'It flashes blue five times. So you know that this board is that device.',
    },
    passport: { title: 'Writing the passport', why: 'What was proved is kept, with its evidence.' },
  } as Readonly<Record<string, { readonly title: string; readonly why: string }>>,
  phaseUnknown: { title: 'Working', why: 'The log tells what is being done.' },

  /** The work goes on when what is being moved has arrived. */
  left: (time: string) => `${time} of this step`,
  cancellingTitle: 'Cancelling',
  cancellingWhy: 'The board is brought to a safe place first; this takes a moment.',

  /** Before somebody's files are overwritten. */
  backUp: {
    title: 'Back up what is on this board?',
    why: 'Somebody put files on it. boot.py, main.py and others of these names are overwritten; the rest stays.',
    list: 'On the board',
    yes: 'Back up, then go on',
    no: 'Go on without a backup',
    where:
      'The backup goes to the folder "backups" in the data folder, each file checked by the hash of the board.',
    more: (count: number) => (count === 1 ? 'One more file' : `${count} more files`),
  },
  blink: {
    title: 'Did it blink?',
    why: 'Five blue flashes: your eyes tie the board in your hand to the device on the network.',
    light: {
      pico: 'The NeoPixels, if its app has them; otherwise the small LED beside the USB socket, which on a Pico W is green.',
      esp32:
        'The NeoPixels, if its app has them; otherwise the small LED on the board, which on most ESP32 boards is blue.',
      unknown: 'The NeoPixels, if its app has them; otherwise the small LED on the board.',
    } satisfies Record<BoardKind | 'unknown', string>,
    which: 'This is',
    yes: 'Yes, it blinked',
    no: 'No',
    more: 'Blink again',
    blinking: 'Blinking',
  },

  failed: {
    title: (step: string, time: string | undefined) =>
      time === undefined ? `It stopped at ${step}.` : `It stopped at ${step}, after ${time}.`,
    before: (names: string) => `${names} stay done.`,
    beforeNone: 'Nothing was changed on the board.',
    retry: (step: string) => `Retry from ${step}`,
    quick: 'What is done already is found again and takes no time.',
    setup: 'Set up again',
    lastSaid: 'The board last said:',
  },

  cancelled: {
    title: (step: string) => `Cancelled at ${step}`,
    left: 'What is on the board',
    /** By phase. */
    on: {
      identify: 'Nothing was written. The board is as it was.',
      write: 'Some files may be new. boot.py goes last, so the board starts as it did before.',
      restart: 'All files are on it. It has not tried the Wi-Fi yet; it does so whenever it gets power.',
      wifi: 'All files are on it. Whether it can join is not known; it tries whenever it gets power.',
      update:
        'It is on the Wi-Fi and goes on fetching its software by itself while it has power. A set that is only half there is never run.',
      register: 'It runs its software. Only the proof is missing.',
      status: 'It runs its software and has registered. Only the proof is missing.',
      blink: 'It runs its software, registered and answers. Only your look at it is missing.',
      passport: 'It is finished; only its passport was not written.',
    } as Readonly<Record<string, string>>,
    onUnknown: 'What is on the board is whole. The same job finishes it.',
    again: 'Start again goes through the same steps; what is there already takes no time.',
  },

  passed: {
    title: (time: string) => `The board proved it in ${time}.`,
    seen: 'Heard from the board, seen by you.',
    heard: 'Heard from the board. Nobody had to look.',
    unreadable: 'The board proved it.',
    unreadableWhy: 'Its passport is from another version of the program and cannot be shown here.',
    evidence: 'Evidence',
    columns: { from: 'Heard from', at: 'At' },
    proofs: {
      identify: { title: 'It is a board that this runs on', from: 'USB' },
      write: { title: 'Its files read back as they were sent', from: 'USB read-back' },
      restart: { title: 'It starts by itself', from: 'Its console' },
      wifi: { title: 'It joined the Wi-Fi', from: 'Its console' },
      update: { title: 'It runs exactly these files', from: 'POST /boot' },
      register: { title: 'It registered', from: 'POST /register' },
      status: { title: 'It answers', from: 'GET /status' },
      blink: { title: 'You saw it blink', from: 'Person' },
    } as Readonly<Record<string, { readonly title: string; readonly from: string }>>,
    otherProof: { title: 'It proved one more thing', from: 'The bench' },
    device: 'Open device',
    next: (slot: string) => `Next board: slot ${slot}`,
    again: 'Provision again',
    safe: (slot: string) => `Still in slot ${slot}. Safe to unplug.`,
    unplugged: 'Unplugged.',
  },

  passport: {
    title: 'Passport',
    rows: {
      app: 'App',
      set: 'Set',
      runtime: 'Runtime',
      recipe: 'Recipe',
      mac: 'MAC',
      chip: 'Chip id',
      made: 'Made',
    },
  },

  aside: {
    title: 'Board log',
    alsoBench: 'Show what the bench says too',
    speakers: { board: 'board', bench: 'bench' },
    facts: {
      port: 'Port',
      usb: 'USB',
      serial: 'Serial',
      place: 'Place',
    },
    virtual: 'Virtual, no cable',
  },

  gone: {
    title: 'This board is not plugged in',
    why: 'The page goes on by itself when it is back on the same port.',
  },

  /** How long something took; nothing takes no time. */
  took: (ms: number): string => {
    if (ms < 100) return '< 0.1 s';
    if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
    if (ms < 100_000) return `${Math.round(ms / 1000)} s`;
    return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
  },
  join: (names: readonly string[]): string =>
    names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`,
  clock: (at: number): string => new Date(at).toLocaleTimeString('en-GB'),
  day: (at: number): string =>
    new Date(at).toLocaleString('en-GB', {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    }),
} as const;
