// @vitest-environment happy-dom
/** A board in its loader and one that failed at the cable, on the bench; and the page that finds out why. */
import { act } from 'react';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Diagnosis, type Finding, findingData } from '../../../preload/contract/doctor.ts';
import type { PortInfo } from '../../../preload/contract/models.ts';
import type { WorkOptions } from '../../../preload/contract/work.ts';
import { BenchPage } from '../../../renderer/features/bench/bench-page.tsx';
import DoctorPage from '../../../renderer/features/doctor/doctor-page.tsx';
import MissingPage from '../../../renderer/features/doctor/missing-page.tsx';
import { StoresProvider } from '../../../renderer/stores/react.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import { benchText } from '../../../renderer/text/bench.ts';
import { doctorText } from '../../../renderer/text/doctor.ts';
import { click, render } from '../components/render.tsx';
import { createFakeClient } from '../stores/fake-client.ts';
import { jobCalled } from '../stores/samples.ts';

const PICO: PortInfo = {
  path: '/dev/ttyACM0',
  kind: 'pico',
  source: 'usb',
  description: '',
  location: '1-1.2',
};
const SETTINGS = {
  recipes: [],
  sites: [],
  slots: [{ location: '1-1.2', number: 4, name: 'By the window' }],
  ota: { host: '', port: 0, heartbeatIntervalMs: null },
  secretsKept: 'memory' as const,
  dataFolder: '',
  otaBase: '',
};

function bench() {
  const client = createFakeClient();
  const stores = createStores(client, (work) => work());
  const page = render(
    <StoresProvider stores={stores}>
      <BenchPage />
    </StoresProvider>,
  );
  const buttons = () => page.all('article button').map((button) => button.textContent);
  return { ...page, client, buttons, tell: (work: () => void) => act(async () => work()) };
}

describe('on the bench', () => {
  it('a board in BOOTSEL says so, with its drive, and is not to be provisioned', async () => {
    const page = bench();
    await page.tell(() => {
      page.client.emit('settings', SETTINGS);
      const loader = { type: 'bootsel', drive: '/media/me/RPI-RP2' } as const;
      page.client.emit('boards', { boards: [{ ...PICO, path: 'bootsel:1-1.2', loader }] });
    });
    expect(page.all('article').map((tile) => tile.getAttribute('aria-label'))).toContain(
      'Slot 4, In BOOTSEL',
    );
    expect(page.text()).toContain('/media/me/RPI-RP2');
    expect(page.buttons()).toContain(doctorText.open);
    expect(page.buttons()).not.toContain(benchText.actions.provision);
  });

  it('a tile has the name of its slot, and so has an empty one', async () => {
    const page = bench();
    const boards = [PICO, { ...PICO, path: '/dev/ttyACM1', location: '1-1.3' }];
    const slots = [...SETTINGS.slots, { location: '1-1.3', number: 5, name: '' }];
    await page.tell(() => {
      page.client.emit('settings', { ...SETTINGS, slots });
      page.client.emit('boards', { boards });
    });
    expect(page.text()).toContain('By the window: Pico W');
    await page.tell(() => page.client.emit('boards', { boards: boards.slice(1) }));
    expect(page.text()).not.toContain('By the window: Pico W');
    expect(page.text()).toContain('By the window');
  });

  it.each([
    ['without a board', []],
    ['with some', [PICO]],
  ])('%s there is a way out for a board that does not show up', async (_, boards) => {
    const before = location.pathname;
    onTestFinished(() => history.replaceState(null, '', before));
    const page = bench();
    await page.tell(() => {
      page.client.emit('settings', SETTINGS);
      page.client.emit('boards', { boards });
    });
    const way = page.all('button').find(({ textContent }) => textContent === doctorText.missing.open);
    if (way === undefined) throw new Error('there is none');
    await click(way);
    expect(location.pathname).toBe('/doctor');
  });

  it.each([
    ['board-silent', 'offered'],
    ['wifi-no-network', 'not offered'],
  ])('after %s the doctor is %s', async (code, offered) => {
    const page = bench();
    await page.tell(() => {
      page.client.emit('settings', SETTINGS);
      page.client.emit('boards', { boards: [PICO] });
      const failure = { code, params: { port: PICO.path, ssid: 'Bench' } };
      const state = { status: 'failed', phase: 'identify', failure } as const;
      page.client.emit('jobs', {
        type: 'snapshot',
        snapshot: jobCalled('one', { kind: 'provision', board: PICO.path, state }),
      });
    });
    expect(page.buttons().includes(doctorText.open)).toBe(offered === 'offered');
  });
});

