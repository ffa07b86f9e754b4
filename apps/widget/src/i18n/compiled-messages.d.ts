declare module '*?compiled' {
  const messages: import('./load-language.ts').CompiledMessages;
  export default messages;
}
