import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from 'react';

import { Spinner } from '../feedback/spinner.tsx';
import './button.css';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> {
  variant?: 'primary' | 'secondary' | 'quiet';
  size?: 'medium' | 'small';
  /** shows that its work is under way; it keeps the focus and ignores further clicks */
  busy?: boolean;
  /** as wide as what is around it */
  wide?: boolean;
  children: ReactNode;
}

/** A button. */
export function Button({ variant = 'primary', size = 'medium', busy = false, wide = false, type = 'button', onClick, children, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      // oxlint-disable-next-line react/button-has-type -- the type is a prop with a default
      type={type}
      className="mais-button"
      data-variant={variant}
      data-size={size}
      data-wide={wide}
      aria-busy={busy}
      aria-disabled={busy || rest['aria-disabled']}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      <span className="mais-button__label">{children}</span>
      {busy && <Spinner />}
    </button>
  );
}

export interface LinkButtonProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'className'>, Pick<ButtonProps, 'variant' | 'size'> {
  href: string;
  children: ReactNode;
}

/** A link that looks like a button. */
export function LinkButton({ variant = 'primary', size = 'medium', children, ...rest }: LinkButtonProps) {
  return (
    <a {...rest} className="mais-button" data-variant={variant} data-size={size}>
      <span className="mais-button__label">{children}</span>
    </a>
  );
}
