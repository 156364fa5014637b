/** This computer's Wi-Fi adapter on the virtual radio: joins a board's access point, and comes home. */
import { Failure } from '../../preload/contract/errors.ts';
import type { WifiAdapter } from '../wifi/index.ts';
import { openForward } from './forward.ts';
import type { Radio } from './radio.ts';
import type { VirtualBoard } from './virtual-board.ts';

/** What a DHCP server of the boards hands to its first client. */
const CLIENT_ADDRESS = '192.168.4.16';

export function createVirtualAdapter(radio: Radio, boards: readonly VirtualBoard[]): WifiAdapter {
  return {
    async scan() {
      return radio.heard().map(({ ssid, rssi, secured }) => ({ ssid, rssi, secured }));
    },
    async join({ ssid, password }) {
      const ap = radio.apOf(ssid);
      const board = boards.find((candidate) => candidate.guest === ap?.guest);
      if (!ap || !board) throw new Failure('ap-not-found', { ssid });
      if (ap.key !== '' && ap.key !== password) throw new Failure('ap-wrong-password', { ssid });
      const leave = radio.visit(board.guest, ssid);
      // The way is there only while this very access point is.
      const forward = await openForward(
        (stream) => radio.apOf(ssid)?.guest === board.guest && board.acceptFromAir(stream, CLIENT_ADDRESS),
      );
      return {
        portal: forward.address,
        async leave() {
          leave();
          await forward.close();
        },
      };
    },
  };
}
