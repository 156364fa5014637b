/** Boards on cables: who works on which, their consoles, their files. */
export { type Boards, createBoards } from './boards.ts';
export type { Task, TaskContext, WorkOn } from './seat.ts';
export type { ConsoleListener } from './transcript.ts';
