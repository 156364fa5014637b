// @vitest-environment happy-dom
import { act } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { ConfirmTyped, isNamed } from '../../../renderer/components/index.ts';
import { click, render, type } from './render.tsx';

function dialog(doing?: string) {
  const [onConfirm, onClose] = [vi.fn(), vi.fn()];
  const page = render(
    <ConfirmTyped
      opened
      title="Factory reset this device?"
      name="iot-28cdc10b4f3e"
      action="Factory reset"
      doing={doing}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p>Removes Wi-Fi.</p>
    </ConfirmTyped>,
  );
  const [keep, go] = page.all('form button') as HTMLButtonElement[];
  return { page, onConfirm, onClose, keep, go, field: page.find<HTMLInputElement>('input') };
}

describe('a typed confirmation', () => {
  it.each([
    ['4f3e', true],
    [' 4F3E ', true],
    ['IoT-28cdc10b4f3e', true],
    ['4f3', false],
    ['b4f3e', false],
    ['4f3e0', false],
    ['', false],
  ])('takes %j: %s', (typed, taken) => {
    const { field, go } = dialog();
    type(field, typed);
    expect(go?.disabled).toBe(!taken);
  });

  it('is never open without digits to type', () => {
    expect(isNamed('', '')).toBe(false);
  });

  it('goes on by the button or by Enter, only with the right digits', () => {
    const { page, field, go, onConfirm } = dialog();
    const enter = () =>
      act(() => {
        page.find('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
      });
    enter();
    type(field, '4f3');
    enter();
    expect(onConfirm).not.toHaveBeenCalled();
    type(field, '4f3e');
    enter();
    expect(onConfirm).toHaveBeenCalledTimes(1);
    expect(go?.type).toBe('submit');
  });

  it('has the safe button first', () => {
    const { keep, onClose } = dialog();
    expect(keep?.textContent).toBe('Keep as it is');
    if (keep !== undefined) click(keep);
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('waits while it is being done, and says what', () => {
    const { field, keep, go } = dialog('Resetting');
    type(field, '4f3e');
    expect([keep?.disabled, go?.disabled, go?.textContent]).toEqual([true, true, 'Resetting']);
  });
});
