import { describe, expect, it } from 'vitest';
import type { OtaEvent } from '../../../preload/contract/ota.ts';
import { lastBoot, nextBoot } from '../../../renderer/features/devices/next-boot.ts';

const md5 = (digit: string) => digit.repeat(32);
const type = (files: Record<string, string>) => ({
  files: Object.entries(files).map(([name, sum]) => ({ name, size: 1, md5: sum })),
});

describe('the next boot', () => {
  it('replaces, adds, leaves, and says what is not of the type', () => {
    const { rows, replaced, added } = nextBoot(
      { files: { 'app.py': md5('1'), 'main.py': md5('2'), 'old.py': md5('3') }, overlay: {} },
      type({ 'app.py': md5('9'), 'main.py': md5('2'), 'new.py': md5('4') }),
    );
    expect(rows.map(({ name, change }) => [name, change])).toEqual([
      ['app.py', 'replaced'],
      ['new.py', 'added'],
      ['main.py', 'same'],
      ['old.py', 'extra'],
    ]);
    expect([replaced, added]).toEqual([1, 1]);
    expect(rows[1]).toMatchObject({ onDevice: null, onServer: md5('4') });
  });

  it('leaves a hotfix alone until the type itself changes the file', () => {
    const device = { files: { 'app.py': md5('1') }, overlay: { 'app.py': md5('5'), 'extra.py': md5('6') } };
    const kept = nextBoot(device, type({ 'app.py': md5('1') }));
    expect(kept.rows[0]).toMatchObject({ change: 'hotfix-stays', onDevice: md5('5'), from: 'hotfixed' });
    expect(kept.rows[1]).toMatchObject({ name: 'extra.py', change: 'hotfix-stays', from: 'hotfixed' });
    expect(kept).toMatchObject({ hotfixed: 2, replaced: 0, added: 0 });
    expect(nextBoot(device, type({ 'app.py': md5('2') })).rows[0]?.change).toBe('replaced');
  });

  it('takes no name for there that every object has', () => {
    const { rows } = nextBoot(
      { files: {}, overlay: {} },
      type({ constructor: md5('1'), toString: md5('2') }),
    );
    expect(rows.map(({ onDevice, change }) => [onDevice, change])).toEqual([
      [null, 'added'],
      [null, 'added'],
    ]);
  });

  it('remembers how the server answered last', () => {
    const boot = (id: number, deviceId: string): OtaEvent => ({
      at: id,
      id,
      type: 'boot',
      deviceId,
      appType: 'a',
      outcome: id === 3 ? 'held-back' : 'offered',
      names: [],
      removed: [],
      set: null,
    });
    const events: OtaEvent[] = [
      boot(1, 'a'),
      boot(2, 'b'),
      boot(3, 'a'),
      { at: 4, id: 4, type: 'heartbeat', deviceId: 'a' },
    ];
    expect(lastBoot(events, 'a')?.outcome).toBe('held-back');
    expect(lastBoot(events, 'c')).toBeUndefined();
  });
});
