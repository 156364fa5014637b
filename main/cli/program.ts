/** The command line: names, options and help. What a command does stands in its own file. */
import { Command } from 'commander';
import { addBoardCommands } from './board-commands.ts';
import type { CommandContext } from './context.ts';
import { runDemo } from './demo/index.ts';
import { runDevices, runFactoryReset, runIdentify, runRestart, runStatus } from './device-commands.ts';
import { type DoctorOptions, runDoctor } from './doctor.ts';
import { type FieldOptions, runField } from './field/index.ts';
import { runKeysCreate, runKeysRotate, runKeysShow } from './keys.ts';
import { OTA_PORT } from './options.ts';
import { type PortsOptions, runPorts } from './ports.ts';
import { type ProvisionOptions, runProvision } from './provision.ts';
import { runServe, type ServeOptions } from './serve.ts';
import { runSimulate, type SimulateOptions } from './simulate.ts';
import { runUi, type UiOptions } from './ui.ts';

/** `run` wraps each command's work: makes its context, turns what it throws into an exit code. */
export type Runner = (
  format: 'text' | 'json',
  work: (context: CommandContext) => Promise<void>,
) => Promise<void>;

export function createProgram(run: Runner): Command {
  const program = new Command('bootbench')
    .description('Puts boards of an IoT platform into service, and proves that each one works.')
    .showHelpAfterError('(--help tells how)')
    .exitOverride();

  const command = (usage: string, description: string) =>
    program.command(usage).description(description).option('--json', 'one JSON object a line');
  const format = (options: { json?: true }) => (options.json ? 'json' : 'text');

  command('ui', 'the app in a browser of this computer, until Ctrl-C')
    .option('--port <port>', 'port to serve it on')
    .option('--virtual', 'virtual boards only: the ports and the Wi-Fi of this computer are left alone')
    .option('--key-file <file>', 'keep the passwords of sites, sealed with a key made of this file')
    .action((options: UiOptions & { json?: true }) =>
      run(format(options), (context) => runUi(context, options)),
    );

  command('ports', 'list the serial ports: slot, state, place on the hub, what is behind')
    .option('--watch', 'tell what comes and goes, until Ctrl-C')
    .action((options: PortsOptions & { json?: true }) =>
      run(format(options), (context) => runPorts(context, options)),
    );

  command('doctor', 'find out why a board does not do what it should; ends 0 when all is well')
    .option('--port <path>', 'the port of the board; all of them otherwise')
    .option('--listen', 'send nothing; without it a program is stopped, and started anew at the end')
    .option('--reset', 'go further: Ctrl-D, then the reset lines')
    .option('--to-bootloader', 'and leave it in its bootloader, where it has no REPL')
    .option(
      '--replug',
      'watch USB while you unplug the board and plug it in again: does the cable carry data?',
    )
    .option('--seconds <n>', 'how long --replug waits', '60')
    .action((options: DoctorOptions & { json?: true }) =>
      run(format(options), (context) => runDoctor(context, options)),
    );

  command('provision', 'make a blank board a proven device')
    .option('--port <path>', 'the serial port of the board')
    .option('--virtual <kind>', 'a virtual board instead: pico or esp32')
    .option('--app-type <name>', 'what it is to become', 'skeleton')
    .option('--ssid <name>', 'the Wi-Fi that it is to join')
    .option(
      '--password-file <file>',
      'the password of the Wi-Fi; "-" for standard input; asked for otherwise',
    )
    .option('--open', 'the Wi-Fi has no password')
    .option('--wifi <way>', 'how it learns its Wi-Fi: cable, or ap (its own access point)', 'cable')
    .option('--ap-password-file <file>', 'a password for its own access point; "-" for standard input')
    .option('--install <what>', 'what goes over the cable: boot (the rest comes by OTA) or platform', 'boot')
    .option('--identify <how>', 'ask: a person sees it blink; skip')
    .option(
      '--ota-keys <how>',
      'pin: it takes only updates that are signed here; none (default: pin when there is a key)',
    )
    .option(
      '--foreign <how>',
      "somebody's files on it: ask, back-up or overwrite (default: ask at a terminal, back-up elsewhere)",
    )
    .option('--host <address>', 'address of this computer that the board can reach')
    .option('--ota-port <port>', `port of the OTA server (default: ${OTA_PORT})`)
    .action((options: ProvisionOptions & { json?: true }) =>
      run(format(options), (context) => runProvision(context, options)),
    );

  command('field', 'give a device in AP fallback a new Wi-Fi, and bring this computer home whatever happens')
    .option('--ssid <name>', 'the network of the device, IoT-XXXXXX; asked for otherwise, or only listed')
    .option('--manual', 'you switch the Wi-Fi of this computer, and it sees what you do and goes on')
    .option('--network <name>', 'the Wi-Fi that the device is to join; chosen from what it hears otherwise')
    .option(
      '--password-file <file>',
      'the password of that Wi-Fi; "-" for standard input; asked for otherwise',
    )
    .option('--open', 'that Wi-Fi has no password')
    .option('--ap-password-file <file>', 'the password of the network of the device; "-" for standard input')
    .option(
      '--port <path>',
      'by cable instead: the board tries it, and keeps what it had when it does not come in',
    )
    .option('--host <address>', 'serve here, so that the device can call: address of this computer')
    .option('--ota-port <port>', `port of the OTA server (default: ${OTA_PORT})`)
    .option('--virtual', 'a rehearsal: a virtual device, a virtual Wi-Fi of this computer')
    .action((options: FieldOptions & { json?: true }) =>
      run(format(options), (context) => runField(context, options)),
    );

  command('serve', 'run the OTA server until Ctrl-C')
    .option('--host <address>', 'address to listen on; the first one that others can reach otherwise')
    .option('--port <port>', 'port to listen on', String(OTA_PORT))
    .option('--heartbeat <seconds>', 'how often devices are to report')
    .action((options: ServeOptions & { json?: true }) =>
      run(format(options), (context) => runServe(context, options)),
    );

  command('devices', 'list the devices that reported here').action((options) =>
    run(format(options), runDevices),
  );

  command('status <device>', 'show what a device says about itself').action((device: string, options) =>
    run(format(options), (context) => runStatus(context, device)),
  );
  command('identify <device>', 'make a device blink').action((device: string, options) =>
    run(format(options), (context) => runIdentify(context, device)),
  );
  command('restart <device>', 'restart a device').action((device: string, options) =>
    run(format(options), (context) => runRestart(context, device)),
  );
  command('factory-reset <device>', 'remove its credentials and settings; it comes back in AP fallback')
    .option('--yes', 'do not ask')
    .action((device: string, options: { json?: true; yes?: true }) =>
      run(format(options), (context) => runFactoryReset(context, device, options)),
    );

  command('simulate', 'run virtual boards until Ctrl-C')
    .option('--boards <n>', 'how many', '2')
    .option('--kind <kind>', 'pico, esp32 or both', 'both')
    .option('--app-type <name>', 'what they become', 'skeleton')
    .option('--pty <dir>', 'make each a serial port too, as <dir>/pico-1; needs socat')
    .option('--blank', 'leave them as they come out of the bag: MicroPython, and no platform')
    .action((options: SimulateOptions & { json?: true }) =>
      run(format(options), (context) => runSimulate(context, options)),
    );

  addBoardCommands(program, (options, work) => run(format(options), work));

  const keys = program.command('keys').description('the keys that updates are signed with');
  const keysCommand = (name: string, description: string) =>
    keys.command(name).description(description).option('--json', 'one JSON object a line');
  keysCommand('create', 'make the key of this bench').action((options) =>
    run(format(options), runKeysCreate),
  );
  keysCommand('show', 'show what is public of the keys').action((options) =>
    run(format(options), runKeysShow),
  );
  keysCommand('rotate', 'make the next key: new boards pin both, the present one goes on signing')
    .option('--finish', 'put the next key in use')
    .action((options: { json?: true; finish?: true }) =>
      run(format(options), (context) => runKeysRotate(context, options)),
    );

  command('demo', 'the main job on virtual boards, ending in PASS or FAIL').action((options) =>
    run(format(options), runDemo),
  );

  return program;
}
