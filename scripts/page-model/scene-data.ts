/** What a page carries of a scene: `#render` writes it, templates/client reads it. */

/** An attribute of the mark of that index, with its values by the states; `text` is its text. */
export type SceneTrack = readonly [mark: number, attribute: string, values: readonly (string | number)[]];

export interface SceneData {
  /** The states; the first is the one that the page came with. */
  readonly states: readonly { readonly name: string; readonly words: string }[];
  /** What differs between the states, in each of the drawings. */
  readonly tracks: readonly (readonly SceneTrack[])[];
}
