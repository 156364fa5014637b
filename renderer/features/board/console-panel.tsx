/**
 * The console of a board: what it says, what a person types into it, and who has it. It sends the board nothing by
 * itself; while somebody works on the board it shows, and takes nothing.
 */
import { Button, Tooltip } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ConsoleState } from '../../../preload/contract/boards.ts';
import { IconButton, StateWord, ToolPanel } from '../../components/index.ts';
import { boardText } from '../../text/board.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import css from './console-panel.module.css';
import { createHeldText } from './held-text.ts';
import { nameOf } from './holder.ts';
import type { ConsoleTerminal } from './terminal.ts';
import { TerminalView } from './terminal-view.tsx';
import { TYPED_AT_ONCE } from './typer.ts';
import { useConsole } from './use-console.ts';
import { useTyping } from './use-typing.ts';

export interface ConsolePanelProps {
  readonly port: string;
  readonly onState: (state: ConsoleState) => void;
  /** Stops what was run from this page, while it runs; then Ctrl-C is for that. */
  readonly stop: (() => void) | undefined;
  readonly restart: { readonly run: () => void; readonly state: 'idle' | 'running' | 'held' };
}

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

export function ConsolePanel({ port, onState, stop, restart }: ConsolePanelProps) {
  const text = boardText.console;
  const terminal = useRef<ConsoleTerminal>(null);
  const [held] = useState(createHeldText);
  const [view, setView] = useState<'follows' | 'paused'>('follows');
  const [aloud, setAloud] = useState<'yes' | 'no'>('no');
  const paused = useRef(view);

  const drawHeld = () => {
    if (terminal.current === null || paused.current === 'paused') return;
    const { how, text: said } = held.take();
    if (how === 'anew') terminal.current.show(said);
    else terminal.current.write(said);
  };
  const { state, failure } = useConsole(port, {
    onAll: (said) => {
      held.begin(said);
      drawHeld();
    },
    onSaid: (said) => {
      held.add(said);
      drawHeld();
    },
  });
  useEffect(() => onState(state), [state, onState]);

  const typing = useTyping(port);
  const takes = state.at === 'open';
  useEffect(() => {
    if (!takes) typing.forget();
    terminal.current?.allowTyping(takes ? 'yes' : 'no');
  }, [takes, typing.forget]);

  const turn = (next: 'follows' | 'paused') => {
    setView(next);
    paused.current = next;
    drawHeld();
  };
  const ready = (created: ConsoleTerminal) => {
    terminal.current = created;
    created.allowTyping(takes ? 'yes' : 'no');
    created.readAloud(aloud);
    drawHeld();
  };
  const send = (key: string) => {
    typing.type(key);
    terminal.current?.focus();
  };
  const keys = [
    {
      word: text.interrupt,
      help: text.interruptHelp,
      run: stop ?? (() => send(CTRL_C)),
      can: takes || stop !== undefined,
    },
    { word: text.softReset, help: text.softResetHelp, run: () => send(CTRL_D), can: takes },
    {
      word: text.restart,
      help: text.restartHelp,
      run: restart.run,
      can: restart.state === 'idle',
    },
  ] as const satisfies readonly ConsoleKey[];

  return (
    <ToolPanel
      label={text.title}
      head={
        <>
          <h2 className={css.title}>{text.title}</h2>
          <StateOf state={state} />
          <p className={css.line}>{view === 'paused' ? text.paused : lineOf(state)}</p>
          <div className={css.tools}>
            {keys.map((key) => (
              <KeyButton key={key.word} {...key} />
            ))}
            <span className={css.gap} />
            <IconButton
              icon={view === 'paused' ? 'play' : 'pause'}
              label={view === 'paused' ? text.follow : text.pause}
              pressed={view === 'paused'}
              onClick={() => turn(view === 'paused' ? 'follows' : 'paused')}
            />
            <IconButton
              icon="copy"
              label={text.copy}
              onClick={() => void navigator.clipboard.writeText(terminal.current?.text() ?? '')}
            />
            <IconButton icon="clear" label={text.clear} onClick={() => terminal.current?.clear()} />
            <IconButton
              icon={aloud === 'yes' ? 'sound' : 'sound-off'}
              label={text.aloud}
              pressed={aloud === 'yes'}
              onClick={() => {
                const next = aloud === 'yes' ? 'no' : 'yes';
                setAloud(next);
                terminal.current?.readAloud(next);
              }}
            />
          </div>
        </>
      }
    >
      {(state.at === 'refused' || failure !== null || typing.failure !== null || typing.refused !== null) && (
        <div className={css.alert}>
          <CallFailure failure={state.at === 'refused' ? state.failure : (failure ?? typing.failure)} />
          {typing.refused === 'too-long' && <p>{text.tooLong(boardText.size(TYPED_AT_ONCE))}</p>}
        </div>
      )}
      <TerminalView label={text.typing} onReady={ready} onTyped={typing.type} />
    </ToolPanel>
  );
}

interface ConsoleKey {
  readonly word: string;
  readonly help: string;
  readonly run: () => void;
  readonly can: boolean;
}

function KeyButton({ word, help, run, can }: ConsoleKey) {
  return (
    <Tooltip label={help}>
      <Button disabled={!can} onClick={run}>
        {word}
      </Button>
    </Tooltip>
  );
}

function StateOf({ state }: { readonly state: ConsoleState }) {
  const word = boardText.console.state[state.at];
  switch (state.at) {
    case 'open':
    case 'opening':
      return <StateWord state="ready" word={word} />;
    case 'working':
      return <StateWord state="working" word={word} />;
    case 'away':
      return <StateWord state="empty" word={word} />;
    case 'refused':
      return <StateWord state="fail" word={word} />;
  }
}

function lineOf(state: ConsoleState): string {
  const { line } = boardText.console;
  return state.at === 'working' ? line.working(nameOf(state.who)) : line[state.at];
}
