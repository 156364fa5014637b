/** An empty bench: what to plug in, or a virtual board instead. */
import { BoardDrawing } from '../../components/index.ts';
import { benchText } from '../../text/bench.ts';
import { AddButtons, type AddProps } from './add-buttons.tsx';
import css from './bench-page.module.css';

export function EmptyBench(props: AddProps) {
  return (
    <section className={css.empty} aria-labelledby="empty-bench">
      <BoardDrawing board="socket" width={120} />
      <h2 id="empty-bench">{benchText.empty.title}</h2>
      <p>{benchText.empty.text}</p>
      <AddButtons {...props} />
    </section>
  );
}
