/** What a page carries of a scene: `#render` writes it, templates/client reads it. */

/** An attribute of the mark of that index, with its values by the frames; `text` is its text. */
export type SceneTrack = readonly [mark: number, attribute: string, values: readonly (string | number)[]];

interface SceneFrame {
  readonly name: string;
  readonly words: string;
  /** Frames on the dial, which are the last ones, have their number in words. */
  readonly label?: string;
}

export interface SceneData {
  readonly frames: readonly SceneFrame[];
  /** The index of the frame that the page came with, which is printed. */
  readonly still: number;
  /** What differs between the frames, in each of the drawings. */
  readonly tracks: readonly (readonly SceneTrack[])[];
}
