import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RESOURCES } from '../../main/resources.ts';
import { KNOWN_USB_IDS } from '../../main/serial/ports/usb-ids.ts';

it('the udev rules name every board and cable chip that is known here, and nothing else', () => {
  const text = readFileSync(RESOURCES.udevRules, 'utf8');
  const pair = /^ATTRS\{idVendor\}=="(\w{4})", ATTRS\{idProduct\}=="([\w|]+)", GOTO="bootbench_ours"$/gm;
  const ruled = [...text.matchAll(pair)].flatMap(([, vendor, products = '']) =>
    products.split('|').map((product) => `${vendor}:${product}`),
  );
  expect(ruled.sort()).toEqual([...KNOWN_USB_IDS].sort());
});

it('each jump in the rules has its label', () => {
  const text = readFileSync(RESOURCES.udevRules, 'utf8');
  const labels = [...text.matchAll(/^LABEL="(\w+)"$/gm)].map(([, name]) => name);
  const jumps = [...text.matchAll(/GOTO="(\w+)"/g)].map(([, name]) => name);
  expect(jumps.filter((name) => !labels.includes(name))).toEqual([]);
});
