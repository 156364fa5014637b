/** The suite over the web door: real HTTP, a real WebSocket, and at each cut another port and token. */
import { doorSuite } from '../suites/door-suite.ts';
import { openWebRig } from './web-rig.ts';

doorSuite('the web door', (dispatcher) => openWebRig(dispatcher));
