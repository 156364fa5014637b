/** Text of a file, to be changed: CodeMirror with what Python needs, loaded when the first file is opened. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { pythonLanguage } from '@codemirror/lang-python';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { lineBreakOf } from './content.ts';
import { highlighting, look } from './editor-look.ts';
import css from './file-panel.module.css';

export interface EditorProps {
  /** What it is called by a screen reader. */
  readonly label: string;
  /** The text that it begins with; a text that came from elsewhere needs a new editor, by its key. */
  readonly text: string;
  readonly language: 'python' | 'none';
  readonly mode: 'edit' | 'read';
  readonly onChange: (text: string) => void;
}

/** Whether keys change the text. */
const access = new Compartment();

export default function Editor(props: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    if (host.current === null) return;
    const { text, mode: first } = latest.current;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          extensionsOf(latest.current, (changed) => latest.current.onChange(changed)),
          access.of(EditorState.readOnly.of(first === 'read')),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, []);
  const { mode } = props;
  useEffect(() => {
    view.current?.dispatch({ effects: access.reconfigure(EditorState.readOnly.of(mode === 'read')) });
  }, [mode]);
  return <div ref={host} className={css.editor} />;
}

function extensionsOf({ label, text, language }: EditorProps, onChange: (text: string) => void): Extension {
  return [
    EditorState.lineSeparator.of(lineBreakOf(text)),
    EditorState.tabSize.of(4),
    indentUnit.of('    '),
    lineNumbers(),
    highlightActiveLineGutter(),
    // Bidirectional and zero-width signs stand there as marks.
    highlightSpecialChars(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
    language === 'python' ? [pythonLanguage, syntaxHighlighting(highlighting)] : [],
    look,
    // Editable text takes the focus by itself, but not every program that looks for what can be reached knows that.
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorView.updateListener.of((update) => {
      // `sliceDoc` joins the lines as the file does.
      if (update.docChanged) onChange(update.state.sliceDoc());
    }),
  ];
}
