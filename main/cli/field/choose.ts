/** A person at the terminal chooses: a device, a network. */
import { createInterface } from 'node:readline/promises';
import type { AccessPoint, PortalNetwork } from '../../../preload/contract/field.ts';
import { fieldText } from '../../../renderer/text/field.ts';
import { plainLine } from '../../plain-text.ts';
import type { CommandContext } from '../context.ts';
import { readSecret } from '../secrets.ts';

/** SSIDs have 32 bytes at most; nothing in a stranger's name moves the cursor. */
const shown = (ssid: string): string => plainLine(ssid, 32);
const dbm = (rssi: number | null): string => (rssi === null ? '' : `${rssi} dBm`);

export function accessPointLine({ ssid, rssi, secured }: AccessPoint): string {
  const { protectedAp, openAp } = fieldText.list;
  return `${shown(ssid)}  ${dbm(rssi).padEnd(8)}  ${secured ? protectedAp : openAp}`;
}

export function networkLine({ ssid, rssi, secured }: PortalNetwork): string {
  const { secured: locked, open, unclear } = fieldText.hand;
  const how = secured === null ? unclear : secured ? locked : open;
  return `${shown(ssid).padEnd(32)}  ${dbm(rssi).padEnd(8)}  ${how}`.trimEnd();
}

/** One of these by its number, or what was typed. Empty asks again. @throws the signal's reason */
export async function askChoice(
  { out, signal }: CommandContext,
  question: string,
  lines: readonly string[],
): Promise<{ readonly index: number } | { readonly typed: string }> {
  lines.forEach((line, index) => {
    out.say(`  ${index + 1}  ${line}`, null);
  });
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  try {
    for (;;) {
      const typed = (await prompt.question(`${question} `, { signal })).trim();
      const index = /^\d+$/.test(typed) ? Number(typed) - 1 : -1;
      if (index >= 0 && index < lines.length) return { index };
      if (typed !== '') return { typed };
    }
  } finally {
    prompt.close();
  }
}

export async function askNetwork(
  context: CommandContext,
  heard: readonly PortalNetwork[],
): Promise<{ ssid: string; password: string }> {
  const answer = await askChoice(context, 'Which network, by number or name?', heard.map(networkLine));
  const chosen = 'index' in answer ? heard[answer.index] : heard.find(({ ssid }) => ssid === answer.typed);
  const ssid = chosen?.ssid ?? ('typed' in answer ? answer.typed : '');
  if (chosen?.secured === false) return { ssid, password: '' };
  const what = `the password of ${shown(ssid)}${chosen?.secured === true ? '' : ' (empty: open)'}`;
  return { ssid, password: await readSecret({ what, signal: context.signal }) };
}
