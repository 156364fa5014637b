/** Boards on cables: who works on which, their consoles, their files. */
export { type Boards, createBoards } from './boards.ts';
export { closeUpdate } from './close-update.ts';
export { type BoardFiles, createBoardFiles, putFiles, runSource } from './files.ts';
export { OURS, type OwnFile, ownFile } from './own-files.ts';
export { restartBoard, thenRestart } from './restart.ts';
export type { Task, TaskContext, WorkOn } from './seat.ts';
export type { ConsoleListener } from './transcript.ts';
export { foldersOf, listTree, lookAt, makeFolders, removeTree, type TreeEntry } from './tree.ts';
