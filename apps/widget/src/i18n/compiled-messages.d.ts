declare module '*?compiled' {
  // oxlint-disable-next-line typescript/consistent-type-imports -- a module without a path of its own can't import from a relative one
  const messages: import('./language.ts').CompiledMessages;
  export default messages;
}

declare module '*?compiled-paying' {
  // oxlint-disable-next-line typescript/consistent-type-imports -- as above
  const messages: import('./language.ts').CompiledMessages;
  export default messages;
}

declare module '*?compiled-asked' {
  // oxlint-disable-next-line typescript/consistent-type-imports -- as above
  const messages: import('./language.ts').CompiledMessages;
  export default messages;
}

declare module '*?compiled-manage' {
  // oxlint-disable-next-line typescript/consistent-type-imports -- as above
  const messages: import('./language.ts').CompiledMessages;
  export default messages;
}
