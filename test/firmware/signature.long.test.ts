/** A board with pinned keys takes what one of them has signed, in its order, and nothing else. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeOta, type Manifest, setOf } from './fake-ota.ts';
import { type Files, type Json, makeRig, type Rig } from './support.ts';

interface Key {
  readonly pinned: { id: string; n: string };
  readonly sign: (text: string) => string;
}

function makeKey(): Key {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072, publicExponent: 65537 });
  const n = Buffer.from(privateKey.export({ format: 'jwk' }).n ?? '', 'base64url');
  return {
    pinned: { id: createHash('sha256').update(n).digest('hex').slice(0, 16), n: n.toString('hex') },
    sign: (text) => sign('sha256', Buffer.from(text), privateKey).toString('hex'),
  };
}
const [ours, next, foreign] = [makeKey(), makeKey(), makeKey()];

/** A signature whose block is what the test says: as somebody would who has the key and breaks the rules. */
function signBlock(key: Key, block: string, d: bigint): string {
  const n = BigInt(`0x${key.pinned.n}`);
  let [base, power, out] = [BigInt(`0x${block}`), d, 1n];
  for (; power > 0n; power >>= 1n) {
    if (power & 1n) out = (out * base) % n;
    base = (base * base) % n;
  }
  return out.toString(16).padStart(768, '0');
}

const OLD: Files = { 'main.py': "print('main: old')\n", 'app.py': 'A = 1\n' };
const NEW: Files = { 'main.py': "print('main: new')\n", 'app.py': '# ä ☃ 😀\nA = 2\n' };
const TEXT_HASH = '3031300d060960864801650304020105000420';

let ota: FakeOta;
let rig: Rig | undefined;
beforeEach(async () => {
  ota = await new FakeOta(NEW).listen();
});
afterEach(async () => {
  ota.close();
  await rig?.close();
  rig = undefined;
});

interface Board {
  readonly pins?: readonly Key[];
  readonly state?: Json;
  readonly more?: Files;
  readonly kind?: 'pico' | 'esp32';
}

/** Power on until a program runs: what it says, and what was refused. */
async function boot({ pins = [ours], state, more, kind }: Board = {}) {
  const software: Files = { ...OLD, ...more };
  if (state) software['ota_state.json'] = JSON.stringify(state);
  const ota_keys = pins.map(({ pinned }) => pinned);
  rig = makeRig({ software, kind, provision: { api: ota.api, ...(pins.length > 0 ? { ota_keys } : {}) } });
  const main = rig.console.line(/^main: /);
  rig.board.powerOn();
  const said = await main;
  const refused = rig.console.lines.find((line) => line.startsWith('boot: refused'));
  if (refused) {
    for (const [name, text] of Object.entries(OLD)) expect(rig.board.flash.text(name)).toBe(text);
    expect(rig.names().filter((name) => /\.new$|^update/.test(name))).toEqual([]);
  }
  return { said, refused };
}

const by =
  (key: Key, more: Json = { key_id: key.pinned.id }) =>
  (text: string): Json => ({ signature: key.sign(text), ...more });

describe('is taken', () => {
  it.each<[string, Board, Key, Json | undefined]>([
    ['what the pinned key has signed', {}, ours, undefined],
    ['on an ESP32 too', { kind: 'esp32' }, ours, undefined],
    ['what the second of two keys has signed', { pins: [next, ours] }, ours, undefined],
    ['what either has signed, where nobody says which', { pins: [next, ours] }, ours, {}],
  ])('%s', async (_, board, key, more) => {
    ota.sign = by(key, more);
    expect(await boot(board)).toEqual({ said: 'main: new', refused: undefined });
    expect(rig?.json('ota_state.json')).toEqual({ seq: 1, seq_set: setOf(NEW) });
  });

  it.each<[string, Json, Json]>([
    ['a higher seq', { seq: 6 }, { seq: 5, seq_set: 'x' }],
    ['the same seq with its own set: a repair', { seq: 5 }, { seq: 5, seq_set: setOf(NEW) }],
    ['a downgrade from just this seq', { seq: 3, downgrade_from: 5 }, { seq: 5, seq_set: 'x' }],
    ['a first seq beside a hotfix', { seq: 3 }, { hotfix_seq: 5 }],
  ])('%s', async (_, change, state) => {
    ota.sign = by(ours);
    ota.bendManifest = (manifest) => ({ ...manifest, ...change });
    expect((await boot({ state })).said).toBe('main: new');
    expect(rig?.json('ota_state.json')).toMatchObject({ seq: change.seq, seq_set: setOf(NEW) });
  });

  it('any seq where no keys are pinned, which is recorded all the same', async () => {
    expect((await boot({ pins: [], state: { seq: 9, seq_set: 'x' } })).said).toBe('main: new');
    expect(rig?.json('ota_state.json')).toMatchObject({ seq: 1, seq_set: setOf(NEW) });
    const told = ota.got.filter(({ path }) => path === '/iot/boot').map(({ body }) => body.seq);
    expect(told).toEqual([9, 1]);
  });
});

