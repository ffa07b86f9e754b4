import { InvalidTokenError, MissingCredentialsError } from '../errors.ts';

/**
 * The token of an `Authorization: Bearer` header.
 * @throws MissingCredentialsError without the header, InvalidTokenError when it isn't a bearer token
 */
export function bearerToken(header: string | undefined): string {
  if (header === undefined) throw new MissingCredentialsError('Send the token that you got with this object: Authorization: Bearer …');
  const match = /^bearer +([A-Za-z0-9_.-]{1,600})$/i.exec(header);
  if (!match?.[1]) throw new InvalidTokenError('Send the token as Authorization: Bearer …');
  return match[1];
}
