/** Which page stands at which address. Pages are loaded when they are first asked for; Bench is home and comes at once. */
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { BenchPage } from './features/bench/bench-page.tsx';
import { Shell } from './features/shell/shell.tsx';

const ProvisionPage = lazy(() => import('./features/provision/provision-page.tsx'));
const BoardPage = lazy(() => import('./features/board/board-page.tsx'));
const MissingPage = lazy(() => import('./features/doctor/missing-page.tsx'));
const DoctorPage = lazy(() => import('./features/doctor/doctor-page.tsx'));
const FieldPage = lazy(() => import('./features/field/field-page.tsx'));
const CablePage = lazy(() => import('./features/field/cable-page.tsx'));
const DevicesPage = lazy(() => import('./features/devices/devices-page.tsx'));
const DevicePage = lazy(() => import('./features/devices/device-page.tsx'));
const UpdatesPage = lazy(() => import('./features/updates/updates-page.tsx'));
const SettingsPage = lazy(() => import('./features/settings/settings-page.tsx'));

export function App() {
  return (
    <Shell>
      <Suspense fallback={null}>
        <Switch>
          <Route path="/">
            <BenchPage />
          </Route>
          {/* A port has slashes and colons of its own: it is one encoded part of the address. */}
          <Route path="/provision/:port">
            {({ port }) => <ProvisionPage key={port} port={portOf(port)} />}
          </Route>
          <Route path="/boards/:port">{({ port }) => <BoardPage key={port} port={portOf(port)} />}</Route>
          <Route path="/doctor">
            <MissingPage />
          </Route>
          <Route path="/doctor/:port">{({ port }) => <DoctorPage key={port} port={portOf(port)} />}</Route>
          <Route path="/field">
            <FieldPage />
          </Route>
          <Route path="/field/cable/:port">
            {({ port }) => <CablePage key={port} port={portOf(port)} />}
          </Route>
          <Route path="/devices">
            <DevicesPage />
          </Route>
          <Route path="/devices/:id">{({ id }) => <DevicePage key={id} deviceId={id} />}</Route>
          <Route path="/updates">
            <UpdatesPage />
          </Route>
          <Route path="/settings">
            <SettingsPage />
          </Route>
          <Route>
            <Redirect to="/" replace />
          </Route>
        </Switch>
      </Suspense>
    </Shell>
  );
}

/** Whatever was typed as an address that cannot be read is the name of a board that is not there. */
function portOf(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
