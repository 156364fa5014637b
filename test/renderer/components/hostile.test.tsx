// @vitest-environment happy-dom
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import {
  Chart,
  ChoiceList,
  DataTable,
  FailureAlert,
  Figures,
  Hash,
  Ident,
  KeyValues,
  LogView,
  Navigation,
  NetworkRow,
  NothingHere,
  Notice,
  PageHead,
  Panel,
  Pill,
  Progress,
  SelectField,
  StateWord,
  StatusStrip,
  StepList,
  TextField,
  Tile,
  TileFailure,
} from '../../../renderer/components/index.ts';
import { render } from './render.tsx';

/** What a board may call itself. */
const BAD = '<img src=x onerror="alert(1)"></p>{{7*7}}&lt;script&gt;\u202egnp.exe';
const nothing = () => {};

const PARTS: Record<string, ReactNode> = {
  Tile: (
    <Tile slot={BAD} state="fail" word={BAD} about={BAD} ident={BAD} code={BAD}>
      <TileFailure what={BAD} cause={BAD} remedy={BAD} />
    </Tile>
  ),
  FailureAlert: <FailureAlert title={BAD} code={BAD} cause={BAD} remedy={BAD} />,
  Notice: <Notice title={BAD}>{BAD}</Notice>,
  LogView: <LogView title={BAD} lines={[{ id: 1, time: BAD, text: BAD, mark: 'matters' }]} />,
  StepList: <StepList steps={[{ name: BAD, state: 'fail', evidence: BAD, duration: BAD }]} />,
  StatusStrip: (
    <StatusStrip
      server={{ state: 'failed', word: BAD, address: BAD, why: BAD }}
      recipes={[{ kind: BAD, name: BAD }]}
      site={BAD}
      running={0}
    />
  ),
  Navigation: (
    <Navigation
      name={BAD}
      places={[{ id: 'a', label: BAD, icon: 'bench', href: '#a', count: 1, countSaid: BAD }]}
      current="a"
    />
  ),
  PageHead: <PageHead title={BAD} about={BAD} />,
  Panel: (
    <Panel title={BAD} aside={BAD}>
      {BAD}
    </Panel>
  ),
  KeyValues: <KeyValues rows={[{ name: BAD, value: BAD }]} />,
  Figures: <Figures figures={[{ name: BAD, value: BAD, unit: BAD, note: BAD }]} />,
  DataTable: (
    <DataTable
      label={BAD}
      columns={[{ id: 'a', head: BAD, cell: (row: string) => row }]}
      rows={[BAD]}
      rowId={(row) => row}
    />
  ),
  ChoiceList: (
    <ChoiceList
      label={BAD}
      choices={[
        {
          value: BAD,
          content: <NetworkRow ssid={BAD} dbm={-50} security={BAD} locked note={BAD} />,
        },
      ]}
      value={BAD}
      onChange={nothing}
    />
  ),
  NothingHere: <NothingHere title={BAD} why={BAD} />,
  words: (
    <>
      <StateWord state="fail" word={BAD} />
      <Pill state="pass" word={BAD} />
      <Ident value={BAD} />
      <Hash value={BAD} copy />
    </>
  ),
  Progress: <Progress fraction={null} phase={BAD} running={BAD} note={BAD} />,
  fields: (
    <>
      <TextField label={BAD} value={BAD} onChange={nothing} error={BAD} hint={BAD} example={BAD} />
      <SelectField label={BAD} value={BAD} options={[{ value: BAD, label: BAD }]} onChange={nothing} />
    </>
  ),
  Chart: <Chart label={BAD} series={[{ name: BAD, points: [] }]} silence={1} />,
};

describe('text from boards is text', () => {
  it.each(Object.keys(PARTS))('in %s', (name) => {
    const page = render(PARTS[name]);
    expect(page.all('img, script, [onerror]')).toEqual([]);
    const told = page.text() + page.all('[aria-label]').map((part) => part.getAttribute('aria-label'));
    expect(told).toContain(BAD.slice(0, 8));
  });
});

describe('an id', () => {
  it('keeps its last four digits apart, so that they are never cut', () => {
    const page = render(<Ident value="iot-28cdc10a4f3e" />);
    expect(page.text()).toBe('iot-28cdc10a4f3e');
    expect(page.find('span > span:last-child').textContent).toBe('4f3e');
    expect(page.find('[title]').title).toBe('iot-28cdc10a4f3e');
  });
});
