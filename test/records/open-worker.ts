/** Another program that opens the same database; says what came of it. */
import { parentPort, workerData } from 'node:worker_threads';
import { openRecords } from '../../main/records/index.ts';

const records = await openRecords(String(workerData));
await records.close();
parentPort?.postMessage('opened');
