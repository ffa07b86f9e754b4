// Vite takes style sheets out of the module graph; to TypeScript they are modules without a value.
declare module '*.css';
