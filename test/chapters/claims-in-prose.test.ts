import { expect, it } from 'vitest';
import { finding, greater } from '#report/finding';
import { kindName } from '#report/number-kinds';
import { prose } from '#report/prose';
import type { Part, Prose, ValuePart } from '#report/prose-parts';
import { plainText, reportProses } from '#report/report-tree';
import { count, math, nats, text } from '#report/values';
import { measured, stored } from '../report/measured-values.ts';
import { committedReport } from './committed.ts';

/** Words by which a sentence compares, counts or generalises. */
const CLAIM =
  /\b(?:more|less|fewer|higher|lower|larger|smaller|likelier|better|worse|most|every|only|even|already|always|never|almost|nearly|twice|half of|all of|none|no|instead of|needs|but|too)\b/i;

/** Stands before each number of a model in the text of a sentence. */
const RESULT = '\uE000';

/** Whether a number depends on the model: exact ones are counts of what was asked, or arithmetic. */
const isOfModel = ({ source }: ValuePart): boolean =>
  source !== undefined && !['exact', 'float64'].includes(kindName(source.kind));

/** A part as words of the author: a finding ends a sentence, and quotations make no claims. */
function ownWords(part: Part): string {
  if (part.type === 'value') return `${isOfModel(part) ? RESULT : ''}${part.text}${part.unit}`;
  if (part.type === 'math')
    return part.tex.map((piece) => (typeof piece === 'string' ? 'x' : ownWords(piece))).join('');
  if (part.type === 'finding') return '. ';
  if (part.type === 'text' || part.type === 'token') return '…';
  return plainText({ type: 'prose', parts: [part] });
}

/** The sentences outside findings that have both a number of the model and a word of a claim. */
const claimsIn = ({ parts }: Prose): string[] =>
  parts
    .map(ownWords)
    .join('')
    .split(/(?<=[.?!:;])\s+|\n\s*\n|\n\s*-\s/)
    .filter((sentence) => sentence.includes(RESULT) && CLAIM.test(sentence))
    .map((sentence) => sentence.replaceAll(RESULT, '').replaceAll(/\s+/g, ' ').trim());

it('a claim is told from a reading, an exact number, a quotation and a finding', () => {
  const loss = measured('nats', 1.5);
  const held = () =>
    finding({ id: 'f', when: greater('x', loss, 1), text: () => prose`It needs ${nats(loss)}.` });
  expect(
    claimsIn(prose`It needs ${nats(loss, 1)}. It has ${nats(loss)}. ${held()} All ${count(measured('exact', 3))} count.
      “${text(stored('only'))}” has ${nats(loss)}.`),
  ).toEqual(['It needs 1.5nats.']);
  expect(claimsIn(prose`It is only ${math`x = ${nats(loss, 1)}`}.`)).toEqual(['It is only x1.5nats.']);
});

it('what a text, caption, cell, takeaway or headline claims of the model is a finding; the rest states single results', () => {
  const report = committedReport();
  const claims = reportProses(report).flatMap(({ chapter, section, prose: said }) =>
    claimsIn(said).map((sentence) => `${section || chapter}: ${sentence}`),
  );
  expect(claims).toEqual([]);
});
