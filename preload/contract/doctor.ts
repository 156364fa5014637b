/**
 * What the doctor finds out about a port and the board behind it, as data. Its words stand in `renderer/text/doctor.ts`,
 * one entry a code; the compiler refuses a code without one.
 */
import { z } from './zod.ts';

/** What each finding carries. `port` is the port as it was named. */
export interface FindingParams {
  // this computer
  'nothing-on-usb': Record<never, never>;
  'nothing-changed': Record<never, never>;
  'went-only': { device: string };
  'came-without-port': { device: string };
  'came-as-port': { port: string; device: string };
  'port-missing': { port: string };
  'driver-missing': { device: string; driver: string };
  'brltty-holds': { device: string };
  'port-held': { port: string; by: string };
  'port-held-unseen': { port: string };
  'port-shared': { port: string; by: string };
  'no-permission': { port: string; group: string };
  'group-waits': { port: string; group: string };
  'no-rule': { port: string; rules: string };
  'modem-manager': { port: string; rules: string };
  // what a board in trouble says
  'in-bootsel': { port: string; drive: string };
  'download-mode': { port: string };
  'brown-out': { port: string };
  'boot-loop': { port: string; cause: string; times: number };
  'port-flaps': { port: string; times: number };
  'flash-empty': { port: string };
  'filesystem-corrupt': { port: string };
  'other-firmware': { port: string; what: string };
  'at-firmware': { port: string };
  garbage: { port: string };
  'other-speed': { port: string; speed: number };
  silent: { port: string };
  'program-holds': { port: string };
  'went-away': { port: string };
  // what a board that answers is
  'answers-oddly': { port: string; detail: string };
  'runtime-old': { port: string; found: string; needed: string };
  'board-other': { port: string; found: string };
  'no-radio': { port: string; found: string };
  'fat-filesystem': { port: string };
  'flash-nearly-full': { port: string; free: number; total: number };
  'not-asked': { port: string };
  'loader-entered': { port: string; loader: 'bootsel' | 'download' };
  healthy: { port: string; found: string };
}

export type FindingCode = keyof FindingParams;

/** `trouble`: nothing goes on before it is put right. `note`: worth knowing. `fine`: nothing is wrong. */
export type FindingLevel = 'trouble' | 'note' | 'fine';

const MILD: { readonly [C in FindingCode]?: FindingLevel } = {
  'modem-manager': 'note',
  'port-shared': 'note',
  'flash-nearly-full': 'note',
  'came-as-port': 'fine',
  'not-asked': 'note',
  'loader-entered': 'note',
  healthy: 'fine',
};

export function levelOf(code: FindingCode): FindingLevel {
  return MILD[code] ?? 'trouble';
}

/** A finding as it crosses a door. */
export const finding = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  level: z.enum(['trouble', 'note', 'fine']),
});
export type FindingData = z.infer<typeof finding>;

/** A finding as it is made. */
export type Finding = {
  [C in FindingCode]: { readonly code: C; readonly params: FindingParams[C] };
}[FindingCode];

export function findingData({ code, params }: Finding): FindingData {
  return { code, params: { ...params }, level: levelOf(code) };
}

/**
 * What the doctor may do to the board, each with all before it. `listen`: nothing is sent. `interrupt`: its program is stopped,
 * and started anew at the end. `reset`: Ctrl-D, the reset lines. `bootloader`: it is left in its loader, without a REPL.
 */
export const doctorReach = z.enum(['listen', 'interrupt', 'reset', 'bootloader']);
export type DoctorReach = z.infer<typeof doctorReach>;

export const doctorStepName = z.enum([
  'listen',
  'interrupt',
  'soft-reset',
  'reset-lines',
  'other-speed',
  'bootloader',
]);
export type DoctorStepName = z.infer<typeof doctorStepName>;

/**
 * One step of the escalation. `helped`: the board answered to it. `left-out`: it does harm and nobody asked for it.
 * `impossible`: this board has no way for it, or nothing
 * that it could tell.
 */
export const doctorStep = z.object({
  step: doctorStepName,
  outcome: z.enum(['helped', 'no-help', 'left-out', 'impossible']),
});
export type DoctorStep = z.infer<typeof doctorStep>;

export const diagnosis = z.object({
  port: z.string(),
  findings: z.array(finding),
  steps: z.array(doctorStep),
  /** The last lines of what the board said by itself, at most 20. */
  heard: z.array(z.string()),
});
export type Diagnosis = z.infer<typeof diagnosis>;
