// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { FailureAlert, NothingHere, Notice, PageHead, Tile } from '../../../renderer/components/index.ts';
import { render } from './render.tsx';

/** What `condition && <Button />` and an absent prop come to. */
const NOTHING = [undefined, null, false, ''] as const;

describe('what is given nothing to show', () => {
  it.each(NOTHING)('draws no empty row for %j', (nothing) => {
    const page = render(
      <>
        <FailureAlert title="It failed" cause={nothing} remedy={nothing} actions={nothing} />
        <Notice title="So it is" actions={nothing} />
        <PageHead title="Bench" about={nothing} trail={nothing} actions={nothing} />
        <NothingHere title="Nothing here" why={nothing} action={nothing} />
        <Tile slot="1" state="ready" word="Ready" about="Pico W" drawing={nothing} actions={nothing} />
      </>,
    );
    expect(page.all('nav, footer, [class*="action"], [class*="drawing"]')).toEqual([]);
    expect(page.text()).not.toContain('Try:');
    const [alert, notice] = page.all('section');
    // Icon, head and body; a body without anything takes no room.
    expect(alert?.children).toHaveLength(3);
    expect(notice?.children).toHaveLength(3);
    expect(page.find('h1').parentElement?.children).toHaveLength(1);
  });

  it('draws the rows of what there is', () => {
    const page = render(
      <>
        <FailureAlert title="It failed" actions={<button type="button">Retry</button>} />
        <PageHead title="Bench" about={0} actions={<button type="button">Add</button>} />
      </>,
    );
    expect(page.all('button')).toHaveLength(2);
    expect(page.find('h1').nextElementSibling?.textContent).toBe('0');
  });
});
