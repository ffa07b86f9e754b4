import { Icon } from './icon.tsx';
import './quantity.css';

export interface QuantityProps {
  value: number;
  /** the value in the reader's numerals */
  text: string;
  min: number;
  max: number;
  /** what is counted; names the whole control */
  label: string;
  labels: { fewer: string; more: string };
  onChange: (value: number) => void;
}

/** A number with a button on either side. */
export function Quantity({ value, text, min, max, label, labels, onChange }: QuantityProps) {
  return (
    <fieldset className="mais-quantity" aria-label={label}>
      <button type="button" aria-label={labels.fewer} aria-disabled={value <= min} onClick={() => value > min && onChange(value - 1)}>
        <Icon name="minus" />
      </button>
      <output aria-live="polite">{text}</output>
      <button type="button" aria-label={labels.more} aria-disabled={value >= max} onClick={() => value < max && onChange(value + 1)}>
        <Icon name="plus" />
      </button>
    </fieldset>
  );
}