describe('the page of the doctor', () => {
  const port = PICO.path;
  const silent: Finding = { code: 'silent', params: { port } };
  const diagnosis = (...findings: Finding[]): Diagnosis => ({
    port,
    findings: findings.map(findingData),
    steps: [
      { step: 'interrupt', outcome: 'no-help' },
      { step: 'soft-reset', outcome: 'left-out' },
    ],
    heard: ['temperature 21.5', '\u202eevil'],
  });

  function open(content = <DoctorPage port={port} />) {
    const asked: { name: string; params: unknown; options: WorkOptions; answer: (found: object) => void }[] =
      [];
    const call = (name: string, params: unknown, options: WorkOptions) =>
      new Promise<object>((answer) => void asked.push({ name, params, options, answer }));
    const fake = createFakeClient();
    const client = { ...fake, call: call as never };
    const page = render(
      <StoresProvider stores={createStores(client, (work) => work())}>{content}</StoresProvider>,
    );
    // A dialog lies beside the page.
    const buttons = () => [...document.querySelectorAll('button')];
    const button = (name: string) => {
      const found = buttons().find(({ textContent }) => textContent === name);
      if (found === undefined) throw new Error(`no button ${name}`);
      return found;
    };
    const names = () => buttons().map(({ textContent }) => textContent);
    const plug = (...boards: PortInfo[]) =>
      act(async () => {
        fake.emit('settings', SETTINGS);
        fake.emit('boards', { boards });
      });
    return { ...page, asked, button, names, plug };
  }

  it('does nothing to a board before somebody says so', () => {
    expect(open().asked).toEqual([]);
  });

  it('says the step that it is at, then what it found, tried and heard', async () => {
    const page = open();
    await click(page.button(doctorText.look));
    expect(page.asked[0]?.params).toEqual({ port, reach: 'interrupt' });
    await act(async () => page.asked[0]?.options.onProgress?.({ done: 1, total: 6, what: 'interrupt' }));
    expect(page.text()).toContain(doctorText.doing.interrupt);
    await act(async () => page.asked[0]?.answer(diagnosis(silent)));
    expect(page.text()).toContain(`The board on ${port} says nothing.`);
    expect(page.text()).toContain('silent');
    expect(page.text()).toContain(doctorText.outcomes['left-out']);
    expect(page.text()).toContain('temperature 21.5');
  });

  it('goes further only when asked', async () => {
    const page = open();
    await click(page.button(doctorText.look));
    await act(async () => page.asked[0]?.answer(diagnosis(silent)));
    await click(page.button(doctorText.reset));
    expect(page.asked.map(({ params }) => params)).toEqual([
      { port, reach: 'interrupt' },
      { port, reach: 'reset' },
    ]);
    await click(page.button(doctorText.stop));
    expect(page.asked[1]?.options.signal?.aborted).toBe(true);
  });

  it('watches while a person replugs a board, and goes on where it came', async () => {
    const before = location.pathname;
    onTestFinished(() => history.replaceState(null, '', before));
    const page = open();
    await page.plug();
    await click(page.button(doctorText.replug.action));
    expect(page.asked).toMatchObject([{ name: 'boards.replug', params: { seconds: 60 } }]);
    expect(page.text()).toContain(doctorText.replug.doing(60));
    const came: Finding = { code: 'came-as-port', params: { port: '/dev/ttyACM1', device: 'A Pico' } };
    await act(async () => page.asked[0]?.answer({ findings: [findingData(came)] }));
    expect(page.text()).toContain('A Pico came as /dev/ttyACM1.');
    await click(page.button(doctorText.replug.goOn('/dev/ttyACM1')));
    expect(location.pathname).toBe('/doctor/%2Fdev%2FttyACM1');
  });

  it('a virtual board is on no cable, and one in its loader runs nothing', async () => {
    const page = open();
    await page.plug({ ...PICO, source: 'virtual' });
    expect(page.names()).not.toContain(doctorText.replug.action);
    expect(page.names()).toContain(doctorText.bootloader.action);
    await page.plug({ ...PICO, loader: { type: 'download' } });
    expect(page.names()).toContain(doctorText.replug.action);
    expect(page.names()).not.toContain(doctorText.bootloader.action);
  });

  it('takes a board its program only when it was asked, and told so', async () => {
    const page = open();
    await page.plug(PICO);
    await click(page.button(doctorText.bootloader.action));
    expect(page.asked).toEqual([]);
    expect(document.body.textContent).toContain(doctorText.bootloader.back.pico);
    await click(page.button(doctorText.bootloader.keep));
    expect(page.asked).toEqual([]);
    await click(page.button(doctorText.bootloader.action));
    const sure = document.querySelector<HTMLElement>('[role="dialog"] button:last-child');
    if (sure === null) throw new Error('nothing is asked');
    await click(sure);
    expect(page.asked).toMatchObject([{ name: 'boards.diagnose', params: { port, reach: 'bootloader' } }]);
  });

  it('a board without a port: what USB says, and the way on once it came', async () => {
    const before = location.pathname;
    onTestFinished(() => history.replaceState(null, '', before));
    const page = open(<MissingPage />);
    expect(page.asked).toEqual([]);
    await click(page.button(doctorText.missing.look));
    await act(async () => page.asked[0]?.answer({ findings: [] }));
    expect(page.text()).toContain(doctorText.missing.nothing);
    await click(page.button(doctorText.missing.look));
    expect(page.text()).not.toContain(doctorText.missing.nothing);
    const none: Finding = { code: 'nothing-on-usb', params: {} };
    await act(async () => page.asked[1]?.answer({ findings: [findingData(none)] }));
    expect(page.text()).toContain('nothing-on-usb');
    await click(page.button(doctorText.replug.action));
    expect(page.text()).not.toContain('nothing-on-usb');
    expect(page.asked.map(({ name }) => name)).toEqual(['boards.survey', 'boards.survey', 'boards.replug']);
    const came: Finding = { code: 'came-as-port', params: { port: '/dev/ttyACM1', device: 'A Pico' } };
    await act(async () => page.asked[2]?.answer({ findings: [findingData(came)] }));
    await click(page.button(doctorText.replug.goOn('/dev/ttyACM1')));
    expect(location.pathname).toBe('/doctor/%2Fdev%2FttyACM1');
  });
});
