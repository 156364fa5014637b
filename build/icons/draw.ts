/**
 * Draws `icon.svg` in every size and form that the systems want: `node build/icons/draw.ts`, after a change of it.
 * Chromium does the drawing (the variable CHROMIUM names another one); what comes out is kept in the repository, so
 * that building needs none.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { icns, ico, type Picture } from './containers.ts';

const HERE = import.meta.dirname;
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];

/** A page that draws the picture in all sizes and leaves them behind as text. */
function page(svg: string): string {
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  return `<!doctype html><body><script type="module">
    const image = new Image();
    image.src = ${JSON.stringify(source)};
    await image.decode();
    document.body.textContent = ${JSON.stringify(SIZES)}.map((size) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
      canvas.getContext('2d').drawImage(image, 0, 0, size, size);
      return canvas.toDataURL('image/png').split(',')[1];
    }).join('|');
  </script></body>`;
}

function draw(svg: string): Picture[] {
  const folder = mkdtempSync(join(tmpdir(), 'bootbench-icon-'));
  try {
    const file = join(folder, 'page.html');
    writeFileSync(file, page(svg));
    const args = ['--headless', '--no-sandbox', '--virtual-time-budget=5000', '--dump-dom'];
    const dom = execFileSync(process.env.CHROMIUM ?? 'chromium', [...args, pathToFileURL(file).href], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const body = /<body>([\w+/=|]+)/.exec(dom)?.[1];
    const pictures = body?.split('|').map((text) => Buffer.from(text, 'base64')) ?? [];
    if (pictures.length !== SIZES.length) throw new Error('the browser has not drawn the icon');
    return pictures.map((png, index) => ({ size: SIZES[index] ?? 0, png }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const pictures = draw(readFileSync(join(HERE, 'icon.svg'), 'utf8'));
mkdirSync(join(HERE, 'png'), { recursive: true });
for (const { size, png } of pictures) {
  if (LINUX_SIZES.includes(size)) writeFileSync(join(HERE, 'png', `${size}x${size}.png`), png);
}
writeFileSync(join(HERE, 'icon.ico'), ico(pictures.filter(({ size }) => size <= 256)));
writeFileSync(join(HERE, 'icon.icns'), icns(pictures));
