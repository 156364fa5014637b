/** A test that opens a lab and is killed: prints what it would leave behind, and waits. */
import { openLab } from './lab.ts';

const lab = await openLab();
process.stdout.write(`${JSON.stringify({ namespaces: [lab.laptop, lab.air], folder: lab.bus.folder })}\n`);
setInterval(() => {}, 1000);
