import './spinner.css';

/** Something is under way; say so in words beside it. */
export function Spinner() {
  return <span className="mais-spinner" aria-hidden="true" />;
}
