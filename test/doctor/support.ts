import { createDoctor, type DiagnoseOptions } from '../../main/doctor/index.ts';
import type { PortSource, System } from '../../main/serial/index.ts';

/** A computer on which nothing is wrong. */
export const WELL: System = {
  platform: 'linux',
  usbDevices: async () => [],
  processes: async () => [],
  holders: async (path) => ({ path, seen: [], others: 'all-seen' }),
  access: async () => ({ may: 'yes' }),
  groups: async () => ({ session: [], account: [] }),
  udevRules: async () => [],
};

export const RULES = 'build/udev/60-bootbench.rules';

/** A scripted board answers in the same turn: no test waits for what does not come longer than it must. */
export const QUICK = {
  quietMs: 20,
  listenMs: 100,
  loopMs: 40,
  tries: [25],
  speedTries: [10],
  loaderMs: 500,
};

export async function diagnose(
  ports: PortSource & { readonly path: string },
  options: DiagnoseOptions = {},
  system: System = WELL,
  limits: Partial<typeof QUICK> = {},
) {
  const found = await createDoctor({ ports, system, rules: RULES, limits: { ...QUICK, ...limits } }).diagnose(
    ports.path,
    options,
  );
  return {
    ...found,
    codes: found.findings.map(({ code }) => code),
    step: Object.fromEntries(found.steps.map(({ step, outcome }) => [step, outcome])),
  };
}
