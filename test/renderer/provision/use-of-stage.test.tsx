// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import type { FailureData } from '../../../preload/contract/errors.ts';
import { useOfStage } from '../../../renderer/features/provision/use-of-stage.ts';
import { render } from '../components/render.tsx';

function Said({ failure, stage }: { readonly failure: FailureData | null; readonly stage: string }) {
  return useOfStage(failure, stage)?.code ?? 'nothing';
}

const inUse = (): FailureData => ({ code: 'board-in-use', params: { board: 'COM3', job: 'one' } });

it('says what could not be done until the job moves on, and again when it happens again', () => {
  const failure = inUse();
  const page = render(<Said failure={null} stage="one running" />);
  const show = (now: FailureData | null, stage: string) => {
    page.show(<Said failure={now} stage={stage} />);
    return page.text();
  };
  expect(show(failure, 'one running')).toBe('board-in-use');
  expect(show(failure, 'one running')).toBe('board-in-use');
  expect(show(failure, 'one cancelled')).toBe('nothing');
  expect(show(null, 'one cancelled')).toBe('nothing');
  expect(show(inUse(), 'one cancelled')).toBe('board-in-use');
});

it('says what fails at the very moment at which the job moves on', () => {
  const page = render(<Said failure={null} stage="" />);
  page.show(<Said failure={inUse()} stage="one queued" />);
  expect(page.text()).toBe('board-in-use');
});
