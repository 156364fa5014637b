/** What is being done, and the way out of it. */
import { Button } from '@mantine/core';
import { Progress } from '../../components/index.ts';
import { doctorText } from '../../text/doctor.ts';
import css from './doctor-page.module.css';

export function Doing({ phase, onStop }: { readonly phase: string; readonly onStop: () => void }) {
  return (
    <div className={css.row}>
      <div className={css.doing}>
        <Progress fraction={null} phase={phase} />
      </div>
      <Button size="lg" onClick={onStop}>
        {doctorText.stop}
      </Button>
    </div>
  );
}
