/** Words of the page of one board on its cable: its console, its files, and how it differs from what it should be. */
const things = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
const files = (count: number) => things(count, 'file', 'files');

export const boardText = {
  /** On a tile and beside a board that is provisioned: the way here. */
  open: 'Console and files',
  sections: { label: 'What is shown', console: 'Console', files: 'Files', compare: 'Compare' },
  head: {
    provision: 'Show the work',
    free: 'Nobody works on it',
    away: 'Not plugged in now',
    remove: 'Take off the bench',
  },
  gone: {
    title: 'No board on this port',
    why: 'It was unplugged, or came back under another name. Plug it in, or choose it at the bench.',
    action: 'Back to the bench',
  },
  /** Who works on a board, by the word that the bench has for it. */
  who: {
    provision: 'Provisioning',
    repair: 'The repair',
    'read-golden': 'Reading a golden board',
    'read a golden board': 'Reading a golden board',
    'factory-reset': 'A factory reset',
    field: 'Work in the field',
    scan: 'Listening for networks',
    'list files': 'Listing files',
    'read a file': 'Reading a file',
    'write files': 'Writing files',
    'remove files': 'Removing files',
    run: 'A program that was run from here',
    compare: 'Comparing',
    restart: 'Restarting',
  } as Readonly<Record<string, string>>,
  has: (who: string) => `${who} has the port.`,
  console: {
    title: 'Console',
    state: {
      opening: 'Opening',
      open: 'Open',
      working: 'Shows only',
      away: 'Away',
      refused: 'Not open',
    },
    line: {
      opening: 'The port is being opened. Nothing is sent to the board by that.',
      open: 'What you type goes to the board. Shift+Tab leaves the console.',
      working: (who: string) => `${who} has the port; the console shows only.`,
      away: 'The port has gone. The console goes on by itself when the board is back.',
      refused: 'The port cannot be opened. It is tried again when the ports change.',
    },
    typing: 'Board console',
    interrupt: 'Interrupt',
    interruptHelp: 'Ctrl-C: stops the program and gives the prompt',
    softReset: 'Soft reset',
    softResetHelp: 'Ctrl-D: at the prompt, starts MicroPython anew',
    restart: 'Restart',
    restartHelp: 'Ends what runs and starts the board anew',
    copy: 'Copy all of it',
    clear: 'Clear the view',
    pause: 'Pause',
    follow: 'Follow',
    aloud: 'Read aloud by a screen reader',
    paused: 'Paused. What the board says meanwhile is kept.',
    tooLong: (limit: string) =>
      `That is more than ${limit}: nothing of it was sent. Write it as a file instead.`,
  },
  files: {
    title: 'Files',
    root: 'Flash',
    gate: {
      title: 'Reading the files stops the program',
      why: 'A board answers for its files only at its prompt, so the program that runs now is interrupted. Nothing is written.',
      action: 'Stop it and show the files',
    },
    stopped: 'The program of this board was stopped.',
    runs: 'The board was started anew. Opening or saving a file stops its program again.',
    restart: 'Restart the board',
    again: 'Read again',
    upload: 'Upload',
    add: 'New file',
    up: 'One folder up',
    empty: 'Nothing in this folder.',
    more: (count: number) => `and ${count} more, which are not listed`,
    draft: 'Not saved',
    drop: 'Drop files to put them into this folder',
    free: (free: string, total: string) => `${free} of ${total} free`,
    used: 'Flash in use',
    list: 'Files and folders',
    remove: (name: string) => `Remove ${name}`,
  },
  file: {
    none: { title: 'No file is open', why: 'Choose one to look at it, change it or run it.' },
    reading: 'Reading',
    unsaved: 'Not saved',
    created: 'Not on the board yet',
    save: 'Save',
    saving: 'Saving',
    saved: 'Saved, read back and found the same.',
    savedSame: 'The board had it like this already.',
    revert: 'Undo changes',
    run: 'Run',
    stop: 'Stop',
    running: 'It runs. What it prints stands in the console.',
    ran: 'It ran to its end.',
    ranBadly: 'It ended with an error',
    seen: 'Put it away',
    download: 'Download',
    close: 'Close',
    remove: 'Remove',
    editor: (name: string) => `Text of ${name}`,
    keys: 'Ctrl+S saves. Esc, then Tab, leaves the text.',
    keysMac: 'Cmd+S saves. Esc, then Tab, leaves the text.',
    bytes: 'This is no text, so it is shown as bytes.',
    bytesRest: (count: string) => `${count} more are not shown; the download has all of them.`,
    kept: (count: number) =>
      `${count === 1 ? 'A change' : `Changes in ${count} files`} not saved. ${count === 1 ? 'It is' : 'They are'} kept as long as this window is open.`,
  },
  newFile: {
    title: 'New file',
    name: 'Name',
    example: 'For example lib/sensor.py',
    hint: (folder: string) => `In ${folder}. A slash makes a folder.`,
    create: 'Create',
    keep: 'Cancel',
    wrong: {
      empty: 'It needs a name.',
      taken: 'There is a file or folder of this name already.',
      slash: 'A name begins and ends with a letter or digit, and no folder of it is without a name.',
      dots: 'Folders named . or .. cannot be made.',
      long: 'The name is too long for a board.',
      sign: 'It holds a sign that cannot be seen.',
    },
  },
  upload: {
    title: (count: number) => `Upload ${files(count)}?`,
    folder: (folder: string) => `Into ${folder}.`,
    replaces: (count: number) =>
      count === 0
        ? 'Nothing is replaced.'
        : `${count === 1 ? 'One file on the board is' : `${count} files on the board are`} replaced.`,
    columns: { file: 'File', size: 'Size', change: 'Becomes' },
    drafts: 'Changes that are not saved here are kept beside it.',
    action: (count: number) => `Upload ${files(count)}`,
    keep: 'Cancel',
    stop: 'Stop',
    working: 'Writing files',
    unreadable: 'it is a folder, or not as it was when it was chosen',
    done: (written: number, same: number) =>
      same === 0
        ? `${files(written)} written and read back.`
        : `${files(written)} written and read back, ${same} there already.`,
  },
  remove: {
    title: (name: string) => `Remove ${name}?`,
    file: 'The file goes from the flash of the board. It cannot be brought back from here.',
    folder: 'The folder goes with all that it holds. It cannot be brought back from here.',
    action: 'Remove',
    doing: 'Removing',
    keep: 'Keep it',
  },
  compare: {
    title: 'Compare with an app type',
    type: 'App type',
    choose: 'Choose an app type',
    help: 'Its files from the OTA tree and the firmware of this program, beside what is on the flash. The board is stopped for it and started anew; nothing is written.',
    action: 'Compare',
    again: 'Compare again',
    comparing: 'Comparing',
    none: {
      title: 'No app type to compare with',
      why: 'An app type is a folder of files that every board of that type should have. Make one on Updates, or make this board the golden one.',
      action: 'Open Updates',
    },
    nothing: {
      title: 'Nothing was compared yet',
      why: 'The table shows, file by file, what a repair would write.',
    },
    table: (type: string) => `Beside ${type}`,
    columns: {
      remove: 'Take away',
      file: 'File',
      board: 'On the board',
      wanted: 'Should be',
      change: 'Repair',
    },
    absent: 'none',
    stays: 'Stays',
    takeAway: (name: string) => `Take ${name} off the board`,
    takeAll: 'Take all of them away',
    counts: (replaced: number, added: number, removed: number, same: number) => {
      const parts = [
        ...(replaced > 0 ? [`${replaced} replaced`] : []),
        ...(added > 0 ? [`${added} added`] : []),
        ...(removed > 0 ? [`${removed} that belong to nothing`] : []),
      ];
      return parts.length === 0
        ? `All ${files(same)} are as they should be.`
        : `${parts.join(', ')}, ${same} same.`;
    },
    will: (write: number, remove: number) => {
      if (write === 0 && remove === 0) return 'Nothing is to be written.';
      const parts = [
        ...(write > 0 ? [`${files(write)} ${write === 1 ? 'is' : 'are'} written`] : []),
        ...(remove > 0 ? [`${files(remove)} ${remove === 1 ? 'is' : 'are'} taken away`] : []),
      ];
      return `${parts.join(', ')}. All others stay as they are.`;
    },
    repair: 'Repair the difference',
  },
  job: {
    repair: {
      title: 'Repair',
      done: 'The difference is repaired',
      doneHelp: 'Every file that was written was read back, and the board was started anew.',
      cancelled:
        'The repair was cancelled. Each file is as it was or as it should be; run it again to finish.',
    },
    golden: {
      title: 'Reading the board',
      done: 'The board is golden',
      cancelled: 'It was cancelled. Nothing was made, and nothing was written to the board.',
    },
    cancel: 'Cancel',
    cancelling: 'Cancelling',
    queued: 'Waiting for its turn',
  },
  golden: {
    title: 'Make this a golden board',
    help: 'Its files become an app type, and a recipe makes other boards alike. Nothing is written to this board.',
    name: 'Name',
    example: 'For example greenhouse',
    nameHelp: 'Small letters, digits, - and _. App type and recipe are called so.',
    wrong: 'Small letters, digits, - and _, beginning with a letter or digit, at most 32.',
    action: 'Read the board',
    made: (type: string, count: number) => `App type ${type} has ${files(count)}.`,
    recipe: (name: string) => `The recipe ${name} makes boards of it.`,
    leftOut: (count: number) =>
      count === 0 ? 'Nothing was left out.' : `${files(count)} left out, for these reasons:`,
    why: {
      secret: 'holds a password or a token',
      identity: 'says who this very board is',
      state: 'left by its updates',
      log: 'a log of this board',
      firmware: 'comes with this program',
      'not-python': 'is no Python, and no update carries it',
      folder: 'lies in a folder, which no update carries',
      'too-large': 'is larger than the server serves',
      unreadable: 'settings that cannot be read',
    },
    replace: 'Replace it',
    toRecipes: 'Open recipes',
    toUpdates: 'Open Updates',
  },
  size: (bytes: number): string => {
    if (bytes < 1000) return `${bytes} B`;
    return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(2)} MB`;
  },
} as const;
