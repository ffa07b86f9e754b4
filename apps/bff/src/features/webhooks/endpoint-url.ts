import { InvalidRequestError } from '../../platform/errors.ts';
import { literalAddress, mayConnectTo, type AddressRules } from '../../platform/outbound/address-rules.ts';

/** Of the column. */
const MAX_LENGTH = 2000;

/**
 * Reads the address of an endpoint. What a name leads to is looked at each time something is sent there.
 * @throws InvalidRequestError
 */
export function parseEndpointUrl(text: string, rules: AddressRules): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) throw refused('must be an address such as https://www.example.com/hooks/mais');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && rules.allowLoopback && isThisMachine(url))) throw refused('must begin with https://');
  if (url.username !== '' || url.password !== '') throw refused('must not carry a name or password; deliveries are known by their signature');
  if (url.hash !== '') throw refused('must not carry a fragment, which is never sent');
  const address = literalAddress(url);
  if (address !== null && !mayConnectTo(address, rules)) throw refused('must be on the public internet');
  if (url.href.length > MAX_LENGTH) throw refused(`must have at most ${MAX_LENGTH} characters`);
  return url;
}

function isThisMachine(url: URL): boolean {
  const address = literalAddress(url);
  return url.hostname === 'localhost' || (address !== null && !mayConnectTo(address, { allowLoopback: false }) && mayConnectTo(address, { allowLoopback: true }));
}

function refused(detail: string): InvalidRequestError {
  return new InvalidRequestError([{ pointer: '/url', detail }]);
}
