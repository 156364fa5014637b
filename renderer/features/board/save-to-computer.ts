/** Hands bytes to the browser as a file to keep. Its name comes from a board: it is no path and has nothing unseen in it. */
export function saveToComputer(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = plainFileName(name);
  link.click();
  URL.revokeObjectURL(url);
}

const NOT_IN_NAMES = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff<>:"/\\|?*]/g;

export function plainFileName(name: string): string {
  const safe = name.replace(NOT_IN_NAMES, '_').replace(/^\.+|[. ]+$/g, '');
  return safe === '' ? 'file' : safe.slice(0, 120);
}
