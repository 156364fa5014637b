/** A program of its own that writes the new set to a port and is killed meanwhile: `node host-that-dies.ts <port>`. */
import { openBoard, usbPorts, writeFiles } from '../../../main/serial/index.ts';
import { setOf } from '../editions.ts';

const [path = ''] = process.argv.slice(2);
const board = await openBoard({ ports: usbPorts(), path });
await writeFiles(board, setOf('new'));
await board.close();
console.log('written');
