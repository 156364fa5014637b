/** The file that is open: its text to be changed, saved and run, or its bytes to be looked at. */
import { Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { FailureAlert, Icon, IconButton, NothingHere, Pill, ToolPanel } from '../../components/index.ts';
import { boardText } from '../../text/board.ts';
import { plain, plainLines } from '../devices/plain.ts';
import { bytesOfText } from './content.ts';
import css from './file-panel.module.css';
import { HexView } from './hex-view.tsx';
import { baseOf } from './names.ts';
import { saveToComputer } from './save-to-computer.ts';
import type { BoardFiles, OpenFile } from './use-board-files.ts';
import type { RunProgram } from './use-run-program.ts';

const Editor = lazy(() => import('./editor.tsx'));

export interface FilePanelProps {
  readonly files: BoardFiles;
  readonly program: RunProgram;
  readonly access: 'free' | 'held';
}

const isMac = /mac/i.test(navigator.platform);

export function FilePanel({ files, program, access }: FilePanelProps) {
  const text = boardText.file;
  const { open } = files;
  switch (open.at) {
    case 'none':
      return (
        <div className={css.none}>
          <NothingHere icon="file" title={text.none.title} why={text.none.why} />
        </div>
      );
    case 'reading':
      return (
        <div className={css.none}>
          <p role="status">
            {text.reading} <code>{plain(open.name, 80)}</code>
          </p>
        </div>
      );
    case 'bytes':
      return (
        <ToolPanel
          label={plain(open.name, 80)}
          head={
            <>
              <FileName name={open.name} />
              <span className={css.size}>{boardText.size(open.bytes.length)}</span>
              <div className={css.tools}>
                <Download name={open.name} bytes={open.bytes} />
                <IconButton icon="cross" variant="quiet" label={text.close} onClick={files.close} />
              </div>
            </>
          }
        >
          <HexView bytes={open.bytes} />
        </ToolPanel>
      );
    case 'text':
      return <TextFile open={open} files={files} program={program} access={access} />;
  }
}

function FileName({ name }: { readonly name: string }) {
  return (
    <h2 className={css.title} title={plain(name, 400)}>
      {plain(baseOf(name), 60)}
    </h2>
  );
}

interface TextFileProps extends FilePanelProps {
  readonly open: Extract<OpenFile, { at: 'text' }>;
}

function TextFile({ open, files, program, access }: TextFileProps) {
  const text = boardText.file;
  const { name, base } = open;
  const draft = files.drafts.all.get(name);
  const now = draft?.text ?? base ?? '';
  const dirty = draft !== undefined;
  const held = access === 'held';
  const python = name.endsWith('.py');
  return (
    <ToolPanel
      label={plain(name, 80)}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 's') return;
        event.preventDefault();
        if (!held) void files.save();
      }}
      head={
        <>
          <FileName name={name} />
          {dirty && <Pill word={base === null ? text.created : text.unsaved} />}
          <div className={css.tools}>
            {dirty && (
              <Button variant="quiet" onClick={files.revert}>
                {text.revert}
              </Button>
            )}
            <Download name={name} bytes={bytesOfText(now)} />
            {python &&
              (program.state === 'running' ? (
                <Button leftSection={<Icon name="stop" size={16} />} onClick={program.stop}>
                  {text.stop}
                </Button>
              ) : (
                <Button
                  leftSection={<Icon name="play" size={16} />}
                  disabled={held}
                  onClick={() => program.run(now)}
                >
                  {text.run}
                </Button>
              ))}
            <Button
              variant="filled"
              disabled={!dirty || held}
              loading={files.saving === 'running'}
              onClick={() => void files.save()}
            >
              {text.save}
            </Button>
            <IconButton icon="cross" variant="quiet" label={text.close} onClick={files.close} />
          </div>
        </>
      }
    >
      <Suspense fallback={<div className={css.editor} />}>
        <Editor
          key={open.made}
          label={text.editor(plain(name, 80))}
          text={now}
          language={python ? 'python' : 'none'}
          mode={held ? 'read' : 'edit'}
          onChange={files.change}
        />
      </Suspense>
      <Ended program={program} />
      <p className={css.foot}>
        <span role="status">{saidOf(files.saved, program)}</span>
        <span>{isMac ? text.keysMac : text.keys}</span>
      </p>
    </ToolPanel>
  );
}

/** How the last thing that was done here went, in a line. */
function saidOf(saved: BoardFiles['saved'], { state, result }: RunProgram): string {
  const text = boardText.file;
  if (state === 'running') return text.running;
  if (saved !== null) return saved === 'written' ? text.saved : text.savedSame;
  return result !== null && result.error === null ? text.ran : '';
}

/** The error that a program ended with, when it was run from here. */
function Ended({ program: { result, forget } }: { readonly program: RunProgram }) {
  const text = boardText.file;
  if (result === null || result.error === null) return null;
  return (
    <div className={css.ended}>
      <FailureAlert title={text.ranBadly} actions={<Button onClick={forget}>{text.seen}</Button>}>
        <pre className={css.trace}>{plainLines(result.error).trim()}</pre>
      </FailureAlert>
    </div>
  );
}

interface DownloadProps {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

function Download({ name, bytes }: DownloadProps) {
  return (
    <IconButton
      icon="download"
      label={boardText.file.download}
      onClick={() => saveToComputer(baseOf(name), bytes)}
    />
  );
}
