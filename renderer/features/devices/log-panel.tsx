/** The logs that the device keeps: one of them, its last lines, read when asked for. */
import { useState } from 'react';
import { cls, IconButton, LogView, Panel, Segments, SelectField } from '../../components/index.ts';
import { deviceText } from '../../text/devices.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import bare from './bare-field.module.css';
import { firstLog, LOG_LENGTHS, type LogLength, linesOfLog } from './device-log.ts';
import css from './log-panel.module.css';
import { plain } from './plain.ts';
import { type FetchSource, useFetched } from './use-fetched.ts';

/** More logs than these nobody chooses from. */
const LOGS = 40;

export function LogPanel({ source }: { readonly source: FetchSource }) {
  const text = deviceText.log;
  const { deviceId } = source;
  const [chosen, choose] = useState<string | null>(null);
  const [length, setLength] = useState<LogLength>('200');
  const logs = useFetched('device.logs', { deviceId }, source);
  const names = (logs.value ?? []).map(({ name }) => name).filter((name) => name.length <= 64);
  const name = (chosen !== null && names.includes(chosen) ? chosen : firstLog(names)) ?? '';
  const log = useFetched(
    'device.log',
    { deviceId, name, lines: Number(length) },
    { ...source, wanted: source.wanted && name !== '' },
  );
  if (logs.value === null && !source.wanted) {
    return (
      <Panel title={text.title}>
        <p className={css.waits}>{deviceText.waits}</p>
      </Panel>
    );
  }
  const lines = linesOfLog(log.value?.text ?? '');

  return (
    <div className={css.panel}>
      <LogView
        title={text.title}
        lines={lines}
        height={240}
        live={false}
        aside={
          <div className={css.tools}>
            <div className={cls(css.which, bare.bare)}>
              <SelectField
                label={text.which}
                dense
                value={name === '' ? null : name}
                options={names.slice(0, LOGS).map((each) => ({ value: each, label: plain(each, 40) }))}
                onChange={choose}
                disabled={names.length === 0}
                example={logs.value === null ? '' : text.none}
              />
            </div>
            <IconButton
              icon="restart"
              label={text.again}
              disabled={!source.wanted || log.state === 'reading'}
              onClick={() => (name === '' ? logs.read() : log.read())}
            />
          </div>
        }
      />
      <div className={css.foot}>
        <Segments
          label={text.lines}
          value={length}
          options={LOG_LENGTHS.map((value) => ({ value, label: text.last(value) }))}
          onChange={setLength}
        />
      </div>
      {(logs.failure ?? log.failure) !== null && (
        <div className={css.failure}>
          <CallFailure failure={logs.failure ?? log.failure} />
        </div>
      )}
    </div>
  );
}
