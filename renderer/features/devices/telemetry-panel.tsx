/** What the app reports: every value, and one number over the time that the page is open. */
import { useMemo } from 'react';
import { Chart, ChoiceList, NothingHere, Panel } from '../../components/index.ts';
import { deviceText } from '../../text/devices.ts';
import { EVERY_MS } from './poller.ts';
import { pointsOf, type Sample } from './samples.ts';
import { figure, READINGS, type Reading } from './telemetry.ts';
import css from './telemetry-panel.module.css';

export interface TelemetryPanelProps {
  readonly readings: readonly Reading[];
  readonly samples: readonly Sample[];
  readonly chosen: Reading | undefined;
  readonly onChoose: (key: string) => void;
  /** How fresh it is, in words. */
  readonly aside: string;
  readonly live: boolean;
}

/** Two answers missed: then it was silent. */
const SILENCE_MS = EVERY_MS * 3;
/** Pixels: with its title as high as seven values beside it. */
const HEIGHT = 288;
/** While there is nothing to draw, and nobody who would answer. */
const LOW = 96;

export function TelemetryPanel({ readings, samples, chosen, onChoose, aside, live }: TelemetryPanelProps) {
  const text = deviceText.telemetry;
  const shown = readings.slice(0, READINGS);
  const numbers = shown.filter(({ number }) => number !== null);
  const others = shown.filter(({ number }) => number === null);
  if (readings.length === 0) {
    return (
      <Panel title={text.title} aside={aside}>
        <NothingHere title={text.none.title} why={text.none.why} />
      </Panel>
    );
  }
  return (
    <Panel title={text.title} aside={aside} flush>
      <div className={css.body}>
        <div className={css.drawn}>
          {chosen === undefined ? (
            <p className={css.none}>{text.noNumber}</p>
          ) : (
            <Drawn reading={chosen} samples={samples} live={live} />
          )}
        </div>
        <div className={css.values}>
          {numbers.length > 0 && (
            <ChoiceList
              label={text.choose}
              value={chosen?.key ?? null}
              onChange={onChoose}
              choices={numbers.map((reading) => ({
                value: reading.key,
                content: <Value reading={reading} />,
              }))}
            />
          )}
          {others.length > 0 && (
            <ul className={css.others}>
              {others.map((reading) => (
                <li key={reading.key} className={css.other}>
                  <Value reading={reading} />
                </li>
              ))}
            </ul>
          )}
          {readings.length > shown.length && (
            <p className={css.more}>{text.more(readings.length - shown.length)}</p>
          )}
        </div>
      </div>
    </Panel>
  );
}

function Value({ reading: { name, text, unit, number } }: { readonly reading: Reading }) {
  return (
    <>
      <span className={css.name} title={name}>
        {name}
      </span>
      <span className={css.value} data-kind={number === null ? 'text' : 'number'} title={text}>
        {text}
        {unit !== undefined && <small> {unit}</small>}
      </span>
    </>
  );
}

interface DrawnProps {
  readonly reading: Reading;
  readonly samples: readonly Sample[];
  readonly live: boolean;
}

function Drawn({ reading, samples, live }: DrawnProps) {
  const { key, name, unit = '' } = reading;
  const series = useMemo(() => [{ name, points: pointsOf(samples, key) }], [name, key, samples]);
  const values = series[0]?.points.map(({ value }) => value) ?? [];
  const label =
    values.length === 0
      ? name
      : deviceText.telemetry.drawn(
          name,
          unit,
          figure(Math.min(...values)),
          figure(Math.max(...values)),
          figure(values.at(-1) ?? 0),
        );
  return (
    <>
      <h3 className={css.chartTitle}>{unit === '' ? name : `${name}, ${unit}`}</h3>
      <Chart
        label={label}
        series={series}
        unit={unit}
        silence={SILENCE_MS}
        live={live}
        height={values.length === 0 && !live ? LOW : HEIGHT}
      />
    </>
  );
}
