/** The fleet: who was heard from, what each device runs, and which of them wants somebody. */
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { Device } from '../../../preload/contract/models.ts';
import { cls, Kbd, NothingHere, PageHead, TextField } from '../../components/index.ts';
import { useDevices, useOta, useSettings } from '../../stores/react.ts';
import { devicesText } from '../../text/devices.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useNow } from '../shell/use-now.ts';
import bare from './bare-field.module.css';
import css from './devices-page.module.css';
import { heldOrder, matches, rowOf, type Sorting, sortedIds, turned } from './fleet.ts';
import { FleetTable } from './fleet-table.tsx';
import { useFindKey } from './use-find-key.ts';
import { WaitingDevices } from './waiting-devices.tsx';

const FIRST: Sorting = { column: 'device', direction: 'ascending' };

export default function DevicesPage() {
  const text = devicesText;
  const [, go] = useLocation();
  const devices = useDevices((state) => state.devices);
  const feed = useDevices((state) => state.feed);
  const beatMs = useSettings(({ settings }) => settings?.ota.heartbeatIntervalMs ?? null);
  const now = useNow();
  const [search, setSearch] = useState('');
  const [sorting, setSorting] = useState(FIRST);
  const [order, setOrder] = useState<readonly string[] | null>(null);
  const find = useRef<HTMLDivElement>(null);
  useFindKey(find);

  const types = useOta((state) => state.types);
  const typeOf = ({ appType }: Device) => types.find(({ name }) => name === appType);
  const rows = [...devices.values()].map((device) => rowOf(device, now, beatMs, typeOf(device)));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const present = order === null ? sortedIds(rows, sorting) : heldOrder(order, new Set(byId.keys()));
  if (rows.length > 0 && present !== order) setOrder(present);

  const shown = present.flatMap((id) => {
    const row = byId.get(id);
    return row !== undefined && matches(row, devices.get(id)?.mac ?? '', search) ? [row] : [];
  });
  const waiting = rows.filter(({ typed }) => typed === 'waiting');
  const silent = rows.filter(({ heard }) => heard !== 'live').length;

  return (
    <>
      <PageHead
        title={text.title}
        about={rows.length > 0 ? <p>{text.counts(rows.length, waiting.length, silent)}</p> : undefined}
        actions={
          rows.length > 0 ? (
            <div ref={find} className={cls(css.find, bare.bare)}>
              <span className={css.shown} role="status">
                {text.shown(shown.length, rows.length)}
              </span>
              <TextField
                label={text.find}
                value={search}
                onChange={setSearch}
                example={text.findExample}
                name="find-device"
              />
              <span className={css.key} aria-hidden="true">
                <Kbd>Ctrl K</Kbd>
              </span>
            </div>
          ) : undefined
        }
      />
      <div className={css.page}>
        {feed.status === 'failed' && <CallFailure failure={feed.failure} />}
        <WaitingDevices devices={waiting} />
        {shown.length > 0 && (
          <FleetTable
            rows={shown}
            sorting={sorting}
            onSort={(column) => {
              const next = turned(sorting, column);
              setSorting(next);
              setOrder(sortedIds(rows, next));
            }}
          />
        )}
        {shown.length === 0 && rows.length > 0 && (
          <NothingHere
            icon="search"
            title={text.noMatch.title(search)}
            why={text.noMatch.why}
            action={<Button onClick={() => setSearch('')}>{text.noMatch.action}</Button>}
          />
        )}
        {rows.length === 0 && feed.status === 'live' && (
          <NothingHere
            icon="devices"
            title={text.empty.title}
            why={text.empty.why}
            action={
              <Button variant="filled" onClick={() => go('/')}>
                {text.empty.action}
              </Button>
            }
          />
        )}
      </div>
    </>
  );
}
