import './styles/base.css';

export { Button, type ButtonProps, LinkButton, type LinkButtonProps } from './controls/button.tsx';
export { CheckboxField, type CheckboxFieldProps, RadioField, type RadioFieldProps } from './controls/choice-field.tsx';
export { SelectField, type SelectFieldProps, TextArea, type TextAreaProps, TextField, type TextFieldProps } from './controls/field.tsx';
export { Icon, type IconName } from './controls/icon.tsx';
export { Quantity, type QuantityProps } from './controls/quantity.tsx';
export { Announced, type AnnouncedProps } from './feedback/announced.tsx';
export { Notice, type NoticeProps } from './feedback/notice.tsx';
export { Skeleton } from './feedback/skeleton.tsx';
export { Spinner } from './feedback/spinner.tsx';
export { VisuallyHidden } from './feedback/visually-hidden.tsx';
export { type CalendarDayState, CalendarMonth, type CalendarMonthProps } from './calendar/calendar-month.tsx';
export {
  type LocalDay, type LocalMonth, type Weekday, addDays, addMonths, firstDayOf, lastDayOf, monthOf, toUtc,
} from './calendar/days.ts';
