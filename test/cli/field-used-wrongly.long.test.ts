/** `field`, used wrongly: told before this computer goes anywhere. */
import { afterAll, expect, test } from 'vitest';
import { createCli } from './support.ts';

const cli = createCli();
afterAll(() => cli.close());

test.each([
  [['--open'], 'name the network with --network'],
  [
    ['--ssid', 'IoT-0A77C4', '--network', 'Bench', '--open', '--password-file', 'x'],
    '--open and --password-file',
  ],
  [['--network', 'Bench', '--password-file', '-', '--ap-password-file', '-'], 'room for one password'],
  [['--port', '/dev/null', '--manual'], '--port gives the Wi-Fi by cable'],
  [['--port', '/dev/null'], 'name the network with --network'],
])('%j ends with 2', async (args, says) => {
  const { code, stderr } = await cli.run(['field', ...args]);
  expect(stderr.toLowerCase()).toContain(says.toLowerCase());
  expect(code).toBe(2);
});
