/** Heads of pages, figures, rows of facts, the verdict, keys. */
import { Button } from '@mantine/core';
import {
  BoardDrawing,
  Figures,
  Icon,
  Ident,
  Kbd,
  KeyValues,
  LiveMark,
  PageHead,
  Panel,
  ToolPanel,
  Verdict,
} from '../../components/index.ts';
import { Pair, Row, Section } from './section.tsx';

export function Heads() {
  return (
    <Section name="Page head">
      <PageHead
        title="Bench"
        about="Hub with 6 sockets. Two boards wait for you, one needs a fix."
        actions={
          <Button size="lg" leftSection={<Icon name="plus" />}>
            Virtual board
          </Button>
        }
      />
      <PageHead
        title="iot-28cdc10a2c60"
        machine
        trail={
          <>
            <a href="#devices">Devices</a> / distance-meter
          </>
        }
        drawing={<BoardDrawing board="pico" />}
        about={
          <>
            <Row>
              <LiveMark breathing />
              <b>Live, 2 s ago</b>
            </Row>
            <span>Hall 3, gate B</span>
            <span>192.168.1.71</span>
          </>
        }
        actions={
          <>
            <Button size="lg" leftSection={<Icon name="light" />}>
              Identify
            </Button>
            <Button size="lg" variant="danger" leftSection={<Icon name="erase" />}>
              Factory reset
            </Button>
          </>
        }
      />
    </Section>
  );
}

export function Facts() {
  return (
    <Section name="Figures and facts">
      <Figures
        figures={[
          { name: 'Distance', value: '417', unit: 'mm', note: 'sensor ok' },
          { name: 'Signal', value: '−54', unit: 'dBm', note: 'Bench-2G, channel 6' },
          { name: 'Free memory', value: '118', unit: 'kB', note: 'lowest today 104' },
          { name: 'Up for', value: '3:12', unit: 'h:min', note: 'booted 07:34' },
          { name: 'Heartbeat', value: null, note: 'none yet' },
        ]}
      />
      <Pair>
        <Panel title="Passport" actions={<Button variant="quiet">Open</Button>}>
          <KeyValues
            rows={[
              { name: 'Device id', value: <Ident value="iot-28cdc10a4f3e" /> },
              { name: 'Runtime', value: 'MicroPython 1.27.0' },
              { name: 'Flash free', value: '612 of 848 kB, littlefs' },
            ]}
          />
        </Panel>
        <ToolPanel
          label="app.py"
          head={
            <>
              <h2>app.py</h2>
              <Button>Run</Button>
            </>
          }
        >
          <p>As high as its room.</p>
        </ToolPanel>
        <Row>
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </Row>
      </Pair>
    </Section>
  );
}

export function Verdicts() {
  return (
    <Section name="Verdict">
      <Verdict state="pass" title="The board proved it in 38 s." about="Heard from the board, seen by you." />
      <Verdict state="fail" title="The flash cannot be written." about="Set it aside." />
    </Section>
  );
}
