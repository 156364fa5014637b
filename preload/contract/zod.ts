/**
 * zod, as every file of the contract takes it. It would try whether it may compile its checks; the policy of our pages
 * forbids that, and the browser would report a breach each time that a page is loaded.
 */
import { z } from 'zod';

if (typeof document !== 'undefined') z.config({ jitless: true });

export { z };
