import { Button, Notice } from '@mais/ui';
import { Component, type ReactNode } from 'react';

import type { Reader } from '../i18n/reader.ts';

interface Props {
  say: Reader['say'];
  children: ReactNode;
}

/** Shows a way on when a screen fails; the booking is in the tab's memory and on the server, so loading again keeps it. */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    const { say, children } = this.props;
    if (!this.state.failed) return children;
    return (
      <main className="mais-widget">
        <div className="mais-screen">
          <Notice
            tone="danger"
            title={say('app.crashed.title')}
            actions={<Button size="small" onClick={() => window.location.reload()}>{say('app.crashed.reload')}</Button>}
          >
            {say('app.crashed.body')}
          </Notice>
        </div>
      </main>
    );
  }
}
