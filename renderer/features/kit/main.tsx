/** `/kit`, while developing: every part in every state. `#light` or `#dark` shows one theme, otherwise both. */
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../../styles/index.css';
import { cssVariables, theme } from '../../theme.ts';
import { KitPage } from './kit-page.tsx';

const only = /^#(light|dark)/.exec(location.hash)?.[1] as 'light' | 'dark' | undefined;
window.addEventListener('hashchange', () => location.reload());

const root = document.getElementById('root');
if (root === null) throw new Error('kit.html has no #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} forceColorScheme={only ?? 'light'}>
      <KitPage only={only ?? null} />
    </MantineProvider>
  </StrictMode>,
);
