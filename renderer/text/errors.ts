/**
 * Every failure in words: what happened, and what to try next. One entry a code; the compiler wants them all.
 *
 * For a person with gloves and forty boards: short, plain, never blaming, the next step first thing in the remedy.
 * Long because every code has its words here, and nowhere else.
 * Secrets never get here: `FailureParams` has no place for them.
 */
import type { ErrorCode, FailureData, FailureParams } from '../../preload/contract/errors.ts';

export interface FailureText {
  readonly sentence: string;
  readonly remedy: string;
}

export type ErrorText = { readonly [C in ErrorCode]: (params: FailureParams[C]) => FailureText };

export const errorText: ErrorText = {
  // serial
  'port-not-found': ({ port }) => ({
    sentence: `There is no port ${port}.`,
    remedy: 'Plug the board in, use a cable that carries data, and look at the list of ports again.',
  }),
  'port-busy': ({ port }) => ({
    sentence: `Another program has ${port} open.`,
    remedy: 'Close the other program (Thonny, a serial monitor, another Bootbench) and try again.',
  }),
  'port-denied': ({ port }) => ({
    sentence: `This computer does not let you open ${port}.`,
    remedy:
      'On Linux, add your user to the group "dialout" and log in again. Elsewhere, ask who runs the computer.',
  }),
  'port-vanished': ({ port }) => ({
    sentence: `The board on ${port} went away in the middle of the work.`,
    remedy:
      'Plug it back in and run the same job again; it finishes what was begun. If it keeps going, try another cable or hub.',
  }),
  'transfer-broken': ({ port, file, done, total }) => ({
    sentence: `The board on ${port} went away while ${file} was written, at ${bytes(done)} of ${bytes(total)}.`,
    remedy:
      'What it had stands. Plug it back in and run the same job again: it goes on with the files that are not there yet.',
  }),
  'board-in-loader': ({ port, loader }) => ({
    sentence:
      loader === 'bootsel'
        ? `The board at ${port} is in BOOTSEL: it is a drive now, and runs no MicroPython.`
        : `The board on ${port} waits for a download: no MicroPython runs on it now.`,
    remedy:
      loader === 'bootsel'
        ? 'Unplug it and plug it back in without holding BOOTSEL. If it comes back as a drive, it has no MicroPython: copy its UF2 file onto that drive.'
        : 'Press its reset button with BOOT let go. If it waits again, it has no MicroPython: install it with esptool.',
  }),
  'board-silent': ({ port }) => ({
    sentence: `The board on ${port} does not answer.`,
    remedy:
      'Press its reset button or unplug it and plug it back in. If it stays silent, it may have no MicroPython yet.',
  }),
  'board-busy': ({ port }) => ({
    sentence: `The program on ${port} does not let go of the board.`,
    remedy: 'Unplug the board, plug it back in, and try again right away, before its program is busy.',
  }),
  'console-closed': ({ port }) => ({
    sentence: `Nothing can be typed to the board on ${port} now: it is away, or being worked on.`,
    remedy: 'Wait until the job that has it is over, or end that job.',
  }),
  'board-protocol': ({ port, detail }) => ({
    sentence: `The board on ${port} answered in a way nobody expected: ${clip(detail)}.`,
    remedy: 'Try again. If it happens again, try another cable; the log shows what was received.',
  }),
  'board-exec': ({ port, error }) => ({
    sentence: `The board on ${port} could not do a step: ${clip(error)}.`,
    remedy: 'Try again. If it happens again, the log has the full message of the board.',
  }),
  'board-full': ({ port, file, needed, free }) => ({
    sentence: `The flash of the board on ${port} has no room for ${file}: ${bytes(needed)} needed, ${bytes(free)} free.`,
    remedy: 'Remove files that the board does not need, or do a factory reset, and run the job again.',
  }),
  'board-readonly': ({ port, file }) => ({
    sentence: `The board on ${port} does not let ${file} be written.`,
    remedy: 'Check that no computer has the board open as a drive, restart the board, and try again.',
  }),
  'link-noisy': ({ port, tries }) => ({
    sentence: `What arrives at the board on ${port} is not what was sent; ${tries} tries came to nothing.`,
    remedy:
      'Take another cable, a short one, straight into the computer and not through a hub. Then run the job again: what was on the board is whole.',
  }),
  'write-mismatch': ({ port, file }) => ({
    sentence: `${file} on ${port} is not what was sent.`,
    remedy:
      'Run the job again. If it happens again, change the cable; if it still does, the flash is worn out.',
  }),
  'board-file-missing': ({ port, name }) => ({
    sentence: `There is no ${clip(name)} on the board on ${port}.`,
    remedy: 'Look at the list of its files again; names mind capital letters.',
  }),
  'board-file-blocked': ({ port, name, file }) => ({
    sentence:
      name === file
        ? `${clip(name)} is a folder on the board on ${port}, and a file in what is to be written.`
        : `${clip(name)} is a file on the board on ${port}, and a folder in what is to be written.`,
    remedy: 'Nothing was written. Keep what you need of it, remove it from the board, and try again.',
  }),
  'backup-of-another': ({ port, backup, board }) => ({
    sentence: `This backup is of the board ${clip(backup)}; on ${port} is ${clip(board)}.`,
    remedy:
      'Nothing was written. Choose the port of that board. If this board is to replace that one, and take over its name and its secrets, add --other-board.',
  }),
  'program-failed': ({ error }) => ({
    sentence: `The program ended with an error: ${clip(error)}.`,
    remedy: 'Its traceback names the line. Correct it and run it again.',
  }),
  'board-differs': ({ port, appType, files }) => ({
    sentence: `The board on ${port} differs from ${clip(appType)} in ${files === 1 ? 'one file' : `${files} files`}.`,
    remedy: 'Repair it (bootbench golden repair): only what differs is written.',
  }),
  'board-kind-mismatch': ({ port, expected, found }) => ({
    sentence: `The board on ${port} is a ${found}, and this recipe is for a ${expected}.`,
    remedy: `Put in a ${expected}, or choose a recipe for a ${found}.`,
  }),
  'board-unsupported': ({ port, found, needed }) => ({
    sentence: `The board on ${port} runs ${clip(found)}; the platform needs ${clip(needed)}.`,
    remedy: 'Install a newer MicroPython on the board, then run the job again.',
  }),

  // Wi-Fi
  'wifi-wrong-password': ({ ssid }) => ({
    sentence: `The board was refused by "${ssid}": the password is wrong.`,
    remedy: 'Type the password again; mind capital letters. Then run the job again.',
  }),
  'wifi-no-network': ({ ssid }) => ({
    sentence: `The board cannot hear a network named "${ssid}".`,
    remedy: 'Check the spelling, bring the board nearer, and make sure the network has 2.4 GHz switched on.',
  }),
  'wifi-no-address': ({ ssid }) => ({
    sentence: `"${ssid}" let the board in but gave it no address.`,
    remedy: 'Check that the router hands out addresses (DHCP) and has some left, then try again.',
  }),
  'wifi-not-put-back': ({ port, ssid, why }) => ({
    sentence: `The board on ${clip(port)} was to try "${clip(ssid)}", and what it knew before could not be put back (${clip(why)}).`,
    remedy: 'See to its cable, and give it its network once more: it has the new one alone now, or none.',
  }),
  'ap-not-found': ({ ssid }) => ({
    sentence: `No device offers the network "${ssid}".`,
    remedy: 'Go nearer to the device, restart it, and give it half a minute to open its own network.',
  }),
  'ap-wrong-password': ({ ssid }) => ({
    sentence: `The network "${ssid}" of the device did not take this password.`,
    remedy: 'Use the password printed on the label of the device.',
  }),
  'ap-wrong-device': ({ ssid, expected, found }) => ({
    sentence: `Behind "${ssid}" stands ${found}, not ${expected}.`,
    remedy: 'Compare the last six characters of the network name with the label, and join the right one.',
  }),
  'site-secret-unknown': ({ ssid }) => ({
    sentence: `The password of ${clip(ssid)} is not known to this bench.`,
    remedy: 'Type it once more.',
  }),
  'site-secret-not-kept': ({ ssid, by }) => ({
    sentence: `The password of "${clip(ssid)}" could not be ${by === 'os' ? 'put into the key store of this computer' : 'sealed with your key file'}, and is known only until the program ends.`,
    remedy:
      by === 'os'
        ? 'Unlock the key store (Keychain, GNOME Keyring, KWallet) and save the site again.'
        : 'Save the site again; look whether the disk is full.',
  }),
  'site-secret-damaged': ({ ssid }) => ({
    sentence: `The sealed password of "${clip(ssid)}" was changed or damaged, and cannot be opened.`,
    remedy: 'Type it once more.',
  }),
  'key-file-refused': ({ path, problem }) => ({
    sentence: `The key file ${clip(path)} cannot be used: ${problem}.`,
    remedy: 'Make one that only you may read, for example: head -c 32 /dev/urandom > FILE; chmod 600 FILE.',
  }),
  'key-file-wrong': ({ path }) => ({
    sentence: `The passwords of the sites here were sealed with another key file than ${clip(path)}.`,
    remedy:
      'Start with that other one. If it is lost, start without a key file, remove the sites, and save them anew with the new one.',
  }),
  'ap-no-address': ({ ssid }) => ({
    sentence: `The device took this computer into "${ssid}" and gave it no address.`,
    remedy: 'Go nearer to the device and try again; restart it when that does not help.',
  }),
  'ap-no-answer': ({ ssid }) => ({
    sentence: `This computer is on "${ssid}", and nothing answers at 192.168.4.1.`,
    remedy:
      'Try again. On a Mac, allow Bootbench the local network (System Settings, Privacy & Security). A VPN or firewall may be in the way.',
  }),
  'wifi-denied': ({ why }) => ({
    sentence: 'The system does not let Bootbench switch the Wi-Fi of this computer.',
    remedy: `Join the network of the device by hand: Bootbench waits and goes on by itself. The system says “${clip(why)}”.`,
  }),
  'wifi-off': () => ({
    sentence: 'The Wi-Fi of this computer is switched off.',
    remedy: 'Switch it on and try again.',
  }),
  'wifi-moved-on': ({ ssid }) => ({
    sentence: `This computer was put on another network while it joined "${clip(ssid)}".`,
    remedy: 'That network was left alone. Try again when this computer may change its network.',
  }),
  'wifi-busy': ({ ssid, mode, pid }) => ({
    sentence:
      mode === 'unknown'
        ? 'Another Bootbench is on the network of a device with this computer.'
        : `This computer is on its way to "${clip(ssid)}" and back ${mode === 'manual' ? 'by hand' : 'by itself'}, for Bootbench with process number ${pid}.`,
    remedy: 'Wait until it is back, or end it there.',
  }),
  'computer-slept': () => ({
    sentence:
      'This computer went to sleep while it was on the network of a device, and was brought home before.',
    remedy: 'Start again; what the device was told by then, it shows on its new network.',
  }),
  'subnet-overlap': ({ ifname, address }) => ({
    sentence: `This computer has 192.168.4 addresses on ${clip(ifname)} (${clip(address)}) as well, so a password could go to the wrong place. Nothing was sent.`,
    remedy: 'Unplug that network or stop that VPN, and try again.',
  }),
  'device-back-in-ap': ({ ssid, network }) => ({
    sentence: `"${clip(ssid)}" is back: the device did not get into "${clip(network)}".`,
    remedy:
      'Most likely the password is wrong. Go there once more: the device tells the reason when it is asked.',
  }),
  'device-not-heard': ({ device, network }) => ({
    sentence: `${clip(device)} took "${clip(network)}", and is not heard there yet.`,
    remedy: `Look again in a minute, or join "${clip(network)}" with this computer and ask it there.`,
  }),
  'device-not-joined': ({ ssid, seconds }) => ({
    sentence: `This computer was not on "${ssid}" within ${seconds} s.`,
    remedy:
      'Choose that network in the Wi-Fi settings of the system, and stay on it although it has no internet.',
  }),
  'wifi-no-scan': ({ os }) => ({
    sentence: `${clip(os)} tells programs no names of networks unless they may know where the computer is, and Bootbench does not ask for that.`,
    remedy: 'Type the name of the device’s network; it is on the label: IoT- and six letters or digits.',
  }),
  'wifi-unsupported': ({ os }) => ({
    sentence: `Bootbench cannot switch the Wi-Fi of this computer by itself (${os}).`,
    remedy:
      'Join the network of the device by hand in the settings of the system, or give it Wi-Fi by cable.',
  }),

  // OTA server
  'address-denied': ({ host, port }) => ({
    sentence: `This computer does not let Bootbench listen on ${host}, port ${port}.`,
    remedy: 'Choose a port above 1023, or ask who runs the computer.',
  }),
  'address-in-use': ({ host, port }) => ({
    sentence: `Another program already listens on ${host}, port ${port}.`,
    remedy: 'Stop the other program (perhaps another Bootbench), or choose another port.',
  }),
  'address-unavailable': ({ host }) => ({
    sentence: `This computer has no address ${host}.`,
    remedy: 'Choose one of its own addresses, or connect it to the network that has this one.',
  }),
  'app-type-unknown': ({ appType, known }) => ({
    sentence: `The server has no app type "${clip(appType)}".`,
    remedy:
      known === ''
        ? 'Make a folder for it under boot/ in the OTA directory and put its files there.'
        : `Choose one of these: ${clip(known)}. Or make a folder for it under boot/ in the OTA directory.`,
  }),
  'app-type-invalid': ({ appType }) => ({
    sentence: `"${clip(appType)}" cannot be the name of an app type.`,
    remedy: 'Use small letters, digits and dashes, such as "distance-meter".',
  }),
  'app-type-empty': ({ appType, missing }) => ({
    sentence: `App type "${clip(appType)}" is not complete: ${clip(missing)} is missing.`,
    remedy: 'Put the missing files into its folder under boot/ in the OTA directory.',
  }),
  'file-name-invalid': ({ name }) => ({
    sentence: `"${clip(name)}" cannot be the name of a file on a device.`,
    remedy: 'Use a plain name without folders, such as "sensor.py".',
  }),
  'file-too-large': ({ name, size, limit }) => ({
    sentence: `${clip(name)} is too large: ${bytes(size)}, and ${bytes(limit)} is the limit.`,
    remedy: 'Split it into smaller files, or take out what the device does not need.',
  }),
  'hotfix-empty': ({ deviceId }) => ({
    sentence: `There is nothing to send to ${deviceId}.`,
    remedy: 'Choose at least one file for the hotfix.',
  }),
  'ota-server-off': () => ({
    sentence: 'The OTA server is not running.',
    remedy: 'Start the server and try again.',
  }),

  // signing keys
  'keys-missing': () => ({
    sentence: 'This bench has no key to sign updates with.',
    remedy: 'Make one first: bootbench keys create.',
  }),
  'keys-refused': ({ problem }) => ({
    sentence: `The keys stay as they are: ${clip(problem)}.`,
    remedy: 'Look at the keys that there are with: bootbench keys show.',
  }),
  'keys-file': ({ path, problem }) => ({
    sentence: `The file of keys, ${path}, cannot be used: ${clip(problem)}.`,
    remedy: 'It must be readable by its owner alone (chmod 600) and lie outside the OTA directory.',
  }),
  'ota-keys-foreign': ({ device, pinned }) => ({
    sentence: `${clip(device)} takes only software signed with ${clip(pinned)}, and this bench has no such key.`,
    remedy: 'Use the bench that provisioned it, or provision it again here by cable.',
  }),

  // devices
  'device-unknown': ({ device }) => ({
    sentence: `No device "${clip(device)}" has been seen here.`,
    remedy: 'Check the spelling, or restart the device so that it reports to this server.',
  }),
  'device-unreachable': ({ device, address }) => ({
    sentence: `${device} does not answer at ${address}.`,
    remedy: 'Check that it has power and that this computer is on the same network, then try again.',
  }),
  'device-refused': ({ device, status, error, message }) => ({
    sentence: `${device} ${refusal(clip(message) || clip(error), status)}.`,
    remedy:
      status === 401 || status === 403
        ? 'The device wants its token. Use the bench that provisioned it, or provision it again.'
        : 'Correct what it names and try again. Its log tells more.',
  }),
  'device-answer': ({ device, detail }) => ({
    sentence: `${device} gave an answer that makes no sense: ${clip(detail)}.`,
    remedy: 'Check that the address belongs to the device, restart the device, and try again.',
  }),
  'device-no-light': ({ device }) => ({
    sentence: `${device} has no light to blink with.`,
    remedy: 'Tell it apart by its label. Its app can report num_leds and np_pin if there are NeoPixels.',
  }),
  'endpoint-unlisted': ({ device, path }) => ({
    sentence: `${device} does not list ${path} among what it answers.`,
    remedy:
      'Read its list again: a new app may answer elsewhere. Only listed paths are asked, and only by GET.',
  }),

  // provisioning
  'boot-unfinished': ({ step, seconds, lastLine }) => ({
    sentence: `The board did not get past "${clip(step)}" within ${seconds} s.${lastLine === '' ? '' : ` It last said: ${clip(lastLine)}`}`,
    remedy: 'Check power, Wi-Fi and the server, then run the same job again; it goes on from here.',
  }),
  'ota-unreachable': ({ device, api, why }) => ({
    sentence: `${clip(device)} is on the Wi-Fi but could not reach the update server at ${clip(api)}: ${clip(why)}.`,
    remedy:
      'Check that the OTA server is on, that its address is one the Wi-Fi can reach, and that no firewall is in between.',
  }),
  'update-refused': ({ device, why }) => ({
    sentence: `${clip(device)} did not take its software: ${clip(why)}.`,
    remedy: 'Look at the files of its app type on the OTA page, put them right, and run the job again.',
  }),
  'boot-wrong-files': ({ device, expected, found }) => ({
    sentence: `${device} runs other files than it should: ${clip(found)} instead of ${clip(expected)}.`,
    remedy: 'Run the job again. If it stays so, look whether somebody changed the OTA directory meanwhile.',
  }),
  'not-seen-blinking': ({ device }) => ({
    sentence: `Nobody saw ${device} blink.`,
    remedy: 'Check that you look at the right board, and its light. Then run the job again.',
  }),
  'golden-exists': ({ name }) => ({
    sentence: `There is an app type or a recipe ${clip(name)} already.`,
    remedy: 'Choose another name, or say that it is to be replaced.',
  }),
  'golden-incomplete': ({ port, missing }) => ({
    sentence: `Nothing can be made of the board on ${port}: ${clip(missing)} is not on it.`,
    remedy: 'Take a board that runs the platform: main.py, platform.py and app.py stand on its flash.',
  }),
  'reset-incomplete': ({ device, left }) => ({
    sentence: `${device} was reset, but this is still on it: ${clip(left)}.`,
    remedy: 'Run the factory reset again; by cable if it stays so.',
  }),

  // jobs and doors
  'board-in-use': ({ board, job }) => ({
    sentence: `${board} is already being worked on (${job}).`,
    remedy: 'Wait until that work ends, or cancel it.',
  }),
  'nothing-to-retry': () => ({
    sentence: 'There is nothing to retry: the job did not fail, or its board has had another one since.',
    remedy: 'Start the job from the page of its board.',
  }),
  'job-unknown': ({ job }) => ({
    sentence: `There is no job ${clip(job)}.`,
    remedy: 'It ended some time ago, or Bootbench was started anew. Look at the passports for its result.',
  }),
  'timed-out': ({ what, seconds }) => ({
    sentence: `${clip(what)} took longer than ${seconds} s.`,
    remedy: 'Try again. If it happens again, the log shows where it waited.',
  }),
  'bad-input': ({ field, problem }) => ({
    sentence: `${clip(field)}: ${clip(problem)}.`,
    remedy: 'Correct it and try again.',
  }),
  'call-unknown': ({ name }) => ({
    sentence: `This bench does not know how to do "${clip(name)}".`,
    remedy: 'Reload the page: it may be from another version of the program.',
  }),
  'topic-unknown': ({ name }) => ({
    sentence: `This bench has nothing to tell about "${clip(name)}".`,
    remedy: 'Reload the page: it may be from another version of the program.',
  }),
  'door-flooded': ({ limit }) => ({
    sentence: `More than ${limit} things were asked for at once.`,
    remedy: 'Wait until some of them are done, or reload the page.',
  }),
  'door-closed': () => ({
    sentence: 'The page has lost the bench.',
    remedy: 'It comes back by itself when the program runs. If it does not, start the program again.',
  }),
  cancelled: () => ({
    sentence: 'It was cancelled.',
    remedy: 'Start it again when you are ready; what was begun is finished then.',
  }),
  'bad-usage': ({ problem }) => ({
    sentence: `${capital(clip(problem))}.`,
    remedy: 'Add --help to see how the command is used.',
  }),
  'file-unwritable': ({ path, problem }) => ({
    sentence: `${path} cannot be written: ${clip(problem)}.`,
    remedy: 'Check the rights of its folder and the free space, then try again.',
  }),
  'socat-missing': ({ os }) => ({
    sentence:
      os === 'win32'
        ? 'Windows has no pseudo-terminals, so virtual boards cannot be had as serial ports here.'
        : 'Virtual boards as serial ports need socat, which is not installed here.',
    remedy:
      os === 'win32'
        ? 'Use them without --pty, or use Linux or macOS.'
        : os === 'darwin'
          ? 'Install it (brew install socat) and try again.'
          : 'Install it (sudo apt install socat, or what your system has) and try again.',
  }),
  'file-unreadable': ({ path, problem }) => ({
    sentence: `${path} cannot be read: ${clip(problem)}.`,
    remedy: 'Check that the file is there, that you may read it, and that it is what it was.',
  }),
  'data-folder': ({ path, problem }) => ({
    sentence: `The data folder ${path} cannot be used: ${clip(problem)}.`,
    remedy: 'Check its rights and the free space, or name another folder in BOOTBENCH_HOME.',
  }),
  unexpected: ({ detail }) => ({
    sentence: `Something went wrong that nobody foresaw: ${clip(detail)}.`,
    remedy: 'Try again. If it happens again, please report it with the log.',
  }),
};

/**
 * The words for a failure as it came through a door or out of a record. A code that this version does not know
 * (a record made by a newer one) is described by itself.
 */
export function describeFailure({ code, params }: FailureData): FailureText {
  if (!Object.hasOwn(errorText, code)) {
    return {
      sentence: `Something went wrong that this version has no words for: ${clip(code)}.`,
      remedy: 'Update Bootbench, or look at the log.',
    };
  }
  // The code is the key to the type of its params; a Failure was made with both.
  const describe = errorText[code as ErrorCode] as (params: FailureData['params']) => FailureText;
  return describe(params);
}

/** Text from elsewhere on one line, short enough for a tile, without a full stop of its own. */
function clip(text: string, length = 160): string {
  const line = String(text).replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** What a device said when it refused; some say a number and nothing else. */
function refusal(said: string, status: number): string {
  return said === '' ? `refused with status ${status} and gave no reason` : `refused: ${said} (${status})`;
}

/** A size that a person can compare: `812 bytes`, `20 kB`. */
function bytes(count: number): string {
  return count < 10_000 ? `${count} bytes` : `${Math.round(count / 1024)} kB`;
}

/** A sentence begins with a capital letter, whatever the problem begins with. */
function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
