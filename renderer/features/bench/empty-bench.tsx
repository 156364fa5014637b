/** An empty bench: what to do first, what is missing before the first board, and how a board gets to PASS. */
import { BoardDrawing, Panel, PlugDrawing } from '../../components/index.ts';
import { benchText } from '../../text/bench.ts';
import { partsText } from '../../text/parts.ts';
import { AddButtons, type AddProps } from './add-buttons.tsx';
import css from './empty-bench.module.css';
import { MissingLink } from './missing-link.tsx';
import { ReadyList } from './ready-list.tsx';

export function EmptyBench(props: AddProps) {
  const text = benchText.empty;
  return (
    <>
      <div className={css.hero}>
        <div className={css.socket}>
          <PlugDrawing width={200} />
          <BoardDrawing board="pico" width={340} />
        </div>
        <div className={css.say}>
          <h1 className={css.title}>{text.title}</h1>
          <p className={css.text}>{text.text}</p>
          <AddButtons {...props} />
          <p className={css.note}>{text.virtual}</p>
          <MissingLink />
        </div>
      </div>
      <div className={css.two}>
        <ReadyList />
        <Panel title={text.how.title} flush>
          <ol className={css.how}>
            {text.how.steps.map((step, index) => (
              <li key={step}>
                <span className={css.number}>{index + 1}</span>
                <b>{partsText.stepNames[index]}</b>
                <span>{step}</span>
              </li>
            ))}
          </ol>
        </Panel>
      </div>
    </>
  );
}
