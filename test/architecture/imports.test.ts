import { describe, expect, it } from 'vitest';
import { check } from './check.ts';
import { importsOf } from './imports-of.ts';
import { rules, UNREADABLE, WHOLE_RULES } from './rules.ts';
import { isScript, list, read, SHIPPED } from './shipped.ts';

describe('the shipped code', () => {
  it('keeps the import rules', () => {
    const paths = list(SHIPPED);
    const files = new Map(paths.filter(isScript).map((path) => [path, read(path)]));
    const { dependencies } = JSON.parse(read('package.json'));
    const found = check(files, new Set(paths), new Set(Object.keys(dependencies)));
    expect(found.map((violation) => violation.text).join('\n'), 'import rules').toBe('');
  });
});

/** Files that are fine; each case below adds or replaces some. */
const SOUND = {
  'preload/contract/models.ts': "import { z } from 'zod';\nexport const a = z.string();",
  'preload/electron.ts': "import { contextBridge } from 'electron'; import './contract/models.ts';",
  'main/jobs/index.ts': "export { run } from './runner.ts';",
  'main/jobs/runner.ts': "import { a } from '../../preload/contract/models.ts'; export const run = a;",
  'main/serial/index.ts': "import { SerialPort } from 'serialport'; import '../jobs/index.ts';",
  'main/provisioning/index.ts': "import '../jobs/index.ts'; import '../serial/index.ts';",
  'main/bench.ts': "import './provisioning/index.ts'; import { join } from 'node:path';",
  'main/cli/index.ts': "import '../bench.ts'; import { say } from '../../renderer/text/errors.ts';",
  'main/headless.ts': "import './cli/index.ts'; import '../renderer/text/errors.ts';",
  'main/door/electron-door.ts': "import { ipcMain } from 'electron'; import '../bench.ts';",
  'main/shell/window.ts': "import { app } from 'electron';",
  'main/desktop.ts': "import 'electron'; import './door/electron-door.ts'; import './shell/window.ts';",
  'renderer/text/errors.ts':
    "import type { A } from '../../preload/contract/models.ts'; export const say = 1;",
  'renderer/api/client.ts': "import '../../preload/contract/models.ts';",
  'renderer/stores/jobs.ts': "import '../api/client.ts'; import { create } from 'zustand';",
  'renderer/components/tile.tsx': "import '../text/errors.ts'; export const Tile = () => <b>1</b>;",
  'renderer/features/bench.tsx': "import '../stores/jobs.ts'; import '../components/tile.tsx';",
};

const DEPENDENCIES = new Set(['zod', 'serialport']);
const brokenBy = (change: Record<string, string>) => [
  ...new Set(
    check(new Map(Object.entries({ ...SOUND, ...change })), new Set(['package.json']), DEPENDENCIES).map(
      (violation) => violation.rule,
    ),
  ),
];

