import { choose, layout, pitfall, prose, section } from '#report';
import { codeText, count, countInWords, nats, percent, real, term, token } from '#report/values';
import { firstTokensOfLabels } from './limits.measure.ts';
import { phrasings } from './phrasings.measure.ts';
import { orNoChange } from './shared.ts';
import { surfaceForms } from './surface-forms.measure.ts';

export const limits = section({
  id: 'confidence-limits',
  title: prose`What else can go wrong`,
  needs: { wording: phrasings, labels: firstTokensOfLabels, forms: surfaceForms },
  write({ wording, labels, forms }) {
    const { shift } = wording;
    const changes = orNoChange(shift.verdict, shift.gained, shift.lost);
    const { question, statement } = wording.right;
    const isEven = layout([question, statement], (one, other) => one === other);
    return [
      pitfall(prose`Wording`, [
        prose`Ask for the same ${count(wording.n)} facts as questions, “${codeText(wording.question)}” instead of
          “${codeText(wording.statement)}”, and ${percent(wording.change, 2)} of the choices change.
          ${count(question)} are right${isEven ? prose` in both forms` : prose`, not ${count(statement)}`}${
            changes === 'none'
              ? prose``
              : prose`: ${count(shift.gained)}
                  were gained and ${count(shift.lost)} lost (${term('sign test')}: p = ${real(shift.p, 2)})`
          }${choose(changes, {
            up: prose`, so the question form does better.`,
            down: prose`, so the question form does worse.`,
            'no clear effect': prose`, no clear difference.`,
            none: prose`, so neither form does better.`,
          })} A threshold found with one wording is untested with another.`,
      ]),
      pitfall(prose`Labels that begin alike`, [
        choose(labels.extent, {
          same: prose`Ask for a rating, “${codeText(labels.prompt)}”, and all ${countInWords(labels.n)} labels begin
            with the same token, ${token(labels.token)}, at ${nats(labels.first, 1)} whatever the rating. Print
            the tokens of your labels before you trust the first token.`,
          different: prose`Ask for a rating, “${codeText(labels.prompt)}”: with this tokenizer the
            ${countInWords(labels.n)} labels begin with different tokens. With others all may begin with the same space,
            and then the first token says nothing about the rating. Print the tokens of your labels.`,
        }),
      ]),
      pitfall(prose`Other spellings of the answer`, [
        prose`After “${codeText(forms.prompt)}” the usual ${token(forms.listed)} has
          ${percent(forms.listedProbability, 2)}, ${token(forms.fitting)}, in the style of the list,
          ${percent(forms.fittingProbability, 2)}, and all ${countInWords(forms.n)} spellings that we tried
          ${percent(forms.allProbability, 2)}. ${choose(forms.answer, {
            unlikely: prose`Add up those that you accept; all together may still be unlikely.`,
            likely: prose`Add up those that you accept.`,
          })}`,
      ]),
    ];
  },
});
