/**
 * What a QR code says to a phone that is to join a Wi-Fi: `WIFI:T:WPA;S:name;P:password;;`. Backslash, semicolon, comma,
 * colon and the double quote are escaped by a backslash (ZXing, "Barcode Contents", Wi-Fi network config).
 */
export function joinString({ ssid, password }: { readonly ssid: string; readonly password: string }): string {
  const secret = password === '' ? '' : `P:${escaped(password)};`;
  return `WIFI:T:${password === '' ? 'nopass' : 'WPA'};S:${escaped(ssid)};${secret};`;
}

const escaped = (text: string): string => text.replace(/[\\;,:"]/g, '\\$&');
