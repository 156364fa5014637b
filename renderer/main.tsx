/** The page's entry: a client on whichever door there is, the stores that it fills, and the app over them. */
import './styles/index.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from './api/client.ts';
import { openDoor } from './api/open-door.ts';
import { App } from './app.tsx';
import { StoresProvider } from './stores/react.ts';
import { createStores } from './stores/stores.ts';
import { cssVariables, theme } from './theme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');

const stores = createStores(createClient(openDoor));

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <StoresProvider stores={stores}>
        <App />
      </StoresProvider>
    </MantineProvider>
  </StrictMode>,
);
