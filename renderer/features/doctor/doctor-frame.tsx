/** What both pages of the doctor have: the way back, the focus that goes on with what is done, and what was found for ears. */
import { Button } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { useLocation } from 'wouter';
import { LiveRegion, PageHead } from '../../components/index.ts';
import { doctorText } from '../../text/doctor.ts';
import { useKeptFocus } from '../shell/use-kept-focus.ts';
import css from './doctor-page.module.css';
import { saidOf } from './findings.tsx';
import type { UsedDoctor } from './use-doctor.ts';

export interface DoctorFrameProps {
  readonly title: string;
  readonly drawing?: ReactNode;
  readonly about?: ReactNode;
  readonly doctor: Pick<UsedDoctor, 'doing' | 'found'>;
  readonly children: ReactNode;
}

export function DoctorFrame({ title, drawing, about, doctor: { doing, found }, children }: DoctorFrameProps) {
  const [, go] = useLocation();
  const page = useRef<HTMLDivElement>(null);
  // What was pressed goes with what it did: Stop comes in its place, and then Look again.
  useKeptFocus(page, doing === null ? 'waits' : 'looks', 'button');
  return (
    <div className={css.column}>
      <PageHead
        title={title}
        drawing={drawing}
        about={about}
        actions={
          <Button size="lg" onClick={() => go('/')}>
            {doctorText.back}
          </Button>
        }
      />
      <div className={css.page} ref={page}>
        {children}
      </div>
      <LiveRegion message={saidOf(found)} />
    </div>
  );
}
