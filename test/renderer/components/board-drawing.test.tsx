// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { BoardDrawing } from '../../../renderer/components/index.ts';
import { render } from './render.tsx';

it.each(['pico', 'esp32'] as const)('a small %s leaves out specks and keeps its light', (board) => {
  const page = render(null);
  const parts = (width: number) => {
    page.show(<BoardDrawing board={board} virtual width={width} led="on" />);
    expect(page.find('svg').getAttribute('aria-label')).toMatch(/^Virtual /);
    expect(page.all('g')).toHaveLength(1);
    return page.all('svg > *').length;
  };
  expect(parts(96)).toBe(parts(64));
  expect(parts(96)).toBeLessThan(parts(264));
});
