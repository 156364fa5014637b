/** The way out for whoever has plugged in a board that is not here. */
import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import { doctorText } from '../../text/doctor.ts';
import { MISSING_PATH } from '../doctor/path.ts';
import css from './bench-page.module.css';

export function MissingLink() {
  const [, go] = useLocation();
  return (
    <div className={css.missing}>
      <Button variant="quiet" onClick={() => go(MISSING_PATH)}>
        {doctorText.missing.open}
      </Button>
    </div>
  );
}
