import { readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { nmcliAdapter } from '../../main/wifi/linux/index.ts';
import { sweepSecretFiles, withSecretFile } from '../../main/wifi/secret-file.ts';

const SESSION = 'bootbench-5ec4e700';
const file = { name: 'secrets', text: 'psk:correct horse' };
const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith(SESSION));

/** As a program that is killed while nmcli reads. */
async function killed(): Promise<void> {
  const never = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  void withSecretFile(SESSION, file, () => {
    begun.resolve();
    return never.promise;
  });
  await begun.promise;
  onTestFinished(() => sweepSecretFiles(SESSION));
  expect(leftovers()).toHaveLength(1);
}

it('is for its owner alone, and gone afterwards, also when the work fails', async () => {
  const failing = withSecretFile(SESSION, file, async (path) => {
    expect(readFileSync(path, 'utf8')).toBe(file.text);
    if (process.platform !== 'win32')
      expect([statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777]).toEqual([0o600, 0o700]);
    throw new Error('nmcli fell');
  });
  await expect(failing).rejects.toThrow('nmcli fell');
  expect(leftovers()).toEqual([]);
});

it('is swept away by the restore of the next start, also where NetworkManager is out of reach', async () => {
  await killed();
  const visit = { session: SESSION, ssid: 'IoT-0A77C4', ifname: 'wlan0' };
  const adapter = nmcliAdapter({ busAddress: 'unix:path=/nowhere' });
  expect(await adapter.restore(visit, { ifname: 'wlan0', id: 'uuid-1', name: 'Office' })).toBe('away');
  expect(leftovers()).toEqual([]);
});
