/** Names, options and help of the commands about one board on its cable. */
import type { Command } from 'commander';
import type { PortOption } from './board-context.ts';
import { type ConsoleOptions, runConsole } from './console.ts';
import type { CommandContext } from './context.ts';
import { runCp } from './copy.ts';
import { runBackup, runCat, runLs, runReset, runRm } from './files.ts';
import { runGoldenDiff, runGoldenRead, runGoldenRepair } from './golden.ts';
import { type RestoreOptions, runRestore } from './restore.ts';
import { runExec, runRun } from './run.ts';
import { runSync, type SyncOptions } from './sync.ts';

type Json = { readonly json?: true };
type Run = (options: Json, work: (context: CommandContext) => Promise<void>) => Promise<void>;

export function addBoardCommands(program: Command, run: Run): void {
  const command = (parent: Command, usage: string, description: string) =>
    parent.command(usage).description(description).option('--json', 'one JSON object a line');
  const onBoard = (usage: string, description: string, parent = program) =>
    command(parent, usage, description).option(
      '--port <path>',
      'the serial port of the board; may be left out when there is one board',
    );

  command(program, 'console <port>', 'show what a board says, and type to it; Ctrl-] leaves')
    .option('--log <file>', 'also write it down, at the end of this file')
    .addHelpText(
      'after',
      '\nIts program goes on. Without a terminal, lines from standard input are typed, and Ctrl-C ends it.',
    )
    .action((port: string, options: ConsoleOptions & Json) =>
      run(options, (context) => runConsole(context, port, options)),
    );
  onBoard('ls [folder]', 'list the files of a board, and the room that is left').action(
    (folder: string | undefined, options: PortOption & Json) =>
      run(options, (context) => runLs(context, folder, options)),
  );
  onBoard('cat <names...>', 'print files of a board, byte for byte').action(
    (names: string[], options: PortOption & Json) =>
      run(options, (context) => runCat(context, names, options)),
  );
  onBoard('cp <paths...>', 'copy files and folders to a board, or from it')
    .addHelpText(
      'after',
      '\nA colon stands for the board: "cp app.py :" puts a file there, "cp lib :" a folder, "cp lib/ :" what is in it,' +
        '\n"cp :boot_log.txt ." gets one. Files are written beside the old ones, checked on the board, and then swapped in.',
    )
    .action((paths: string[], options: PortOption & Json) =>
      run(options, (context) => runCp(context, paths, options)),
    );
  onBoard('rm <names...>', 'remove files of a board')
    .option('-r, --recursive', 'folders too, with all that they hold')
    .action((names: string[], options: PortOption & { recursive?: true } & Json) =>
      run(options, (context) => runRm(context, names, options)),
    );
  onBoard('exec <code>', 'run Python on a board; "-" reads it from standard input').action(
    (code: string, options: PortOption & Json) => run(options, (context) => runExec(context, code, options)),
  );
  onBoard('run <file>', 'run a Python file of this computer on a board; Ctrl-C ends it there').action(
    (file: string, options: PortOption & Json) => run(options, (context) => runRun(context, file, options)),
  );
  onBoard('sync <source>', 'write what a folder, or an app type, has and the board has not')
    .option('--dry-run', 'only show the difference')
    .option('--remove-stale', 'also remove what is on the board and not in it')
    .option('--no-restart', 'leave the board at its prompt')
    .action((source: string, options: SyncOptions & Json) =>
      run(options, (context) => runSync(context, source, options)),
    );
  onBoard('reset', 'start a board anew, whatever runs on it').action((options: PortOption & Json) =>
    run(options, (context) => runReset(context, options)),
  );
  onBoard('backup', 'keep all files of a board in the data folder; "restore" brings them back').action(
    (options: PortOption & Json) => run(options, (context) => runBackup(context, options)),
  );
  onBoard('restore <folder>', 'bring the files of a backup back; what is not in it stays')
    .option('--dry-run', 'only show what would be written')
    .option('--other-board', 'also when the backup is of another board, whose place this one is to take')
    .option('--no-restart', 'leave the board at its prompt')
    .action((folder: string, options: RestoreOptions & Json) =>
      run(options, (context) => runRestore(context, folder, options)),
    );

  const golden = program.command('golden').description('make other boards like one that is right');
  onBoard('read <name>', 'make an app type and a recipe of a board', golden)
    .option('--replace', 'also when there is one of that name')
    .action((name: string, options: PortOption & { replace?: true } & Json) =>
      run(options, (context) => runGoldenRead(context, name, options)),
    );
  onBoard(
    'diff <name>',
    'how a board differs from a recipe or an app type; exit code 1 when it does',
    golden,
  ).action((name: string, options: PortOption & Json) =>
    run(options, (context) => runGoldenDiff(context, name, options)),
  );
  onBoard('repair <name>', 'write what differs, and nothing else', golden)
    .option('--remove-stale', 'also remove what belongs to nothing')
    .action((name: string, options: PortOption & { removeStale?: true } & Json) =>
      run(options, (context) => runGoldenRepair(context, name, options)),
    );
}
