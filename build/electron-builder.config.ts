/**
 * How the program is packed for Linux, Windows and macOS.
 *
 * The archive keeps the layout of the repository (see `main/resources.ts`). `dependencies` of package.json are packed
 * beside the bundle; what of them no program needs is left out here, and `npm run pack:check` holds the result against
 * `build/package-contents.ts`.
 */
import type { Configuration } from 'electron-builder';

const config: Configuration = {
  appId: 'io.bootbench.app',
  productName: 'Bootbench',
  copyright: 'Copyright © The Bootbench developers',
  directories: { buildResources: 'build', output: 'dist' },
  files: [
    'package.json',
    'LICENSE',
    'out/main/**',
    'out/preload/**',
    'out/renderer/**',
    // Written to boards and run on virtual ones, so it is packed as it is.
    'firmware/**/*.py',
    'main/virtual/port/*.py',
    // A person copies it, so it is a real file beside the archive.
    'build/udev/*.rules',
    // Node itself, which the repository needs and Electron brings along. Without the `/**` the pattern has no effect.
    '!**/node_modules/node-{linux,win,darwin}-*/**',
    // Sources, types and the like of packages.
    '!**/node_modules/**/*.{ts,cts,mts,map,md,markdown,gyp,gypi,c,cc,cpp,h,hpp,mm,flow,tsbuildinfo,yml,yaml}',
    '!**/node_modules/**/{test,tests,__tests__,example,examples,docs,benchmark,benchmarks,.github,.vscode}/**',
    '!**/node_modules/@types/**',
    '!**/node_modules/zod/{src,v3}/**',
    // Drivers of other systems, and what they are made of. The placeholder is electron-builder's.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is
    '!**/@serialport/bindings-cpp/prebuilds/!(${platform}-*)/**',
    '!**/@serialport/bindings-cpp/src/**',
  ],
  asar: true,
  // Real files: native code can only be loaded from one, and the VM's loader is read by a thread of its own.
  asarUnpack: [
    'build/udev/*.rules',
    '**/node_modules/@serialport/bindings-cpp/prebuilds/**',
    '**/node_modules/@micropython/micropython-webassembly-pyscript/**',
  ],
  // The serial port's driver comes built, with a stable binary interface.
  npmRebuild: false,
  // Switched in the packed program, before it is signed. What each is for: build/README.md
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    grantFileProtocolExtraPrivileges: false,
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
  },
  linux: {
    target: ['AppImage', 'tar.gz'],
    category: 'Development',
    icon: 'build/icons/png',
    synopsis: 'Puts boards of an IoT platform into service',
    executableName: 'bootbench',
  },
  win: {
    target: ['nsis', 'zip'],
    icon: 'build/icons/icon.ico',
  },
  nsis: { oneClick: false, allowToChangeInstallationDirectory: true, perMachine: false },
  mac: {
    target: ['dmg', 'zip'],
    category: 'public.app-category.developer-tools',
    icon: 'build/icons/icon.icns',
    hardenedRuntime: true,
    extendInfo: {
      // Without it macOS 15 and later refuse connections to boards, and do not even ask.
      NSLocalNetworkUsageDescription:
        'Bootbench speaks to the boards on your network, and they to its server.',
      NSBonjourServices: ['_iot-ota._tcp', '_iot-device._tcp'],
    },
  },
  publish: null,
};

export default config;
