/**
 * What Windows says of its adapters and networks, in numbers and names that are the same in every language: `netsh` speaks the
 * language of the computer, PowerShell's objects do not.
 */
import { z } from 'zod';
import { firstLine, type Ran, type Run } from '../run.ts';

/** By their full names: what stands in the search path is not asked. */
const SYSTEM = `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32`;
const NETSH = `${SYSTEM}\\netsh.exe`;
const POWERSHELL = `${SYSTEM}\\WindowsPowerShell\\v1.0\\powershell.exe`;

export interface Adapter {
  /** As `netsh` wants it: "Wi-Fi". */
  readonly name: string;
  readonly state: 'disabled' | 'disconnected' | 'connected';
  /** The name that Windows gave the network it is on, mostly its SSID; null for none, or one not known yet. */
  readonly network: string | null;
}

/** PowerShell could not be asked, or answered something else. */
export class NotTold extends Error {
  override readonly name = 'NotTold';
}

/** Windows PowerShell makes one thing of a list of one, and of some lists an object around them. */
const listOf = <T extends z.ZodType>(one: T) =>
  z.preprocess(
    (value) => (Array.isArray(value) ? value : value === null || value === undefined ? [] : unwrapped(value)),
    z.array(one),
  );

function unwrapped(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'value' in value && Array.isArray(value.value)
    ? value.value
    : [value];
}

const answer = z.object({
  // MSFT_NetAdapter (learn.microsoft.com/previous-versions/windows/desktop/legacy/hh968170).
  adapters: listOf(
    z.object({
      Name: z.string(),
      NdisPhysicalMedium: z.number(),
      InterfaceAdminStatus: z.number(),
      MediaConnectState: z.number(),
    }),
  ),
  networks: listOf(z.object({ InterfaceAlias: z.string(), Name: z.string() })),
});
/** "Native 802.11", and what drivers before Windows Vista called themselves. */
const WIFI_MEDIA = new Set([9, 1]);
const ADMIN_DOWN = 2;
const MEDIA_CONNECTED = 1;

// Only single quotes: the whole script is one argument between double ones.
const PREAMBLE =
  "$ErrorActionPreference = 'Stop'; [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false; ";
const LOOK = `${PREAMBLE}$a = @(Get-NetAdapter -Physical | Select-Object Name, NdisPhysicalMedium, InterfaceAdminStatus, MediaConnectState); $n = @(Get-NetConnectionProfile -ErrorAction SilentlyContinue | Select-Object InterfaceAlias, Name); ConvertTo-Json -Compress -Depth 3 -InputObject @{ adapters = $a; networks = $n }`;

/** The Wi-Fi adapters of this computer. @throws NotTold, ProgramMissing, the signal's reason */
export async function wifiAdapters(run: Run, signal: AbortSignal): Promise<Adapter[]> {
  const told = answer.safeParse(await ask(run, LOOK, signal));
  if (!told.success) throw new NotTold('the adapters were not told', { cause: told.error });
  const { adapters, networks } = told.data;
  return adapters
    .filter(({ NdisPhysicalMedium }) => WIFI_MEDIA.has(NdisPhysicalMedium))
    .map(({ Name, InterfaceAdminStatus, MediaConnectState }) => ({
      name: Name,
      state: stateOf(InterfaceAdminStatus, MediaConnectState),
      network: networks.find(({ InterfaceAlias }) => InterfaceAlias === Name)?.Name ?? null,
    }));
}

function stateOf(admin: number, media: number): Adapter['state'] {
  if (admin === ADMIN_DOWN) return 'disabled';
  return media === MEDIA_CONNECTED ? 'connected' : 'disconnected';
}

const failedEvents = listOf(z.object({ profile: z.string().nullable(), reason: z.coerce.number() }));
/** "WLAN AutoConfig service failed to connect to a wireless network" (learn.microsoft.com, Event ID 8002). */
const EVENT_FAILED = 8002;

/**
 * Why Windows could not join with this profile, as `WLAN_REASON_CODE`: the one place where it says so in a number. Null where it
 * did not say, or does not let us read it. @throws the signal's reason
 */
export async function failureReason(
  run: Run,
  { session, since }: { readonly session: string; readonly since: number },
  signal: AbortSignal,
): Promise<number | null> {
  const script = `${PREAMBLE}$t = [DateTimeOffset]::FromUnixTimeMilliseconds(${Math.floor(since)}).LocalDateTime; $e = @(Get-WinEvent -ErrorAction SilentlyContinue -FilterHashtable @{ LogName = 'Microsoft-Windows-WLAN-AutoConfig/Operational'; Id = ${EVENT_FAILED}; StartTime = $t } | ForEach-Object { $d = @{}; foreach ($x in ([xml]$_.ToXml()).Event.EventData.Data) { $d[$x.Name] = $x.'#text' }; [pscustomobject]@{ profile = $d['ProfileName']; reason = $d['ReasonCode'] } }); ConvertTo-Json -Compress -InputObject $e`;
  try {
    const events = failedEvents.parse(await ask(run, script, signal));
    // The newest comes first.
    return events.find(({ profile }) => profile === session)?.reason ?? null;
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

async function ask(run: Run, script: string, signal: AbortSignal): Promise<unknown> {
  const ran = await run(POWERSHELL, ['-NoProfile', '-NonInteractive', '-Command', script], { signal });
  if (ran.code !== 0) throw new NotTold(firstLine(ran) || `PowerShell ended with ${ran.code}`);
  try {
    return JSON.parse(ran.stdout.replace(/^\uFEFF/, '').trim());
  } catch (error) {
    throw new NotTold('PowerShell answered no JSON', { cause: error });
  }
}

/** `netsh wlan …`: of its answer only the exit code counts. */
export function netshWlan(run: Run, args: readonly string[], signal: AbortSignal): Promise<Ran> {
  return run(NETSH, ['wlan', ...args], { signal });
}
