/**
 * Sleep of the computer: nobody should find it on a device's network when it wakes. Systems wait for a program only shortly, so what
 * there was no time for is done on waking.
 */
import { powerMonitor } from 'electron';

/** @param comeHome never throws */
export function comeHomeAroundSleep(comeHome: () => Promise<void>, log: (line: string) => void): void {
  powerMonitor.on('suspend', () => {
    log('power: the computer goes to sleep');
    void comeHome();
  });
  powerMonitor.on('resume', () => {
    log('power: the computer is awake again');
    void comeHome();
  });
}