describe('is refused, and the old set runs on:', () => {
  const refusedFor = async (why: string, board?: Board) => {
    expect(await boot(board)).toEqual({
      said: 'main: old',
      refused: expect.stringContaining(`boot: refused update ValueError ${why}`),
    });
    expect(rig?.board.flash.text('boot_log.txt')?.match(/refused/g)).toHaveLength(1);
  };

  it.each<[string, string, (text: string) => Json]>([
    ['no signature', 'unsigned', () => ({})],
    ['an empty one', 'unsigned', () => ({ signature: '' })],
    ['one of another key', 'signature', (text) => ({ signature: foreign.sign(text) })],
    ['one under the name of ours', 'signature', by(foreign, { key_id: ours.pinned.id })],
    ['an unknown key', 'key_id', by(foreign)],
    ['one over other bytes', 'signature', (text) => by(ours)(`${text} `)],
    [
      'one digit wrong',
      'signature',
      (text) => ({ signature: ours.sign(text).replace(/.$/, (c) => (c === '0' ? '1' : '0')) }),
    ],
    ['one too short', 'signature', (text) => ({ signature: ours.sign(text).slice(2) })],
    ['one too long', 'signature', (text) => ({ signature: `00${ours.sign(text)}` })],
    ['one that is no number', 'invalid', () => ({ signature: 'x'.repeat(768) })],
    ['nought', 'signature', () => ({ signature: '0'.repeat(768) })],
    ['one', 'signature', () => ({ signature: '1'.padStart(768, '0') })],
  ])('%s', async (_, why, beside) => {
    ota.sign = beside;
    await refusedFor(why);
  });

  it('bytes changed on their way', async () => {
    ota.sign = by(ours);
    ota.bend = (answer) => ({ ...answer, manifest: String(answer.manifest).replace('"seq":1', '"seq":2') });
    await refusedFor('signature');
  });

  it.each<[string, (hash: string) => string]>([
    [
      'a short padding, with room for rubbish behind the hash',
      (hash) => `0001${'ff'.repeat(8)}00${TEXT_HASH}${hash}`,
    ],
    ['no algorithm', (hash) => `0001${'ff'.repeat(349)}00${hash}`],
    ['padding of another kind', (hash) => `0002${'ff'.repeat(330)}00${TEXT_HASH}${hash}`],
  ])('a block with %s, from the key itself', async (_, blockOf) => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 3072, publicExponent: 65537 }).privateKey;
    const jwk = pair.export({ format: 'jwk' });
    const n = Buffer.from(jwk.n ?? '', 'base64url').toString('hex');
    const d = BigInt(`0x${Buffer.from(jwk.d ?? '', 'base64url').toString('hex')}`);
    const key: Key = { pinned: { id: 'a'.repeat(16), n }, sign: () => '' };
    ota.sign = (text) => {
      const hash = createHash('sha256').update(text).digest('hex');
      return { signature: signBlock(key, blockOf(hash).padEnd(768, '0'), d) };
    };
    await refusedFor('signature', { pins: [key] });
    // The same hand, by the rules: it is the block alone that was wrong.
    ota.sign = (text) => {
      const hash = createHash('sha256').update(text).digest('hex');
      return { signature: signBlock(key, `0001${'ff'.repeat(330)}00${TEXT_HASH}${hash}`, d) };
    };
    const main = (rig as Rig).console.line(/^main: new/);
    await rig?.board.reset();
    await main;
  });

  it('the plain form', async () => {
    ota.form = 'plain';
    await refusedFor('unsigned');
    expect(rig?.console.lines.some((line) => line.startsWith('boot: staged'))).toBe(false);
  });

  it.each<[string, Json, Json]>([
    ['a lower seq', { seq: 4 }, { seq: 5, seq_set: setOf(NEW) }],
    ['the same seq with another set', { seq: 5 }, { seq: 5, seq_set: 'x' }],
    ['a downgrade from another seq', { seq: 3, downgrade_from: 4 }, { seq: 5, seq_set: 'x' }],
    ['no seq', { seq: undefined }, {}],
    ['no number', { seq: '7' }, { seq: 5 }],
  ])('%s', async (_, change, state) => {
    ota.sign = by(ours);
    ota.bendManifest = (manifest) => ({ ...manifest, ...change });
    await refusedFor('seq', { state });
    expect(rig?.json('ota_state.json')).toEqual(state.seq === undefined ? {} : state);
  });

  it.each<[string, (manifest: Manifest, id: string) => Json]>([
    ['a hotfix', ({ app_type: _, ...manifest }, id) => ({ ...manifest, device_id: id })],
    ['a hotfix that is an update too', (manifest, id) => ({ ...manifest, device_id: id })],
    ['for no type', ({ app_type: _, ...manifest }) => manifest],
  ])('%s in the answer to POST /boot', async (_, bend) => {
    ota.sign = by(ours);
    ota.bendManifest = (manifest) => bend(manifest, `iot-${rig?.board.identity.mac}`) as unknown as Manifest;
    await refusedFor('for another');
  });

  it('drop_overlay that nobody signed', async () => {
    ota.bend = (answer, path) =>
      path === '/iot/boot' ? { device_id: answer.device_id, update: false, drop_overlay: true } : answer;
    await refusedFor('unsigned');
  });
});

