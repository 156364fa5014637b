/**
 * Where a page ends that cannot be shown: the places and the strip around it stay, and so does the way out. It may be
 * that its code cannot be fetched, because the bench has gone or a newer one is there, or a fault of ours.
 */
import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { FailureAlert } from '../../components/index.ts';
import { appText } from '../../text/app.ts';

interface PageBoundaryProps {
  readonly children: ReactNode;
}

interface Shown {
  readonly page: 'shown' | 'broken';
}

/** Its key is the place that is shown, so that going elsewhere begins anew. React tells the console what was thrown. */
export class PageBoundary extends Component<PageBoundaryProps, Shown> {
  override state: Shown = { page: 'shown' };

  static getDerivedStateFromError(): Shown {
    return { page: 'broken' };
  }

  override render(): ReactNode {
    return this.state.page === 'shown' ? this.props.children : <Broken />;
  }
}

function Broken() {
  const { again, ...said } = appText.broken;
  return (
    <FailureAlert {...said} actions={<Button onClick={() => window.location.reload()}>{again}</Button>} />
  );
}
