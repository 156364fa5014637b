/**
 * What the device answers to. What only tells something can be tried here, or opened: a browser shows it as the device
 * sends it.
 */
import { Button } from '@mantine/core';
import { type Column, DataTable, Icon, IconButton, Panel } from '../../components/index.ts';
import { deviceText } from '../../text/devices.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { ENDPOINTS, type EndpointRow, endpointRows } from './endpoints.ts';
import css from './endpoints-panel.module.css';
import { plain } from './plain.ts';
import { TriedAnswer, type UsedTry, useTry } from './try-endpoint.tsx';
import { type FetchSource, useFetched } from './use-fetched.ts';

const text = deviceText.endpoints;

const columns = ({ run, state }: UsedTry): readonly Column<EndpointRow>[] => [
  { id: 'method', head: text.columns.method, cell: ({ method }) => <code>{plain(method, 10)}</code> },
  {
    id: 'path',
    head: text.columns.path,
    cell: ({ path, href }) =>
      href === null ? (
        <code>{plain(path, 120)}</code>
      ) : (
        <a
          className={css.link}
          href={href}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={text.open(plain(path, 120))}
        >
          <code>{plain(path, 120)}</code>
          <Icon name="link" size={16} />
        </a>
      ),
  },
  {
    id: 'from',
    head: text.columns.from,
    cell: ({ from }) => <span className={css[from]}>{text.from[from]}</span>,
  },
  {
    id: 'try',
    head: text.columns.try,
    cell: ({ path, href }) =>
      href !== null && (
        <Button
          variant="quiet"
          className={css.try}
          disabled={state === 'running'}
          aria-label={text.tryPath(plain(path, 120))}
          onClick={() => run(path)}
        >
          {text.try}
        </Button>
      ),
  },
];

interface EndpointsPanelProps {
  readonly source: FetchSource;
  readonly address: string | null;
}

export function EndpointsPanel({ source, address }: EndpointsPanelProps) {
  const { deviceId } = source;
  const read = useFetched('device.endpoints', { deviceId }, source);
  const attempt = useTry(deviceId);
  const all = read.value ?? [];
  // An app may name one twice: each row goes by its place.
  const rows = endpointRows(all.slice(0, ENDPOINTS), address).map((row, place) => ({ ...row, place }));
  return (
    <Panel
      title={text.title}
      aside={read.value === null ? undefined : text.aside(all.length)}
      actions={
        <IconButton
          icon="restart"
          label={text.again}
          variant="quiet"
          disabled={!source.wanted || read.state === 'reading'}
          onClick={read.read}
        />
      }
      flush
    >
      {read.value === null && !source.wanted && <p className={css.waits}>{deviceText.waits}</p>}
      {read.value !== null && (
        <DataTable
          label={text.title}
          columns={columns(attempt)}
          rows={rows}
          rowId={({ place }: EndpointRow & { place?: number }) => `${place}`}
          empty={<p className={css.quiet}>{text.none}</p>}
        />
      )}
      {all.length > ENDPOINTS && <p className={css.more}>{text.more(all.length - ENDPOINTS)}</p>}
      <TriedAnswer {...attempt} />
      {read.failure !== null && (
        <div className={css.failure}>
          <CallFailure failure={read.failure} />
        </div>
      )}
    </Panel>
  );
}
