/**
 * The files beside those that are open. Whoever starts the server supplies it: the command reads the disk, a web worker
 * asks its client. Files are named by URI. What cannot be read is not there.
 */
export interface FileSource {
  /** Files that may be configuration: those of the folder itself, or with `deep` of all folders below it too. */
  list(folder: string, options: ListOptions): Promise<readonly string[]>;
  /** The text of a file; undefined where there is none, or none that can be read as text. */
  read(uri: string): Promise<string | undefined>;
}

export interface ListOptions {
  readonly deep: boolean;
}
