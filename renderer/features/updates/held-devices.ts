/**
 * The devices as this page sees them. A heartbeat brings telemetry and times, which nobody here looks at: what a
 * heartbeat leaves as it was stays the same object, and with it the whole list, so that nothing is drawn again.
 */
import { useState } from 'react';
import type { Device, HashMap } from '../../../preload/contract/models.ts';
import { useDevices } from '../../stores/react.ts';

type Devices = ReadonlyMap<string, Device>;

export function useHeldDevices(): readonly Device[] {
  const [held] = useState(createHeld);
  return useDevices(({ devices }) => held(devices));
}

/** Gives the list that it gave before, as long as nothing in it looks another way. */
export function createHeld(): (devices: Devices) => readonly Device[] {
  let kept: Devices = new Map();
  let list: readonly Device[] = [];
  return (devices) => {
    let changed = devices.size !== kept.size;
    const next = new Map<string, Device>();
    for (const [id, device] of devices) {
      const before = kept.get(id);
      const same = before !== undefined && (before === device || looksAlike(before, device));
      next.set(id, same ? before : device);
      changed ||= !same;
    }
    if (!changed) return list;
    kept = next;
    list = [...next.values()];
    return list;
  };
}

function looksAlike(a: Device, b: Device): boolean {
  return (
    a.appType === b.appType &&
    a.set === b.set &&
    a.version === b.version &&
    a.overlayWish === b.overlayWish &&
    sameUpdates(a.updates, b.updates) &&
    sameHashes(a.files, b.files) &&
    sameHashes(a.overlay, b.overlay)
  );
}

function sameUpdates(a: Device['updates'], b: Device['updates']): boolean {
  return (
    a?.seq === b?.seq &&
    a?.trial.state === b?.trial.state &&
    a?.rejected.length === b?.rejected.length &&
    (a?.rejected ?? []).every(({ set, seq }, place) => {
      const other = b?.rejected[place];
      return other?.set === set && other.seq === seq;
    })
  );
}

function sameHashes(a: HashMap, b: HashMap): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
