/** Field setup: the promise to come home above everything, four steps, devices at the left, what is asked in the middle. */
import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import { Icon, Kbd, LiveRegion, Notice, PageHead, StepList } from '../../components/index.ts';
import { useBoards, useStores } from '../../stores/react.ts';
import { fieldText } from '../../text/field.ts';
import { plain } from '../devices/plain.ts';
import { usePageKeys } from '../provision/use-page-keys.ts';
import { useNow } from '../shell/use-now.ts';
import { airOf } from './air.ts';
import { ApList } from './ap-list.tsx';
import { DevicePanel, OnwardPanel } from './asides.tsx';
import css from './field-page.module.css';
import { Middle } from './middle.tsx';
import { PromiseBar } from './promise-bar.tsx';
import type { Shown } from './shown.ts';
import { stepIndex, stepsOf } from './steps.ts';
import { type UsedField, useField } from './use-field.ts';

export default function FieldPage() {
  const [, go] = useLocation();
  const on = useField();
  const now = useNow(on.running ? 1000 : null);
  const name = on.chosen === null ? null : plain(on.chosen.ssid, 32);
  const current = stepIndex(on.shown);
  usePageKeys({
    onEnter: on.shown.face === 'setup' && on.chosen !== null ? on.start : undefined,
    onCancel: on.running ? on.cancel : undefined,
    onEscape: () => go('/'),
  });
  return (
    <div data-job={on.shown.face === 'setup' ? undefined : on.shown.job.id}>
      <PageHead
        title={fieldText.title}
        about={fieldText.about}
        actions={
          <Button
            size="lg"
            leftSection={<Icon name="search" />}
            disabled={on.running}
            aria-busy={on.air.state === 'looking'}
            onClick={on.look}
          >
            {on.air.state === 'looking' ? fieldText.looking : fieldText.look}
          </Button>
        }
      />
      <CameHome on={on} />
      <div className={css.above}>
        <PromiseBar on={on} now={now} />
        <StepList layout="bar" steps={stepsOf(on.shown, name, on.home)} current={current} />
      </div>
      <div className={css.columns}>
        <div className={css.stack}>
          <ApList on={on} />
          {on.shown.face === 'setup' && <ByCable />}
        </div>
        <div className={css.stack}>
          <Middle on={on} now={now} />
        </div>
        <div className={css.stack}>
          <DevicePanel on={on} />
          <OnwardPanel on={on} />
          <Keys on={on} />
        </div>
      </div>
      <LiveRegion
        message={
          on.shown.face === 'setup' ? '' : fieldText.said(fieldText.steps[current] ?? '', wordOf(on.shown))
        }
      />
    </div>
  );
}

/** Those that do something now. */
function Keys({ on }: { readonly on: UsedField }) {
  const { keys } = fieldText;
  const { face } = on.shown;
  const outcome = on.shown.face === 'done' ? on.shown.result.outcome.is : null;
  const rows: readonly (readonly [string, string] | false)[] = [
    face === 'setup' && on.chosen !== null && ['Enter', keys.enter],
    on.running && ['.', on.mode === 'automatic' ? keys.back : keys.stop],
    outcome === 'alive' && ['I', keys.identify],
    (outcome === 'back-in-ap' || face === 'failed') && ['R', keys.retry],
    ['Esc', keys.leave],
  ];
  return (
    <div className={css.keys}>
      {rows
        .filter((row) => row !== false)
        .map(([key, does]) => (
          <span key={key}>
            <Kbd>{key}</Kbd> {does}
          </span>
        ))}
    </div>
  );
}

/** Told once after a start that found this computer in a place where it did not belong. */
function CameHome({ on }: { readonly on: UsedField }) {
  const stores = useStores();
  const cameHome = on.ability?.cameHome ?? null;
  if (cameHome === null || on.air.homecoming === 'told') return null;
  const home = cameHome.home === null ? null : plain(cameHome.home, 32);
  return (
    <div className={css.cameHome}>
      <Notice
        state="attention"
        title={fieldText.cameHome[cameHome.how](plain(cameHome.ssid, 32), home)}
        actions={
          <Button onClick={() => airOf(stores).setState({ homecoming: 'told' })}>
            {fieldText.cameHome.close}
          </Button>
        }
      />
    </div>
  );
}

function ByCable() {
  const [, go] = useLocation();
  const boards = useBoards((state) => state.boards);
  const usable = boards.filter(({ loader }) => loader === undefined);
  const [first] = usable;
  if (first === undefined) return null;
  const text = fieldText.cable;
  return (
    <Notice
      icon="cable"
      title={text.title}
      actions={
        <Button onClick={() => go(`/field/cable/${encodeURIComponent(first.path)}`)}>{text.open}</Button>
      }
    >
      <p>{text.some(usable.length)}</p>
    </Notice>
  );
}

function wordOf(shown: Shown): string {
  const { words } = fieldText;
  switch (shown.face) {
    case 'setup':
      return '';
    case 'guide':
      return words.person;
    case 'choosing':
      return words.asks;
    case 'joining':
    case 'working':
      return words.working;
    case 'failed':
      return words.failed;
    case 'cancelled':
      return words.cancelled;
    case 'done':
      return { alive: words.alive, 'back-in-ap': words.back, unheard: words.unheard }[
        shown.result.outcome.is
      ];
  }
}
