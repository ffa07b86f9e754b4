import { randomBytes } from 'node:crypto';
import { refusalHeaders } from './page-policy.ts';
import { renderRefusal } from './render-page.ts';

/** Answers with a page that says what is wrong and what to do about it, and nothing of any tenant. */
export function refusePage(status: number, title: string, advice: string, framing: 'anyone' | 'nobody'): Response {
  const nonce = newNonce();
  return new Response(renderRefusal({ title, advice, nonce }), { status, headers: refusalHeaders(nonce, framing) });
}

/** For the scripts and styles of one answer. */
export function newNonce(): string {
  return randomBytes(16).toString('base64');
}
