/** A device as the protocol has it: a flash, a hotfix laid over it, and two forms in which it takes files. */
import { expect } from 'vitest';
import { MAC, type Manifest, manifestOf, md5, type Rig } from './rig.ts';

export interface ModelDevice {
  readonly flash: Map<string, string>;
  /** For each hotfixed name the MD5 that it replaced, or null. */
  readonly base: Map<string, string | null>;
  /** True when something was offered. With `cut`, power goes before anything of it is in force. */
  boot(rig: Rig, cut?: boolean): Promise<boolean>;
  heartbeat(rig: Rig, cut?: boolean): Promise<boolean>;
}

export function createModelDevice(manifests: boolean): ModelDevice {
  const flash = new Map<string, string>();
  const base = new Map<string, string | null>();
  const accept = manifests ? { accept: ['manifest'] } : {};
  const overlay = () =>
    Object.fromEntries([...base.keys()].map((name) => [name, md5(flash.get(name) ?? '')]));
  const files = () => {
    const all: Record<string, string> = {};
    for (const [name, text] of flash) {
      const hash = base.has(name) ? base.get(name) : md5(text);
      if (hash) all[name] = hash;
    }
    return all;
  };
  const fetched = async (rig: Rig, manifest: Manifest) => {
    const got: Record<string, string> = {};
    for (const file of manifest.files) {
      const answer = await rig.get(`/${file.url}`);
      expect(answer.status).toBe(200);
      expect(md5(answer.text)).toBe(file.md5);
      got[file.name] = answer.text;
    }
    return got;
  };
  const ask = async (rig: Rig, path: string, body: Record<string, unknown>) => {
    const answer = await rig.post(path, { ...body, ...accept });
    expect(answer.status).toBe(200);
    const { update, drop_overlay: drop } = answer.json;
    const manifest = update === true && manifests ? manifestOf(answer) : undefined;
    const put = manifest
      ? await fetched(rig, manifest)
      : ((answer.json.files ?? {}) as Record<string, string>);
    if (update === true) expect(Object.keys(put).length + (manifest?.remove.length ?? 0)).toBeGreaterThan(0);
    expect(Object.keys(put)).not.toContain('boot.py');
    return { update: update === true, drop: drop === true, put, remove: manifest?.remove ?? [] };
  };

  return {
    flash,
    base,
    boot: async (rig, cut = false) => {
      const body = { mac: MAC, app_type: 'meter', device_type: 'pico', files: files(), overlay: overlay() };
      const { update, drop, put, remove } = await ask(
        rig,
        '/boot',
        manifests ? body : { ...body, overlay: undefined },
      );
      if (cut) return update;
      if (drop) {
        for (const [name, was] of base) if (was === null) flash.delete(name);
        base.clear();
      }
      for (const [name, text] of Object.entries(put)) {
        flash.set(name, text);
        base.delete(name);
      }
      for (const name of remove) {
        expect(flash.has(name)).toBe(true);
        flash.delete(name);
        base.delete(name);
      }
      return update;
    },
    heartbeat: async (rig, cut = false) => {
      const body = { device_id: `iot-${MAC}`, app_type: 'meter', uptime_ms: 1 };
      const { update, put } = await ask(
        rig,
        '/heartbeat',
        manifests ? { ...body, overlay: overlay() } : body,
      );
      if (cut) return update;
      for (const [name, text] of Object.entries(put)) {
        const had = flash.get(name);
        if (manifests && !base.has(name) && had !== text) base.set(name, had === undefined ? null : md5(had));
        flash.set(name, text);
      }
      return update;
    },
  };
}
