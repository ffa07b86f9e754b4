import type { ReactNode } from 'react';

import { Icon } from '../controls/icon.tsx';
import './notice.css';

export interface NoticeProps {
  tone?: 'info' | 'success' | 'warning' | 'danger';
  title?: string;
  children?: ReactNode;
  /** the way on */
  actions?: ReactNode;
}

/** Something that the reader should know; trouble is announced at once, the rest when there is a pause. */
export function Notice({ tone = 'info', title, children, actions }: NoticeProps) {
  const urgent = tone === 'danger' || tone === 'warning';
  return (
    <div className="mais-notice" data-tone={tone} role={urgent ? 'alert' : 'status'}>
      <Icon name={tone === 'success' ? 'check' : urgent ? 'alert' : 'info'} />
      <div className="mais-notice__body">
        {title !== undefined && <p className="mais-notice__title">{title}</p>}
        {children !== undefined && <div>{children}</div>}
        {actions !== undefined && <div className="mais-notice__actions">{actions}</div>}
      </div>
    </div>
  );
}
