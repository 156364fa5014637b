import { afterAll, expect, test } from 'vitest';
import { createCli } from './support.ts';

const cli = createCli();
afterAll(() => cli.close());

test('what devices said of their updates is listed: on trial, rolled back, refused and why', async () => {
  const serving = cli.begin(['serve', '--host', '127.0.0.1', '--port', '0', '--json']);
  const { url } = await serving.line(({ type }) => type === 'listening');
  const boots = async (mac: string, more: Record<string, unknown>) => {
    const body = JSON.stringify({ mac, app_type: 'skeleton', files: {}, ...more });
    expect((await fetch(`${String(url)}/boot`, { method: 'POST', body })).status).toBe(200);
  };
  const [old, tries, back] = ['28cdc1000001', '28cdc1000002', '28cdc1000003'] as const;
  const bad = 'b'.repeat(64);
  await boots(old, {});
  await boots(tries, { trial: true, set: bad });
  await boots(back, { trial: true, set: bad });
  await boots(back, {
    set: 'a'.repeat(64),
    rejected: [{ set: bad, seq: 7, reason: 'not \u001b[2Jconfirmed' }],
  });
  expect(await serving.stop()).toBe(0);

  const lines = (await cli.run(['devices'])).stdout.trim().split('\n');
  const of = (mac: string) => lines.find((line) => line.includes(mac)) ?? '';
  expect(of(old)).toMatch(/just now$/);
  expect(of(tries)).toMatch(/just now +on trial$/);
  expect(of(back)).toMatch(/rolled back, refused bbbbbbbb \(not .*confirmed\)$/);
  expect(lines.join('')).not.toContain('\u001b');
  const data = (await cli.run(['devices', '--json'])).json();
  expect(data.find(({ mac }) => mac === back)).toMatchObject({
    updates: { trial: { state: 'rolled-back', set: bad }, rejected: [{ set: bad, seq: 7 }] },
  });
});
