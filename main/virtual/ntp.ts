/** A time server for the virtual networks (RFC 5905, as much of it as an SNTP client asks for). */
import type { GatewayService } from './datagrams.ts';

export const NTP_PORT = 123;
/** The name that MicroPython's ntptime asks for unless told otherwise. */
export const NTP_NAME = 'pool.ntp.org';

const LENGTH = 48;
const CLIENT = 3;
const SERVER = 4;
/** Seconds from 1900, where NTP begins, to 1970. */
const TO_1970 = 2_208_988_800;

/** @param now Unix milliseconds */
export function createNtpService(now: () => number): GatewayService {
  return (question) => {
    const asked = Buffer.from(question);
    if (asked.length < LENGTH || ((asked[0] ?? 0) & 7) !== CLIENT) return undefined;
    const answer = Buffer.alloc(LENGTH);
    const version = ((asked[0] ?? 0) >> 3) & 7;
    answer[0] = (version << 3) | SERVER;
    // Stratum 1, from a clock of its own.
    answer[1] = 1;
    answer.write('LOCL', 12, 'latin1');
    // The client knows its answer by its own transmit time.
    asked.copy(answer, 24, 40, 48);
    const ms = now();
    for (const at of [16, 32, 40]) {
      answer.writeUInt32BE((Math.floor(ms / 1000) + TO_1970) % 2 ** 32, at);
      answer.writeUInt32BE(Math.floor(((ms % 1000) / 1000) * 2 ** 32), at + 4);
    }
    return answer;
  };
}
