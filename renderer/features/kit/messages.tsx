/** Track, progress, alerts, steps, logs. */
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import {
  Amount,
  FailureAlert,
  type LogLine,
  LogView,
  Notice,
  Progress,
  StepList,
  StepTrack,
} from '../../components/index.ts';
import { Pair, Section } from './section.tsx';

const done = { state: 'pass' } as const;
const WEIGHTS = [30, 40, 15, 15];

export function Tracks() {
  return (
    <>
      <Section name="Step track">
        <Pair>
          <StepTrack steps={[]} />
          <StepTrack steps={[done, { state: 'working', fraction: 0.64 }]} />
          <StepTrack steps={[done, done, done, { state: 'fail' }]} />
          <StepTrack steps={[done, done, done, done, done]} />
          <StepTrack steps={[{ state: 'attention' }]} />
          <StepTrack steps={[done, { state: 'cancelled' }]} />
        </Pair>
      </Section>
      <Section name="Progress">
        <Pair>
          <Progress fraction={0.62} phase="Writing files" rate="18.6 kB/s" left="9 s" weights={WEIGHTS} />
          <Progress
            fraction={0.81}
            phase="Writing files"
            note="Stopped, old files kept"
            state="cancelled"
            weights={WEIGHTS}
          />
          <Progress
            fraction={1}
            phase="Writing files"
            note="All files read back"
            state="pass"
            weights={WEIGHTS}
          />
          <Progress
            fraction={0.34}
            phase="Installing runtime"
            note="Cable pulled"
            state="fail"
            weights={WEIGHTS}
          />
          <Progress fraction={null} phase="Waiting for boot" running="0:42" />
          <Amount fraction={0.28} label="Flash in use" said="612 kB of 848 kB free" />
        </Pair>
      </Section>
    </>
  );
}

export function Alerts() {
  return (
    <Section name="Alert">
      <FailureAlert
        title="Wrong password for Bench-2G"
        code="WIFI-03"
        cause="The access point refused it after 7.9 s."
        remedy="check upper and lower case."
        actions={
          <>
            <Button>Try again</Button>
            <Button variant="quiet">Show log</Button>
          </>
        }
      />
      <Pair>
        <FailureAlert state="attention" title="No key on this board" cause="It takes unsigned updates." />
        <Notice icon="laptop" title="Back on Office-5G">
          <p>As promised, after 48 s.</p>
        </Notice>
        <Notice state="pass" title="Everything is ready for the first board" />
        <Notice state="working" title="On trial for 2 minutes">
          <p>If it does not come back, the old set is in force again.</p>
        </Notice>
      </Pair>
    </Section>
  );
}

export function Steps() {
  return (
    <Section name="Step list">
      <StepList
        framed
        current={2}
        steps={[
          { name: 'Runtime', state: 'pass', evidence: 'MicroPython 1.27.0', duration: '11 s' },
          { name: 'Files', state: 'working', evidence: '6 of 9', duration: '4 s' },
          { name: 'Wi-Fi', state: 'fail', evidence: 'Wrong password', duration: '8 s' },
          { name: 'Boot', state: 'ready', evidence: 'The board calls this bench' },
          { name: 'Proof', state: 'attention', evidence: 'Is it blinking?' },
          { name: 'Label', state: 'cancelled', evidence: 'Cancelled' },
        ]}
      />
      <StepList
        layout="bar"
        current={1}
        steps={[
          { name: 'Join', state: 'pass', evidence: 'On IoT-0A77C4 after 4 s' },
          { name: 'Hand over', state: 'ready', evidence: 'Give the device its network' },
          { name: 'Come home', state: 'ready', evidence: 'Laptop back on Office-5G' },
        ]}
      />
    </Section>
  );
}

const SAID: readonly LogLine[] = [
  { id: 1, time: '00.00', text: 'boot.py 2.1 pico 1.27.0', mark: 'strong' },
  { id: 2, time: '00.11', text: 'journal: none' },
  { id: 3, time: '01.92', text: 'scan: 4 networks' },
  { id: 4, time: '02.05', text: 'join Bench-2G, ch 6' },
  { id: 5, time: '09.94', text: 'join failed: -3 badauth', mark: 'matters' },
  { id: 6, time: '09.95', text: 'reason: wrong-password', mark: 'strong' },
  { id: 7, time: '09.97', text: 'wifi: <img src=x onerror=alert(1)>' },
];

export function Logs() {
  const [lines, setLines] = useState(SAID);
  useEffect(() => {
    if (!location.hash.includes('live')) return;
    const timer = setInterval(
      () =>
        setLines((now) => [...now, { id: now.length + 1, time: '10.00', text: `line ${now.length + 1}` }]),
      400,
    );
    return () => clearInterval(timer);
  }, []);
  return (
    <Section name="Log">
      <LogView title="Board log" lines={lines} framed height={166} />
      <Pair>
        <LogView title="Boot log" lines={[]} framed height={64} />
        <LogView title="Of yesterday" lines={SAID.slice(0, 2)} framed height={64} live={false} />
      </Pair>
    </Section>
  );
}
