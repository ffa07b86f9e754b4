import { expect, expectTypeOf, test } from 'vitest';
import { type BookingCompleted, defineMaisWidget, type MaisWidgetElement } from './index.ts';

test('can be imported where there is no page, and does nothing until it is asked to', () => {
  expect(globalThis.document).toBeUndefined();
  expectTypeOf(defineMaisWidget).parameters.toEqualTypeOf<[origin: string]>();
});

test('types what each event carries', () => {
  expectTypeOf(listen).parameter(0).toExtend<HTMLElement>();
  expectTypeOf<HTMLElementTagNameMap['mais-widget']>().toEqualTypeOf<MaisWidgetElement>();
});

function listen(widget: MaisWidgetElement): void {
  widget.addEventListener('booking_completed', ({ detail }) => expectTypeOf(detail).toEqualTypeOf<BookingCompleted>());
  widget.addEventListener('error', ({ detail }) => expectTypeOf(detail).toEqualTypeOf<{ code: string }>());
  widget.addEventListener('click', (event) => expectTypeOf(event).toEqualTypeOf<PointerEvent>());
}
