/** What `field` is told, checked before this computer goes anywhere. */
import { Failure } from '../../../preload/contract/errors.ts';
import type { CommandContext } from '../context.ts';
import { readSecret } from '../secrets.ts';

export interface FieldOptions {
  readonly ssid?: string;
  readonly manual?: true;
  readonly network?: string;
  readonly passwordFile?: string;
  readonly open?: true;
  readonly apPasswordFile?: string;
  readonly port?: string;
  readonly virtual?: true;
  readonly host?: string;
  readonly otaPort?: string;
}

/** @throws Failure `bad-usage` */
export function checkOptions(options: FieldOptions): void {
  const { ssid, manual, network, passwordFile, open, apPasswordFile, port, virtual } = options;
  const refuse = (problem: string): never => {
    throw new Failure('bad-usage', { problem });
  };
  if (passwordFile !== undefined && open) refuse('--open and --password-file: a network has one of them');
  if ((passwordFile !== undefined || open) && network === undefined)
    refuse('name the network with --network');
  if (passwordFile === '-' && apPasswordFile === '-') refuse('standard input has room for one password');
  if (port === undefined) return;
  if (ssid !== undefined || manual || virtual || apPasswordFile !== undefined)
    refuse('--port gives the Wi-Fi by cable, and goes with --network, --password-file and --open alone');
}

/** Whether there is a person who can be asked. */
export const isAsked = ({ out }: CommandContext): boolean =>
  out.format === 'text' && process.stdin.isTTY && process.stdout.isTTY;

/** The network that the options name; null where a person is to choose. @throws Failure as `readSecret` */
export async function networkOf(
  { signal }: CommandContext,
  { network, passwordFile, open }: FieldOptions,
): Promise<{ ssid: string; password: string } | null> {
  if (network === undefined) return null;
  const what = `the password of ${network}`;
  return { ssid: network, password: open ? '' : await readSecret({ what, file: passwordFile, signal }) };
}
