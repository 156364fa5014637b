/** A QR code that joins a Wi-Fi. It is drawn in the page: what is in it goes nowhere. Black on white, in the dark as well. */
import { create } from 'qrcode';
import { useMemo } from 'react';
import css from './field-page.module.css';
import { joinString } from './join-string.ts';

export interface WifiQrProps {
  readonly ssid: string;
  /** Empty: open. */
  readonly password: string;
  readonly label: string;
}

/** Modules of white around it that a reader needs (ISO/IEC 18004). */
const MARGIN = 4;

export function WifiQr({ ssid, password, label }: WifiQrProps) {
  const { path, size } = useMemo(() => drawn(joinString({ ssid, password })), [ssid, password]);
  return (
    <svg className={css.qr} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}

function drawn(text: string): { readonly path: string; readonly size: number } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const dark = [...modules.data].flatMap((on, at) =>
    on ? [`M${(at % modules.size) + MARGIN} ${Math.floor(at / modules.size) + MARGIN}h1v1h-1z`] : [],
  );
  return { path: dark.join(''), size: modules.size + 2 * MARGIN };
}
