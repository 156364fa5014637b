// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { ICON_NAMES, iconPaths } from '../../../renderer/components/icon-paths.ts';
import {
  Icon,
  Pill,
  Plate,
  STATES,
  StateWord,
  StepList,
  StepTrack,
  Tile,
  Verdict,
} from '../../../renderer/components/index.ts';
import { render } from './render.tsx';

describe('a state', () => {
  it.each(STATES)('%s has icon and word beside its colour, as word and as pill', (state) => {
    const page = render(
      <>
        <StateWord state={state} word="Held back" />
        <Pill state={state} word="Held back" />
      </>,
    );
    for (const part of page.all('[data-state]')) {
      expect(part.dataset.state).toBe(state);
      expect(part.textContent).toBe('Held back');
      expect(part.querySelector(`[data-icon="${state}"]`)).not.toBeNull();
    }
    expect(page.all('[data-state]')).toHaveLength(2);
  });

  it('has an outline of its own', () => {
    expect(new Set(STATES.map((state) => iconPaths[state])).size).toBe(STATES.length);
  });

  it.each(STATES)('%s is said by a tile in words', (state) => {
    const page = render(<Tile slot="4" state={state} word="FAIL at Boot" about="Pico W" />);
    expect(page.find('article').getAttribute('aria-label')).toBe('Slot 4, FAIL at Boot');
    expect(page.find('h2').textContent).toBe('FAIL at Boot');
    expect(page.find('[role="img"][aria-label="Slot 4"]').dataset.state).toBe(state);
  });

  it.each(['pass', 'fail'] as const)('%s ends a job in capitals', (state) => {
    const page = render(<Verdict state={state} title="The board proved it." />);
    expect(page.text()).toContain(state.toUpperCase());
    expect(page.find('svg').dataset.icon).toBe(state);
  });
});

describe('steps', () => {
  it('are always the same five; a finished one is a check and no PASS', () => {
    const page = render(<StepTrack steps={[{ state: 'pass' }, { state: 'working', fraction: 0.5 }]} />);
    const steps = page.all('li');
    expect(steps.map((step) => step.textContent)).toEqual([
      'Runtime, finished',
      'Files, under way',
      'Wi-Fi, waiting',
      'Boot, waiting',
      'Proof, waiting',
    ]);
    expect(steps.map((step) => step.querySelector<SVGElement>('svg')?.dataset.icon)).toEqual([
      'check',
      'dot',
      undefined,
      undefined,
      undefined,
    ]);
    expect(page.find('[aria-current="step"]').textContent).toContain('Files');
  });

  it('in a list say how they went and which one the page is about', () => {
    const page = render(
      <StepList
        current={1}
        steps={[
          { name: 'Join', state: 'pass', evidence: 'after 4 s', duration: '4 s' },
          { name: 'Hand over', state: 'ready' },
          { name: 'Come home', state: 'working' },
        ]}
      />,
    );
    const [join, over, home] = page.all('li');
    expect(join?.textContent).toBe('finishedJoinafter 4 s4 s');
    expect(over?.textContent).toBe('2waitingHand over');
    expect(over?.getAttribute('aria-current')).toBe('step');
    expect(home?.textContent).toBe('3under wayCome home');
    expect(home?.querySelector('svg')).toBeNull();
  });
});

describe('an icon', () => {
  it.each(ICON_NAMES)('%s is lines within its grid', (name) => {
    expect(iconPaths[name]).toMatch(/^M[\d\sMmLlHhVvAaCcSsZz.-]+$/);
    expect(iconPaths[name]).not.toContain('NaN');
  });

  it('is hidden from ears beside a word, and named without one', () => {
    const page = render(
      <>
        <Icon name="pause" />
        <Icon name="pause" label="Pause" />
      </>,
    );
    const [beside, alone] = page.all('svg');
    expect(beside?.getAttribute('aria-hidden')).toBe('true');
    expect(alone?.getAttribute('role')).toBe('img');
    expect(alone?.getAttribute('aria-label')).toBe('Pause');
  });
});

describe('a plate', () => {
  it('rises with the fraction while work runs, and only then', () => {
    const page = render(<Plate slot="2" state="working" fraction={0.624} />);
    const fraction = () => page.find('[role="img"]').style.getPropertyValue('--fraction');
    expect(fraction()).toBe('62.4%');
    page.show(<Plate slot="2" state="pass" fraction={0.624} />);
    expect(fraction()).toBe('');
  });
});
