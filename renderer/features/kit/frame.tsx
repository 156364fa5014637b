/** Side rail and strip, as they stand around every page. */
import { Navigation, Panel, type Place, StatusStrip, type Tick } from '../../components/index.ts';
import css from './kit.module.css';
import { Section } from './section.tsx';

const PLACES: readonly Place[] = [
  { id: 'bench', label: 'Bench', icon: 'bench', href: '#bench' },
  {
    id: 'field',
    label: 'Field',
    icon: 'field',
    href: '#field',
    count: 3,
    countSaid: '3 devices in AP fallback',
  },
  { id: 'devices', label: 'Devices', icon: 'devices', href: '#devices' },
  { id: 'updates', label: 'Updates', icon: 'updates', href: '#updates', count: 1, countSaid: '1 held back' },
  { id: 'records', label: 'Records', icon: 'records', href: '#records' },
  { id: 'settings', label: 'Settings', icon: 'settings', href: '#settings' },
];

const TICKS: readonly Tick[] = [...'..h...bh....h.bb..h....h'].map((c) =>
  c === 'b' ? 'boot' : c === 'h' ? 'heartbeat' : 'none',
);

const RECIPES = [
  { kind: 'Pico W', name: 'distance-meter' },
  { kind: 'ESP32', name: 'greenhouse' },
];

export function Frame() {
  return (
    <Section name="Frame">
      <div className={css.frame}>
        <Navigation
          name="Bootbench"
          places={PLACES}
          current="bench"
          foot={
            <>
              Bench computer
              <br />
              <code>bench-02</code>
            </>
          }
        />
        <div style={{ minWidth: 0 }}>
          <StatusStrip
            server={{ state: 'serving', word: 'Serving', address: '192.168.1.40:8266' }}
            ticks={TICKS}
            recipes={RECIPES}
            site="Bench-2G"
            running={1}
          />
          <StatusStrip
            server={{ state: 'waiting', word: 'Waits', why: 'while on IoT-0A77C4' }}
            recipes={RECIPES.slice(0, 1)}
            site="Hall-3"
            running={0}
          />
          <StatusStrip
            server={{ state: 'failed', word: 'Cannot serve', why: 'port 8266 is taken' }}
            recipes={[]}
            site={null}
            running={0}
          />
          <StatusStrip server={{ state: 'off', word: 'Off' }} recipes={[]} site={null} running={0} />
          <div style={{ padding: 24 }}>
            <Panel title="A panel" aside="read back 10:46:11" footer="What is left to say.">
              Its inside.
            </Panel>
          </div>
        </div>
      </div>
    </Section>
  );
}
