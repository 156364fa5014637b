import { describe, expect, it } from 'vitest';
import { nextBoot } from '../../../renderer/features/devices/next-boot.ts';

const SETTLED = { status: 'settled' } as const;
const md5 = (digit: string) => digit.repeat(32);
const type = (files: Record<string, string>) => ({
  files: Object.entries(files).map(([name, sum]) => ({ name, size: 1, md5: sum })),
});

describe('the next boot', () => {
  it('replaces, adds, leaves, and says what is not of the type', () => {
    const { rows, replaced, added } = nextBoot(
      { files: { 'app.py': md5('1'), 'main.py': md5('2'), 'old.py': md5('3') }, overlay: {} },
      type({ 'app.py': md5('9'), 'main.py': md5('2'), 'new.py': md5('4') }),
      SETTLED,
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
    const kept = nextBoot(device, type({ 'app.py': md5('1') }), SETTLED);
    expect(kept.rows[0]).toMatchObject({ change: 'hotfix-stays', onDevice: md5('5'), from: 'hotfixed' });
    expect(kept.rows[1]).toMatchObject({ name: 'extra.py', change: 'hotfix-stays', from: 'hotfixed' });
    expect(kept).toMatchObject({ hotfixed: 2, replaced: 0, added: 0 });
    expect(nextBoot(device, type({ 'app.py': md5('2') }), SETTLED).rows[0]?.change).toBe('replaced');
  });

  it('takes no name for there that every object has', () => {
    const { rows } = nextBoot(
      { files: {}, overlay: {} },
      type({ constructor: md5('1'), toString: md5('2') }),
      SETTLED,
    );
    expect(rows.map(({ onDevice, change }) => [onDevice, change])).toEqual([
      [null, 'added'],
      [null, 'added'],
    ]);
  });

  it('changes nothing of a set that the device refused', () => {
    const files = { 'app.py': md5('1'), 'main.py': md5('2') };
    const { rows, replaced, added } = nextBoot(
      { files, overlay: {} },
      type({ 'app.py': md5('9'), 'main.py': md5('2'), 'new.py': md5('4') }),
      { status: 'held-back', reason: 'not confirmed' },
    );
    expect(rows.map(({ name, change }) => [name, change])).toEqual([
      ['app.py', 'held-back'],
      ['new.py', 'held-back'],
      ['main.py', 'same'],
    ]);
    expect([replaced, added]).toEqual([0, 0]);
  });
});