/** For each rule, changes of the sound files that break it (and no other rule), each its own way. */
const BREAKS: Record<string, Record<string, string>[]> = {
  'contract stands alone': [
    { 'preload/contract/models.ts': "import 'node:fs';" },
    { 'preload/contract/models.ts': "import type { Dayjs } from 'dayjs';" },
    { 'preload/contract/jobs.ts': "import type { W } from '../doorway.ts';", 'preload/doorway.ts': '' },
  ],
  'preload is a doorway': [
    { 'preload/electron.ts': "import type { X } from '../renderer/api/client.ts';" },
    { 'preload/electron.ts': "export * from '../main/jobs/index.ts';" },
  ],
  'renderer runs in a page': [
    { 'renderer/api/client.ts': "import { readFile } from 'node:fs/promises';" },
    { 'renderer/api/client.ts': "const os = await import('os');" },
  ],
  'renderer speaks through the contract': [
    { 'renderer/stores/jobs.ts': "import type { JobRunner } from '../../main/jobs/index.ts';" },
    { 'renderer/stores/jobs.ts': "type T = import('../../preload/electron.ts').T;" },
  ],
  'components take props': [
    { 'renderer/components/tile.tsx': "import '../stores/jobs.ts';" },
    { 'renderer/components/tile.tsx': "import '../api/client.ts';" },
  ],
  'text is only text': [
    { 'renderer/text/errors.ts': "import { z } from 'zod';" },
    { 'renderer/text/errors.ts': "import '../theme.ts';", 'renderer/theme.ts': '' },
  ],
  'main reads only the text of the renderer': [
    { 'main/cli/index.ts': "import '../../renderer/api/client.ts';" },
    { 'main/jobs/runner.ts': "import { say } from '../../renderer/text/errors.ts';" },
    { 'main/headless.ts': "import '../renderer/stores/jobs.ts';" },
  ],
  'electron stays in the shell': [
    { 'main/jobs/runner.ts': "import type { App } from 'electron';", 'main/headless.ts': '' },
    { 'main/door/dispatcher.ts': "require('electron/main');" },
    { 'build/dev.ts': "const e = require.resolve('electron');" },
  ],
  'rooms know no door': [
    { 'main/jobs/runner.ts': "import '../door/dispatcher.ts';", 'main/door/dispatcher.ts': '' },
    { 'main/jobs/runner.ts': "import '../bench.ts';", 'main/bench.ts': '' },
    { 'main/jobs/runner.ts': "import '../cli/print.ts';", 'main/cli/print.ts': '' },
  ],
  'a room has one face': [
    { 'main/serial/index.ts': "import '../jobs/runner.ts';" },
    { 'main/bench.ts': "new Worker(new URL('./jobs/runner.ts', import.meta.url));" },
    { 'main/cli/index.ts': "import type { R } from '../jobs/runner.ts';" },
  ],
  'provisioning stands on the rooms': [
    { 'main/ota/index.ts': "import '../provisioning/index.ts';" },
    { 'main/ota/index.ts': 'import(`../provisioning/index.ts`);' },
  ],
  'tests stay at home': [
    { 'main/jobs/runner.ts': "new URL('../../test/fixture.ts', import.meta.url);" },
    { 'renderer/api/client.ts': "import { vi } from 'vitest';" },
  ],
  'what runs is packed': [
    { 'main/jobs/runner.ts': "import merge from 'lodash/merge';" },
    { 'main/jobs/runner.ts': "import x = require('@scope/thing/deep');" },
  ],
  [WHOLE_RULES.headless.name]: [
    { 'main/headless.ts': "if (window) await import('./desktop.ts');" },
    { 'main/cli/index.ts': "import type { E } from '../door/electron-door.ts';" },
    { 'main/headless.ts': "new URL('./shell/window.ts', import.meta.url);" },
  ],
  [WHOLE_RULES.cycle.name]: [
    { 'main/jobs/runner.ts': "import type { R } from './index.ts';" },
    {
      'main/jobs/a.ts': "import './b.ts';",
      'main/jobs/b.ts': "export * from './c.ts';",
      'main/jobs/c.ts': "await import('./a.ts');",
    },
    { 'main/jobs/a.ts': "import './a.ts';" },
  ],
  [WHOLE_RULES.readable.name]: [
    { 'main/jobs/runner.ts': 'await import(name);' },
    { 'main/jobs/runner.ts': 'await import("./" + name);' },
  ],
  [WHOLE_RULES.exists.name]: [
    { 'main/jobs/runner.ts': "import './gone.ts';" },
    { 'main/jobs/runner.ts': "import { a } from '../../preload/contract/models';" },
  ],
};

describe('the check of imports', () => {
  it('finds nothing wrong with files that keep the rules', () => {
    expect(brokenBy({})).toEqual([]);
    expect(
      brokenBy({
        'main/jobs/runner.ts': `
          // import 'electron'
          const text = "import('../door/x.ts')";
          import pack from '../../package.json' with { type: 'json' };
          import type { Options } from 'not-packed';
          const firmware = new URL('../../firmware/', import.meta.url);
          const self = new URL('./index.ts', import.meta.url);`,
      }),
    ).toEqual([]);
  });

  it('has a case for every rule', () => {
    const names = [...rules(DEPENDENCIES), ...Object.values(WHOLE_RULES)].map((rule) => rule.name);
    expect(Object.keys(BREAKS).sort()).toEqual(names.sort());
  });

  for (const [rule, changes] of Object.entries(BREAKS)) {
    changes.forEach((change, index) => {
      it(`reports "${rule}" (${index + 1})`, () => {
        expect(brokenBy(change)).toEqual([rule]);
      });
    });
  }

  it('excuses only files that are there, each with a reason', () => {
    const paths = list(SHIPPED);
    for (const [path, reason] of UNREADABLE) {
      expect(paths).toContain(path);
      expect(reason).toMatch(/\w+ \w+/);
    }
  });

  it('says where, what and why', () => {
    const [violation] = check(
      new Map([['main/ota/tree.ts', "\n\nimport 'electron';"]]),
      new Set(),
      DEPENDENCIES,
    );
    expect(violation?.text).toMatch(
      /^main\/ota\/tree\.ts:3 imports electron\n {4}electron stays in the shell: only/,
    );
  });

  it('reads every form of import', () => {
    const text = `import 'a'; import type { B } from 'b'; export * from 'c'; export { d } from 'd';
      import('e'); type F = import('f').F; import g = require('g'); require('h'); import.meta.resolve('i');
      process.getBuiltinModule('j'); new URL('k', import.meta.url); import { type L } from 'l'; export type * from 'm';`;
    const found = importsOf('x.ts', text);
    expect(found.map((one) => one.specifier).join('')).toBe('abcdefghijklm');
    expect(found.filter((one) => one.typeOnly).map((one) => one.specifier)).toEqual(['b', 'f', 'l', 'm']);
    expect(found.filter((one) => one.how === 'url').map((one) => one.specifier)).toEqual(['k']);
  });
});
