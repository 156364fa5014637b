/** All sections, in one theme or in both beside each other. */
import { MantineProvider } from '@mantine/core';
import { useState } from 'react';
import { cssVariables, theme } from '../../theme.ts';
import { Boards, Buttons, Colours, Icons, TypeSizes } from './basics.tsx';
import { Charts } from './charts.tsx';
import { Confirmations, Forms, Networks, Nothing, Tables } from './forms.tsx';
import { Frame } from './frame.tsx';
import { Facts, Heads, Verdicts } from './heads.tsx';
import css from './kit.module.css';
import { Alerts, Logs, Steps, Tracks } from './messages.tsx';
import { States, TileHeads, TilesInFull } from './tiles.tsx';

type Scheme = 'light' | 'dark';

export function KitPage({ only }: { readonly only: Scheme | null }) {
  if (only !== null) return <Sections />;
  return (
    <div className={css.both}>
      <Side scheme="light" />
      <Side scheme="dark" />
    </div>
  );
}

/** A theme of its own for one half of the page. */
function Side({ scheme }: { readonly scheme: Scheme }) {
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  return (
    <div ref={setElement} id={`side-${scheme}`} className={css.side} data-mantine-color-scheme={scheme}>
      {element !== null && (
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          cssVariablesSelector={`#side-${scheme}`}
          getRootElement={() => element}
          forceColorScheme={scheme}
          deduplicateCssVariables={false}
        >
          <Sections />
        </MantineProvider>
      )}
    </div>
  );
}

function Sections() {
  return (
    <main className={css.kit}>
      <TypeSizes />
      <Colours />
      <Icons />
      <Boards />
      <Buttons />
      <States />
      <TileHeads />
      <TilesInFull />
      <Frame />
      <Tracks />
      <Alerts />
      <Steps />
      <Tables />
      <Logs />
      <Charts />
      <Forms />
      <Networks />
      <Nothing />
      <Confirmations />
      <Heads />
      <Facts />
      <Verdicts />
    </main>
  );
}
