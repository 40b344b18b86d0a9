/** A file of the artefacts: its path with forward slashes, and its text. */
export interface ArtefactFile {
  readonly path: string;
  readonly content: string;
}
