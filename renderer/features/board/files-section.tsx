/** The files of the board beside the one that is open. Nothing is asked of the board before a person says so. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Icon, NothingHere, Panel, Progress } from '../../components/index.ts';
import { boardText } from '../../text/board.ts';
import { plain } from '../devices/plain.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { FileList } from './file-list.tsx';
import { FilePanel } from './file-panel.tsx';
import type { FileRow } from './file-rows.ts';
import css from './files-section.module.css';
import { joined } from './names.ts';
import { NewFileDialog } from './new-file-dialog.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { type PlannedFile, planUpload } from './upload.ts';
import { UploadDialog } from './upload-dialog.tsx';
import type { BoardFiles } from './use-board-files.ts';
import type { RunProgram } from './use-run-program.ts';
import { type Uploaded, useUpload } from './use-upload.ts';

export interface FilesSectionProps {
  readonly port: string;
  readonly files: BoardFiles;
  readonly program: RunProgram;
  /** `held`: somebody else has the board, or it is away. */
  readonly access: 'free' | 'held';
  readonly restart: { readonly run: () => void; readonly state: 'idle' | 'running' | 'held' };
  /** Whether the program of the board was stopped from here, and not started since. */
  readonly stopped: 'no' | 'stopped';
  /** The board is asked for something, for which its program is stopped. */
  readonly onAsked: () => void;
}

export function FilesSection(props: FilesSectionProps) {
  const { port, files, program, access, restart, stopped, onAsked } = props;
  const text = boardText.files;
  const { listing } = files;
  const [asks, setAsks] = useState<'nothing' | 'name'>('nothing');
  const [going, setGoing] = useState<FileRow | null>(null);
  const [planned, setPlanned] = useState<readonly PlannedFile[]>([]);
  const [done, setDone] = useState<Uploaded | null>(null);
  const upload = useUpload(port, onAsked);

  if (listing === null) {
    return (
      <div className={css.gate}>
        <CallFailure failure={files.failure} />
        <NothingHere
          icon="folder"
          title={text.gate.title}
          why={text.gate.why}
          action={
            <Button
              variant="filled"
              disabled={access === 'held'}
              loading={files.listingState === 'running'}
              onClick={() => void files.list('')}
            >
              {text.gate.action}
            </Button>
          }
        />
      </div>
    );
  }
  const { folder, entries } = listing;

  const put = async (chosen: readonly PlannedFile[]) => {
    setPlanned([]);
    setDone((await upload.run(chosen)) ?? null);
    await files.tookIn(chosen.map(({ name }) => name));
  };
  const plan = (chosen: readonly File[]) => {
    setDone(null);
    upload.fail(null);
    const made = planUpload(chosen, folder, entries);
    if (made.status === 'refused') upload.fail(made.failure);
    else if (made.files.some(({ change }) => change === 'replaced')) setPlanned(made.files);
    else void put(made.files);
  };
  const remove = async () => {
    if (going === null) return;
    if (going.draft === 'new') files.forget(going.name);
    else await files.remove(going.name);
    setGoing(null);
  };
  const held = access === 'held' || upload.progress !== null;

  return (
    <div className={css.section}>
      <div className={css.stopped}>
        <Icon name="flag" />
        <p>{stopped === 'stopped' ? text.stopped : text.runs}</p>
        {stopped === 'stopped' && (
          <Button disabled={restart.state !== 'idle'} onClick={restart.run}>
            {text.restart}
          </Button>
        )}
      </div>
      <CallFailure failure={upload.failure ?? files.failure ?? program.failure} />
      {upload.progress !== null && (
        <Panel
          title={boardText.upload.working}
          actions={<Button onClick={upload.stop}>{boardText.upload.stop}</Button>}
        >
          <Progress
            fraction={upload.progress.fraction}
            phase={boardText.upload.working}
            note={plain(upload.progress.what, 60)}
          />
        </Panel>
      )}
      <div className={css.columns}>
        <div className={css.list}>
          <FileList
            files={files}
            listing={listing}
            access={held ? 'held' : 'free'}
            onUpload={plan}
            onNew={() => setAsks('name')}
            onRemove={setGoing}
          />
          <p className={css.done} role="status">
            {done !== null && boardText.upload.done(done.written, done.same)}
          </p>
        </div>
        <FilePanel files={files} program={program} access={held ? 'held' : 'free'} />
      </div>
      <NewFileDialog
        opened={asks === 'name'}
        folder={folder}
        taken={[...entries.map(({ name }) => joined(folder, name)), ...files.drafts.all.keys()]}
        onCreate={(name) => {
          setAsks('nothing');
          files.create(name);
        }}
        onClose={() => setAsks('nothing')}
      />
      <RemoveDialog
        row={going}
        state={files.removing}
        onRemove={() => void remove()}
        onClose={() => setGoing(null)}
      />
      <UploadDialog
        files={planned}
        folder={folder}
        drafts={planned.some(({ name }) => files.drafts.all.has(name)) ? 'some' : 'none'}
        onUpload={() => void put(planned)}
        onClose={() => setPlanned([])}
      />
    </div>
  );
}
