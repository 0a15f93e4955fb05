/** Breaks a text between its words into lines, each filled as long as it `fits`; a word too long gets its own line. */
export function brokenLines(words: readonly string[], fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const longer = last ? `${last} ${word}` : word;
    if (last === '' || (last && fits(longer))) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
