import { at } from '#numerics/list';
import { choose, list, pitfall, prose, section } from '#report';
import { codeText, count, percent, real, ref, term, token } from '#report/values';
import { lengthAndSize } from './limits.measure.ts';
import { chatTemplate, phrasings } from './phrasings.measure.ts';
import { range } from './shared.ts';
import { surfaceForms } from './surface-forms.measure.ts';

export const limits = section({
  id: 'confidence-limits',
  title: prose`What can go wrong`,
  needs: { m: lengthAndSize, wording: phrasings, chat: chatTemplate, forms: surfaceForms },
  write({ m, wording, chat, forms }) {
    const [few, many] = [at(m.sizes, 0), at(m.sizes, 1)];
    const { shift } = m.varied;
    return [
      pitfall(prose`Wording and template`, [
        prose`Asked as questions instead of statements, ${count(wording.result.n)} facts get another choice in
          ${percent(wording.result.change)} of cases (${ref('phrasing-scatter')})${
            chat.change === null
              ? prose`.`
              : prose`; put into the chat template
          ${choose(chat.model, { embedded: prose`that the model was tuned on`, another: prose`of the model` })},
          ${count(chat.n)} questions do in ${percent(chat.change)} (the text
          below ${ref('chat-table')}).`
          } Measure in the form that you use; after a change, find thresholds
          anew.`,
      ]),
      pitfall(prose`Length`, [
        prose`Each further token adds a term that is zero at best, so a sum favours short answers. Does it
          show? Of the ${count(m.varied.n)} test items whose answers differ by two tokens or more, the model
          picks a shortest one where the truth is longer in ${count(shift.gained)}, the other way round in
          ${count(shift.lost)} (${term('sign test')}: a fair coin would fall as one-sidedly with a probability
          of ${real(shift.p)})${choose(m.varied.shown, {
            proof: prose`: it shows.`,
            hint: prose`: a hint, not yet a proof.`,
            neither: prose`: no sign of it.`,
          })}`,
      ]),
      pitfall(prose`Surface form`, [
        prose`After “${codeText(forms.prompt)}” the usual spelling ${token(forms.listed)} has
          ${percent(forms.listedProbability)}; ${token(forms.fitting)}, which the list asks for${choose(
            forms.fittingTokens,
            {
              several: prose` and which is
          ${list(forms.fittingPieces.map(token))} here`,
              one: prose``,
            },
          )}, has ${percent(forms.fittingProbability)}, and all
          forms hold ${percent(forms.allProbability)}. The likeliest token is ${token(forms.listTop)} with
          ${percent(forms.listTopProbability)}: left alone, the model goes on with
          “${codeText(forms.goesOn)}”. After “${codeText(forms.questionPrompt)}” the likeliest token is
          ${token(forms.top)} with ${percent(forms.topProbability)}. ${choose(forms.answer, {
            unlikely: prose`So an answer can be the best of four and still be unlikely.`,
            likely: prose`Here the answer is likely as well; where it is not, it can still be the best of four.`,
          })}`,
      ]),
      pitfall(prose`Too few items`, [
        prose`Of ${count(few.n)} items ${percent(m.rate, { digits: 2 })} are right: true rates from
          ${range(percent, few)} could have given that (a Wilson interval); of ${count(many.n)}, from
          ${range(percent, many)}. Compare two prompts on the *same* items, and look at those that change:
          that is far sharper than two separate rates.`,
      ]),
    ];
  },
});
