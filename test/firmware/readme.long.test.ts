/** What firmware/README.md shows is what a device does: its four steps, run, and each of its examples, asked. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasProgram } from '../capabilities.ts';
import { startRig as startOta, temporaryFolder } from '../ota/rig.ts';
import { makeRig, softwareOf } from './support.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const readme = readFileSync(join(ROOT, 'firmware', 'README.md'), 'utf8');

/** The text below a heading, to the next of its rank. */
function section(heading: string): string {
  const [, rest = ''] = readme.split(`\n## ${heading}\n`);
  return rest.split(/\n## /)[0] ?? '';
}

interface Example {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly status: number;
  readonly answer: string;
}

/** `METHOD /path    body    remark`, then the status with the answer, whose further lines are indented more. */
const EXAMPLE = /^ {4}(GET|POST) (\S+)(?: {2,}(\{.*?))?(?: {2,}.*)?\n {4}(\d{3}) (.*(?:\n {8}.*)*)/gm;
const examples: Example[] = [...(section('Endpoints').split('\n### ')[0] ?? '').matchAll(EXAMPLE)].map(
  ([, method = '', path = '', body, status, answer = '']) => ({
    method,
    path,
    body,
    status: Number(status),
    answer,
  }),
);

/** Types and keys; of a list those of its elements, each once. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((one) => JSON.stringify(shapeOf(one))))].sort();
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, shapeOf((value as Record<string, unknown>)[key])]),
  );
}

describe.skipIf(!hasProgram('sh'))('a device made by the four steps', () => {
  it('fetches what they put there, and reports it', async () => {
    const base = temporaryFolder();
    for (const [, script = ''] of section('A new device type in four steps').matchAll(/```sh\n(.*?)```/gs)) {
      execFileSync('sh', ['-euc', script], { cwd: ROOT, env: { ...process.env, OTA_BASE: base } });
    }
    const { server, list } = await startOta({ base, heartbeatIntervalMs: 500 });
    expect(list('boot/greenhouse')).not.toContain('app.py.before');
    const port = server.state.status === 'on' ? server.state.port : 0;
    const rig = makeRig({
      provision: { app_type: 'greenhouse', api: `http://10.77.1.1:${port}/iot`, ntp: '' },
    });
    onTestFinished(() => rig.close());
    rig.board.inputs.adc.set('26', 32_768);
    const registered = rig.console.line(/^platform: registered/);
    rig.board.powerOn();
    await registered;
    const { json } = await rig.ask('GET', '/status');
    expect(json).toMatchObject({ firmware: '0.1.0', value: 50 });
    expect((await rig.ask('GET', '/info')).json.app_type).toBe('greenhouse');
  });
});

it('each example answers as it is shown, on a device that took its software from a server', async () => {
  expect(examples.length).toBeGreaterThan(12);
  const { server, put } = await startOta({ heartbeatIntervalMs: 500 });
  for (const [name, text] of Object.entries(softwareOf())) put(`boot/skeleton/${name}`, text);
  const port = server.state.status === 'on' ? server.state.port : 0;
  const rig = makeRig({ provision: { api: `http://10.77.1.1:${port}/iot`, ntp: '' } });
  onTestFinished(() => rig.close());
  const registered = rig.console.line(/^platform: registered/);
  rig.board.powerOn();
  await registered;
  const strip = () => rig.ask('GET', '/status').then(({ json }) => json.np_pin);
  await expect.poll(strip).toBe(4);
  const shown = new Set<string>();
  for (const { method, path, body, status, answer } of examples) {
    const comesBack = rig.console.line(/^platform: ready/);
    const live = await rig.ask(method, path, { body });
    const what = `${method} ${path}`;
    expect([what, live.status]).toEqual([what, status]);
    if (/^[[{]/.test(answer)) {
      expect([what, shapeOf(live.json)]).toEqual([what, shapeOf(JSON.parse(answer))]);
    } else {
      const pattern = (text: string) => text.trimEnd().replace(/\d/g, '0');
      expect([what, pattern(live.text)]).toEqual([what, pattern(answer)]);
    }
    if (path === '/restart') await comesBack;
    else comesBack.catch(() => undefined);
    shown.add(what.split('?')[0]?.replace(/\/logs\/.+/, '/logs/<filename>') ?? '');
  }
  // And none of them is missing.
  const [, source = ''] = /for _route in \(([\s\S]*?)\)\):\n/.exec(softwareOf()['web_server.py'] ?? '') ?? [];
  for (const [, method, path] of source.matchAll(/\('(GET|POST)', '([^']+)'/g)) {
    expect([...shown]).toContain(`${method} ${path}`);
  }
});
