// Frameworks with server components take what a module exports for the server's unless it says so.
'use client';

export { BookingWidget, type BookingWidgetHandle, type BookingWidgetProps } from './booking-widget.tsx';
