/** What is there and what is missing before the first board. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Panel, StateWord } from '../../components/index.ts';
import { useOta, useSettings } from '../../stores/react.ts';
import { benchText } from '../../text/bench.ts';
import css from './empty-bench.module.css';

const list = (names: readonly string[]) => names.slice(0, 4).join(', ');

export function ReadyList() {
  const text = benchText.empty.ready;
  const [, go] = useLocation();
  const { state, types } = useOta((ota) => ota);
  const sites = useSettings(({ settings }) => settings?.sites) ?? [];
  return (
    <Panel title={text.title} flush>
      <ul className={css.ready}>
        <Row
          is="yes"
          name={text.server}
          said={state.status === 'on' ? text.serving(state.url) : text.notServing}
          action={<Button onClick={() => go('/updates')}>{text.open}</Button>}
        />
        <Row
          is={types.length > 0 ? 'yes' : 'no'}
          name={text.types}
          said={types.length > 0 ? text.hasTypes(list(types.map(({ name }) => name))) : text.noTypes}
          action={<Button onClick={() => go('/updates')}>{text.open}</Button>}
        />
        <Row
          is={sites.length > 0 ? 'yes' : 'no'}
          name={text.site}
          said={sites.length > 0 ? text.hasSite(list(sites.map(({ ssid }) => ssid))) : text.noSite}
          action={<Button onClick={() => go('/settings')}>{text.add}</Button>}
        />
      </ul>
    </Panel>
  );
}

interface RowProps {
  readonly is: 'yes' | 'no';
  readonly name: string;
  readonly said: string;
  readonly action: ReactNode;
}

function Row({ is, name, said, action }: RowProps) {
  const text = benchText.empty.ready;
  return (
    <li>
      <StateWord state={is === 'yes' ? 'pass' : 'attention'} word={text[is]} />
      <div>
        <h3>{name}</h3>
        <p>{said}</p>
      </div>
      {action}
    </li>
  );
}
