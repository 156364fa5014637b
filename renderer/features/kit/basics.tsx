/** Type, colours, icons, boards, buttons. */
import { Button } from '@mantine/core';
import { ICON_NAMES } from '../../components/icon-paths.ts';
import { BoardDrawing, Icon, IconButton, Ident, PlugDrawing } from '../../components/index.ts';
import css from './kit.module.css';
import { Row, Section } from './section.tsx';

const nothing = () => {};

export function TypeSizes() {
  return (
    <Section name="Type">
      <div className={css.types}>
        <span style={{ font: 'var(--type-slot)' }}>4</span>
        <span style={{ font: 'var(--type-figure)' }}>62 %</span>
        <span style={{ font: 'var(--type-page)' }}>Page</span>
        <span style={{ font: 'var(--type-head)' }}>State word</span>
        <span>Base 14/20</span>
        <span style={{ font: 'var(--type-second)' }}>Second 13/20</span>
        <span style={{ font: 'var(--type-legend)', color: 'var(--ink-3)' }}>Legend 12/16</span>
        <Ident value="iot-28cdc10a4f3e" />
      </div>
    </Section>
  );
}

const COLOURS = [
  ['chassis', 'chassis'],
  ['panel', 'panel'],
  ['inset', 'inset'],
  ['line', 'line-2'],
  ['ink', 'ink'],
  ['accent', 'accent'],
  ['working', 'working-fill'],
  ['pass', 'pass-fill'],
  ['attention', 'attention-fill'],
  ['fail', 'fail-fill'],
] as const;

export function Colours() {
  return (
    <Section name="Colour">
      <div className={css.swatches}>
        {COLOURS.map(([name, token]) => (
          <span key={name}>
            <i style={{ background: `var(--${token})` }} />
            {name}
          </span>
        ))}
      </div>
    </Section>
  );
}

export function Icons() {
  return (
    <Section name="Icons">
      <div className={css.icons}>
        {ICON_NAMES.map((name) => (
          <Icon key={name} name={name} label={name} />
        ))}
      </div>
      <div className={css.icons}>
        {(['fail', 'working', 'light', 'field'] as const).map((name) => (
          <Row key={name}>
            <Icon name={name} size={14} />
            <Icon name={name} size={16} />
            <Icon name={name} size={28} />
            <Icon name={name} size={64} />
          </Row>
        ))}
      </div>
    </Section>
  );
}

export function Boards() {
  return (
    <Section name="Boards">
      <Row>
        <BoardDrawing board="pico" width={150} />
        <BoardDrawing board="pico" width={150} led="on" />
        <BoardDrawing board="pico" width={150} virtual />
        <BoardDrawing board="esp32" width={150} />
        <BoardDrawing board="esp32" width={150} led="blinking" />
        <BoardDrawing board="esp32" width={150} virtual />
        <BoardDrawing board="pico" width={264} />
        <BoardDrawing board="socket" width={110} />
      </Row>
      <Row>
        <PlugDrawing />
        <BoardDrawing board="pico" width={340} />
      </Row>
    </Section>
  );
}

export function Buttons() {
  return (
    <Section name="Buttons">
      <Row>
        <Button variant="filled">Provision</Button>
        <Button variant="filled" data-kit="focus">
          Focus
        </Button>
        <Button disabled>Off</Button>
        <Button leftSection={<Icon name="light" />}>Identify</Button>
        <Button variant="quiet">Open</Button>
        <Button variant="danger">Factory reset</Button>
        <Button variant="danger-filled">Erase</Button>
      </Row>
      <Row>
        <Button variant="filled" size="lg">
          48 tiles
        </Button>
        <Button size="xl">64 station</Button>
        <Button disabled leftSection={<Icon name="working" />}>
          Cancelling
        </Button>
        <IconButton icon="pause" label="Pause" onClick={nothing} />
        <IconButton icon="copy" label="Copy" variant="quiet" onClick={nothing} />
        <IconButton icon="erase" label="Erase" disabled onClick={nothing} />
      </Row>
    </Section>
  );
}
