import { defineMaisWidget, type HostEvents, type MaisWidgetElement, type PublicEvents } from '@mais/sdk';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { toAttributes, type WidgetOptions } from './attributes.ts';

type Events = PublicEvents & HostEvents;

/** What the widget tells, each with the `detail` of the event of the same name. */
export interface BookingWidgetCallbacks {
  onReady?: () => void;
  onOpened?: () => void;
  onClosed?: () => void;
  onStep?: (detail: Events['step']) => void;
  onBookingSubmitted?: (detail: Events['booking_submitted']) => void;
  onBookingCreated?: (detail: Events['booking_created']) => void;
  /** The booking is confirmed, and paid as far as it had to be: the one to count conversions by. */
  onBookingCompleted?: (detail: Events['booking_completed']) => void;
  onBookingCancelled?: (detail: Events['booking_cancelled']) => void;
  onError?: (detail: Events['error']) => void;
}

export interface BookingWidgetProps extends WidgetOptions, BookingWidgetCallbacks {
  /** where the widget is served from, such as `https://book.example.com` */
  origin: string;
  id?: string;
  className?: string;
  ref?: Ref<BookingWidgetHandle>;
}

/** The popup's methods; an inline widget has nothing to open. */
export type BookingWidgetHandle = Pick<MaisWidgetElement, 'open' | 'close'>;

/**
 * A tenant's booking widget. Changed options reach it live; changed callbacks reach it not at all, the latest ones are
 * called, and the frame is never loaded again for either.
 */
export function BookingWidget({ origin, id, className, ref, ...rest }: BookingWidgetProps) {
  const element = useRef<MaisWidgetElement>(null);
  const latest = useRef<BookingWidgetCallbacks>(rest);

  // Before the listeners below, and again after each render: what is called is what was rendered last.
  useEffect(() => {
    latest.current = rest;
  });

  useEffect(() => {
    const widget = element.current;
    if (widget === null) return undefined;
    const stops = Object.entries(callbackOf).map(([type, name]) => {
      const listener = (event: Event) => latest.current[name]?.((event as CustomEvent).detail as never);
      widget.addEventListener(type, listener);
      return () => widget.removeEventListener(type, listener);
    });
    defineMaisWidget(origin);
    return () => {
      for (const stop of stops) stop();
    };
  }, [origin]);

  useImperativeHandle(ref, () => ({ open: () => element.current?.open(), close: () => element.current?.close() }), []);

  return <mais-widget ref={element} {...toAttributes(rest)} {...(id !== undefined && { id })} {...(className !== undefined && { class: className })} />;
}

const callbackOf = {
  ready: 'onReady',
  opened: 'onOpened',
  closed: 'onClosed',
  step: 'onStep',
  booking_submitted: 'onBookingSubmitted',
  booking_created: 'onBookingCreated',
  booking_completed: 'onBookingCompleted',
  booking_cancelled: 'onBookingCancelled',
  error: 'onError',
} as const satisfies Record<keyof Events, keyof BookingWidgetCallbacks>;
