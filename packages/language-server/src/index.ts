/** The language server: started by a face that brings a connection and files. */
export type { FileSource, ListOptions } from './file-source.ts';
export { type ServeOptions, serve } from './serve.ts';
export { type SettingInfo, serverSettings } from './server/settings.ts';
export { startStdio } from './stdio.ts';
