import { choose, prose, type Seen } from '#report';
import { codeText } from '#report/values';
import type { ownTexts } from './texts.measure.ts';

/** What the shown programs are given: they name the start token of one model, and another may have begun otherwise. */
export function harbourGiven({ start, startKind }: Seen<typeof ownTexts>) {
  const otherStart = prose`the paragraph about the harbour, with ${codeText(start)} as the start`;
  return choose(startKind, {
    'between documents': prose`the paragraph about the harbour`,
    special: otherStart,
    text: otherStart,
  });
}
