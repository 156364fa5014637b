/** What the desktop app's window, menu and dialogs say. */
export const shellText = {
  title: 'Bootbench',
  menu: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    help: 'Help',
    dataFolder: 'Open data folder',
    quit: 'Quit',
    manual: 'MicroPython manual',
  },
  quit: {
    question: (jobs: number) =>
      jobs === 1 ? 'One job is still running.' : `${jobs} jobs are still running.`,
    detail:
      'Quitting stops the work. A board that is stopped halfway keeps the files it had, or has the new ones; provision it again to be sure.',
    stop: 'Stop and quit',
    stay: 'Keep working',
  },
  unsaved: {
    question: 'Text of a board file is not saved.',
    detail: 'It is kept only as long as this page stays open.',
    leave: 'Leave without saving',
    stay: 'Stay',
  },
  startFailed: 'Bootbench could not start',
} as const;
