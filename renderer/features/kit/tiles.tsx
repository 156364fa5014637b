/** State words, pills, tiles. */
import { Button } from '@mantine/core';
import {
  BoardDrawing,
  Icon,
  IconButton,
  Pill,
  Plate,
  Progress,
  type State,
  StateWord,
  Tile,
  TileFailure,
  Tiles,
} from '../../components/index.ts';
import css from './kit.module.css';
import { Pair, Row, Section } from './section.tsx';

const WORDS: readonly (readonly [State, string, string])[] = [
  ['ready', 'New board', 'New'],
  ['working', 'Writing', 'Offered'],
  ['pass', 'PASS', 'In force'],
  ['attention', 'In BOOTSEL', 'Held back'],
  ['fail', 'FAIL', 'Rejected'],
  ['cancelled', 'Cancelled', 'Cancelled'],
  ['empty', 'Empty', 'Silent 14 min'],
];

export function States() {
  return (
    <Section name="State words and pills">
      <Row>
        {WORDS.map(([state, word]) => (
          <StateWord key={state} state={state} word={word} />
        ))}
      </Row>
      <Row>
        {WORDS.map(([state, , word]) => (
          <Pill key={state} state={state} word={word} />
        ))}
        <Pill word="Stored site" />
      </Row>
    </Section>
  );
}

const HEADS: readonly (readonly [slot: string, State, word: string, about: string, fraction?: number])[] = [
  ['1', 'ready', 'New board', 'ESP32 dev board'],
  ['2', 'working', 'Writing files', '6 of 9', 0.62],
  ['3', 'pass', 'PASS', '38 s'],
  ['4', 'fail', 'FAIL at Boot', 'BOOT-02'],
  ['5', 'attention', 'In BOOTSEL', 'Pico W'],
  ['6', 'empty', 'Empty', 'Plug in a board'],
  ['7', 'cancelled', 'Cancelled', 'Old files kept'],
  ['V1', 'ready', 'Up to date', 'Virtual Pico W'],
];

export function TileHeads() {
  return (
    <Section name="Tile heads">
      <div className={css.heads}>
        <Pair>
          {HEADS.map(([slot, state, word, about, fraction]) => (
            <Tile key={slot} slot={slot} state={state} word={word} about={about} fraction={fraction} />
          ))}
        </Pair>
      </div>
      <Row>
        <Plate slot="3" state="attention" size="page" />
        <Plate slot="V2" state="working" fraction={0.3} size="page" />
      </Row>
    </Section>
  );
}

const done = { state: 'pass' } as const;
const big = { size: 'lg', flex: 1 } as const;

export function TilesInFull() {
  return (
    <Section name="Tiles">
      <Tiles>
        <Tile
          slot="1"
          state="ready"
          word="New board"
          about="ESP32 dev board"
          drawing={<BoardDrawing board="esp32" />}
          ident="a0:b7:65:4d:1e:90"
          tool={<IconButton icon="console" variant="quiet" label="Console and files" onClick={() => {}} />}
          steps={[]}
          actions={
            <>
              <Button variant="filled" {...big}>
                Provision
              </Button>
              <Button size="lg">Change</Button>
            </>
          }
        >
          <p>Out of the bag: blank flash, 4 MB. Needs runtime, files and Wi-Fi.</p>
          <p>
            Makes a <b>greenhouse</b>, about 1 min 10 s.
          </p>
        </Tile>
        <Tile
          slot="2"
          state="working"
          word="Writing files"
          about="Pico W"
          fraction={0.62}
          drawing={<BoardDrawing board="pico" />}
          ident="iot-28cdc10a5b12"
          steps={[done, { state: 'working', fraction: 0.64 }]}
          actions={
            <>
              <span style={{ flex: 1, font: 'var(--type-second)', color: 'var(--ink-3)' }}>
                Every file is read back.
              </span>
              <Button size="lg">Cancel</Button>
            </>
          }
        >
          <Progress fraction={0.62} phase="Writing files" rate="18.6 kB/s" left="9 s" bar={false} />
          <p>
            6 of 9, <code>web_server.py</code>
          </p>
        </Tile>
        <Tile
          slot="3"
          state="pass"
          word="PASS"
          about="Pico W, distance-meter"
          drawing={<BoardDrawing board="pico" led="on" />}
          ident="iot-28cdc10a4f3e"
          steps={[done, done, done, done, done]}
          actions={
            <>
              <Button leftSection={<Icon name="print" />} {...big}>
                Print label
              </Button>
              <Button size="lg">Passport</Button>
            </>
          }
        >
          <p>
            The board checked in with set <code>9f3c41d0</code>, answered and blinked.
          </p>
          <p>38 s, signal −54 dBm</p>
        </Tile>
        <Tile
          slot="4"
          state="fail"
          word="FAIL at Boot"
          about="ESP32, greenhouse"
          drawing={<BoardDrawing board="esp32" />}
          ident="iot-a0b7654d2204"
          code="BOOT-02"
          steps={[done, done, done, { state: 'fail' }]}
          actions={
            <>
              <Button variant="filled" leftSection={<Icon name="restart" />} {...big}>
                Retry from Boot
              </Button>
              <Button size="lg">Log</Button>
            </>
          }
        >
          <TileFailure
            what="No check-in within 30 s."
            cause="The board is on Bench-2G, this laptop is on Office-5G."
            remedy="Join Bench-2G with the laptop, then retry."
          />
        </Tile>
        <Tile
          slot="5"
          state="attention"
          word="In BOOTSEL"
          about="Pico W"
          drawing={<BoardDrawing board="pico" />}
          ident="RPI-RP2, E0C9125B0D9B"
          steps={[{ state: 'attention' }]}
          actions={
            <>
              <Button variant="filled" {...big}>
                Install runtime
              </Button>
              <Button size="lg">Change</Button>
            </>
          }
        >
          <p>No MicroPython yet. 1.27.0 for Pico W is on this computer and its hash is checked.</p>
        </Tile>
        <Tile slot="6" state="empty" word="Empty" about="Port 6 of the hub">
          <BoardDrawing board="socket" width={110} />
          <p>Plug in a board.</p>
        </Tile>
        <Tile
          slot="V1"
          state="cancelled"
          word="Cancelled"
          about="Virtual Pico W, <b>skeleton</b> with a very long name that has to be cut"
          drawing={<BoardDrawing board="pico" virtual />}
          ident="iot-28cdc1f00001-and-much-longer-than-any-id-should-ever-be-9c0d"
          steps={[done, { state: 'cancelled' }]}
          actions={<Button {...big}>Start again</Button>}
        >
          <p>Old files kept.</p>
        </Tile>
      </Tiles>
    </Section>
  );
}
