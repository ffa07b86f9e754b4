export { BookingWidget, type BookingWidgetHandle, type BookingWidgetProps } from './booking-widget.tsx';
