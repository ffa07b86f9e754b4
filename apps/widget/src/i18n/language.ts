import type { ChosenLanguage } from '@mais/languages';

import type { MessageKey } from '../messages/en.ts';

/** A message as `compileCatalog` writes it. */
export type CompiledMessage = string | ((writeArgument: (name: string) => string, pickForm: (name: string, forms: Readonly<Record<string, string>>) => string) => string);

/** A catalog, or a part of one, as the build has compiled it. */
export type CompiledMessages = Readonly<Partial<Record<MessageKey, CompiledMessage>>>;

/** The language that the widget speaks, with its words, and how it writes dates and money. */
export interface Language extends ChosenLanguage {
  readonly messages: CompiledMessages;
}
