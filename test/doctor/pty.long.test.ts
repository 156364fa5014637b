/** The doctor with the real node-serialport and the real `/proc`, at a virtual board behind a PTY. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { createDoctor } from '../../main/doctor/index.ts';
import { thisSystem } from '../../main/serial/index.ts';
import { canMakePty } from '../capabilities.ts';
import { ptyRig } from '../serial/virtual-rig.ts';
import { RULES } from './support.ts';

it.runIf(canMakePty)('a board answers, and who holds its port is found by name', async () => {
  const rig = await ptyRig('esp32');
  onTestFinished(() => rig.close());
  const doctor = createDoctor({ ports: rig.ports, system: thisSystem(), rules: RULES });
  expect((await doctor.diagnose(rig.path)).findings).toMatchObject([{ code: 'healthy' }]);

  const holds = `
    const { SerialPort } = require('serialport');
    const port = new SerialPort({ path: process.argv[1], baudRate: 115200 }, (error) => console.log(error ?? 'open'));
    setInterval(() => {}, 1e8);
  `;
  const other = spawn(process.execPath, ['-e', holds, rig.path], { stdio: 'pipe', cwd: import.meta.dirname });
  onTestFinished(() => void other.kill('SIGKILL'));
  expect(String(await once(other.stdout, 'data'))).toBe('open\n');
  const { findings } = await doctor.diagnose(rig.path);
  expect(findings).toMatchObject([{ code: 'port-held' }]);
  expect(findings[0]?.params.by).toContain(`process ${other.pid}`);
});
