export { createSecrets, type SecretPlace, type Secrets } from './secrets.ts';
