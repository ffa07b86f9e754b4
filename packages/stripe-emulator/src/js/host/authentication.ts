import { FrameLink } from './frame-link.ts';

/** Shows the bank's 3DS step over the page and resolves when the customer is through with it, however it ended. */
export async function showAuthentication(origin: string, url: string): Promise<void> {
  const before = document.activeElement;
  await new Promise<void>((resolve) => {
    // Its path only: the emulator may be known by another name to the server than to this page.
    const { pathname, search } = new URL(url);
    const link = new FrameLink(origin, `${pathname}${search}`, (message) => {
      if (message.kind !== 'authenticated') return;
      link.close();
      resolve();
    });
    const { frame } = link;
    frame.title = 'Bank authentication';
    frame.setAttribute('role', 'dialog');
    frame.setAttribute('aria-modal', 'true');
    Object.assign(frame.style, { position: 'fixed', inset: '0', width: '100%', height: '100%', zIndex: '2147483647', colorScheme: 'light' });
    frame.addEventListener('load', () => frame.focus());
    document.body.append(frame);
  });
  if (before instanceof HTMLElement) before.focus();
}
