export { chooseLanguage, type ChosenLanguage, isLanguageCode, type LanguageCode, languageCodes } from './choose-language.ts';
export { writeMoney } from './write-money.ts';