describe('a hotfix left in pending.json', () => {
  const FIX = { 'app.py': 'A = 3\n' };
  const pending = (scope: Json, beside: (text: string) => Json, seq = 1) => {
    const folder = new FakeOta({});
    folder.seq = seq;
    folder.sign = beside;
    return { 'pending.json': JSON.stringify(folder.part(FIX, ['app.py'], scope)) };
  };
  const MINE = 'iot-28cdc1009e37';
  const ID = { 'device_id.json': JSON.stringify({ device_id: MINE }) };

  beforeEach(() => {
    ota.hotfix = FIX;
    ota.files = OLD;
  });

  it('is taken with a signature, and counts by itself', async () => {
    const more = { ...ID, ...pending({ device_id: MINE }, by(ours)) };
    await boot({ more, state: { seq: 5, seq_set: 'x' } });
    expect(rig?.board.flash.text('app.py')).toBe(FIX['app.py']);
    expect(rig?.json('ota_state.json')).toEqual({
      seq: 5,
      seq_set: 'x',
      hotfix_seq: 1,
      hotfix_seq_set: setOf(FIX),
    });
  });

  it.each<[string, string, Files, Json]>([
    ['without a signature', 'unsigned', pending({ device_id: MINE }, () => ({})), {}],
    ['of another device', 'for another', pending({ device_id: 'iot-other' }, by(ours)), {}],
    ['that is an update', 'for another', pending({ app_type: 'skeleton' }, by(ours)), {}],
    ['of earlier', 'seq', pending({ device_id: MINE }, by(ours), 3), { hotfix_seq: 4 }],
    ['in the plain form', 'unsigned', { 'pending.json': JSON.stringify({ files: FIX }) }, {}],
    ['that only drops', 'unsigned', { 'pending.json': JSON.stringify({ drop_overlay: true }) }, {}],
  ])('%s is refused', async (_, why, file, state) => {
    const { said, refused } = await boot({ more: { ...ID, ...file }, state });
    expect(said).toBe('main: old');
    expect(refused).toBe(`boot: refused hotfix ValueError ${why}`);
    expect(rig?.names()).not.toContain('pending.json');
    expect(rig?.json('ota_state.json')).toMatchObject({ rejected: [{ reason: `ValueError ${why}` }] });
  });

  it('is not for whom an unsigned answer calls by its name', async () => {
    ota.bend = (answer, path) => (path === '/iot/boot' ? { ...answer, device_id: 'iot-other' } : answer);
    await boot({ more: ID });
    expect(rig?.json('device_id.json')).toEqual({ device_id: MINE });
  });
});
