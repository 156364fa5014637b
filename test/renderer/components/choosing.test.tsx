// @vitest-environment happy-dom
import { act } from 'react';
import { describe, expect, it, vi } from 'vitest';
import {
  ChoiceList,
  DataTable,
  IconButton,
  Navigation,
  PasswordField,
  Segments,
  SignalBars,
  StatusStrip,
  signalLevel,
} from '../../../renderer/components/index.ts';
import { click, render } from './render.tsx';

describe('choosing', () => {
  it('one of some segments, by radio buttons that a keyboard knows', () => {
    const onChange = vi.fn();
    const page = render(
      <Segments
        label="Time"
        value="1 h"
        onChange={onChange}
        options={[
          { value: '1 h', label: '1 h' },
          { value: '7 d', label: '7 d' },
        ]}
      />,
    );
    expect(page.find('[role="radiogroup"]').getAttribute('aria-label')).toBe('Time');
    const [first, second] = page.all('input') as HTMLInputElement[];
    expect([first?.checked, second?.checked]).toEqual([true, false]);
    if (second !== undefined) click(second);
    expect(onChange).toHaveBeenCalledWith('7 d');
  });

  it('a row of a list, unless it cannot be had', () => {
    const onChange = vi.fn();
    const page = render(
      <ChoiceList
        label="Networks"
        value={null}
        onChange={onChange}
        choices={[
          { value: 'a', content: 'A' },
          { value: 'b', content: 'B', disabled: true },
        ]}
      />,
    );
    for (const input of page.all('input')) click(input);
    expect(onChange.mock.calls).toEqual([['a']]);
  });
});

describe('going', () => {
  const places = [
    { id: 'bench', label: 'Bench', icon: 'bench', href: '#bench' },
    {
      id: 'updates',
      label: 'Updates',
      icon: 'updates',
      href: '#updates',
      count: 1,
      countSaid: '1 held back',
    },
  ] as const;

  it('to a place is a link, whose plain click the app takes', () => {
    const onGo = vi.fn();
    const page = render(<Navigation name="Bootbench" places={places} current="bench" onGo={onGo} />);
    expect(page.find('[aria-current="page"]').textContent).toBe('Bench');
    const link = page.find('a[href="#updates"]');
    expect(link.textContent).toBe('Updates1, 1 held back');
    click(link);
    expect(onGo).toHaveBeenCalledWith(places[1]);
    link.addEventListener('click', (event) => event.preventDefault());
    link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: true }));
    expect(onGo).toHaveBeenCalledTimes(1);
  });

  it('from a row of a table is one link in its first cell', () => {
    const onGo = vi.fn();
    const page = render(
      <DataTable
        label="Devices"
        columns={[
          { id: 'a', head: 'Device', cell: (row: string) => row },
          { id: 'b', head: 'Signal', cell: () => '−54', numeric: true },
        ]}
        rows={['one', 'two']}
        rowId={(row) => row}
        mark={(row) => (row === 'one' ? 'chosen' : undefined)}
        href={(row) => `#${row}`}
        onGo={onGo}
      />,
    );
    expect(page.all('a').map((link) => link.textContent)).toEqual(['one', 'two']);
    click(page.find('a[href="#two"]'));
    expect(onGo).toHaveBeenCalledWith('two');
    expect(page.all('[data-mark="chosen"]')).toHaveLength(1);
    page.show(<DataTable label="Devices" columns={[]} rows={[]} rowId={String} empty="None yet." />);
    expect(page.text()).toBe('None yet.');
  });

  it('sorts by the heads of a table that say how it is sorted', () => {
    const onSort = vi.fn();
    const columns = [
      { id: 'name', head: 'Name', cell: (row: string) => row },
      { id: 'do', head: 'Do', cell: () => 'x', heading: 'said' },
    ] as const;
    const sorted = { column: 'name', direction: 'descending' } as const;
    const rows = ['b', 'a'];
    const page = render(
      <DataTable
        label="Names"
        columns={columns}
        rows={rows}
        rowId={String}
        sorted={sorted}
        onSort={onSort}
      />,
    );
    expect(page.find('th').getAttribute('aria-sort')).toBe('descending');
    expect(page.all('th button')).toHaveLength(1);
    click(page.find('th button'));
    expect(onSort).toHaveBeenCalledWith('name');
  });

  it('draws a row again only where it looks another way', () => {
    const drawn: string[] = [];
    const columns = [
      {
        id: 'name',
        head: 'Name',
        cell: (row: { name: string; at: number }) => {
          drawn.push(`${row.name} ${row.at}`);
          return row.name;
        },
      },
    ];
    const rowId = ({ name }: { name: string }) => name;
    const alike = (a: { name: string; at: number }, b: { name: string; at: number }) =>
      Math.floor(a.at / 10) === Math.floor(b.at / 10);
    const table = (...rows: { name: string; at: number }[]) => (
      <DataTable label="Names" columns={columns} rows={rows} rowId={rowId} alike={alike} />
    );
    const page = render(table({ name: 'a', at: 1 }, { name: 'b', at: 1 }));
    drawn.length = 0;
    page.show(table({ name: 'a', at: 9 }, { name: 'b', at: 10 }));
    expect(drawn).toEqual(['b 10']);
  });
});

describe('what has no words', () => {
  it('a button has a label', () => {
    const onClick = vi.fn();
    const page = render(<IconButton icon="pause" label="Pause" onClick={onClick} />);
    click(page.find('button[aria-label="Pause"]'));
    expect(onClick).toHaveBeenCalledTimes(1);
  });

  it('the eye of a password can be reached and named', () => {
    const page = render(<PasswordField label="Password" value="secret" onChange={() => {}} />);
    const eye = page.find('button');
    expect(page.find<HTMLInputElement>('input').type).toBe('password');
    expect([eye.getAttribute('aria-label'), eye.tabIndex]).toEqual(['Show the password', 0]);
    act(() => {
      eye.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true }));
    });
    expect(page.find<HTMLInputElement>('input').type).toBe('text');
    expect(page.find('button').getAttribute('aria-label')).toBe('Hide the password');
  });

  it.each([
    [null, 0],
    [-51, 4],
    [-63, 3],
    [-70, 2],
    [-84, 1],
  ])('%s dBm is heard in %s bars', (dbm, bars) => {
    expect(signalLevel(dbm)).toBe(bars);
    const page = render(<SignalBars dbm={dbm} />);
    expect(page.all('[data-up]')).toHaveLength(bars);
    expect(page.find('[role="img"]').getAttribute('aria-label')).toBe(
      bars === 0 ? 'not heard' : `signal ${bars} of 4`,
    );
  });
});

describe('the strip', () => {
  it('says in words what its ticks show, and why a server cannot be reached', () => {
    const strip = (state: 'serving' | 'waiting') => (
      <StatusStrip
        server={{ state, word: state === 'serving' ? 'Serving' : 'Waits', why: 'while on IoT-0A77C4' }}
        ticks={['none', 'boot', 'heartbeat', 'heartbeat']}
        recipes={[]}
        site={null}
        running={2}
      />
    );
    const page = render(strip('serving'));
    expect(page.find('[role="img"]').getAttribute('aria-label')).toBe(
      'In the last minute: 1 boot call, 2 heartbeats',
    );
    page.show(strip('waiting'));
    expect(page.text()).toBe(
      'OTA serverWaitswhile on IoT-0A77C4Recipe in useNone chosenSiteNone storedJobs2 running',
    );
  });
});
