import { choose, output, prose, type Seen, section } from '#report';
import {
  asPython,
  cite,
  codeText,
  count,
  given,
  nats,
  percent,
  real,
  ref,
  text,
  token,
} from '#report/values';
import { squareOf } from '../square.ts';
import { apiAnswer } from './api-answer.measure.ts';
import { nextToken } from './next-token.measure.ts';
import { toySoftmax } from './softmax-by-hand.measure.ts';
import { twoAnswers } from './two-answers.measure.ts';

const TWO = { digits: 2 } as const;

/** To which label the model leans, and how often, as the end of a sentence. */
export const leaningTo = (m: Seen<typeof twoAnswers>) => {
  const no = prose`“no” ${count(m.leaningToNo)} of ${count(m.questions)} times`;
  const yes = prose`“yes” ${count(m.leaningToYes)} of ${count(m.questions)} times`;
  return choose(m.leaning, {
    'always no': no,
    'more often no': no,
    'always yes': yes,
    'more often yes': yes,
    neither: prose`neither answer`,
  });
};

export const twoAnswersSection = section({
  id: 'one-model-two-answers',
  title: prose`One model, two answers`,
  needs: { m: twoAnswers, next: nextToken, toy: toySoftmax, api: apiAnswer },
  write({ m, next, toy, api }) {
    const times =
      m.timesLikelier === null
        ? prose`beyond comparison likelier`
        : prose`${real(m.timesLikelier, TWO)} times likelier`;
    const leaning = choose(m.leaning, {
      'always no': prose`it leans to “no” all ${count(m.questions)} times`,
      'more often no': prose`it leans to “no” ${count(m.leaningToNo)} of ${count(m.questions)} times`,
      'always yes': prose`it leans to “yes” all ${count(m.questions)} times`,
      'more often yes': prose`it leans to “yes” ${count(m.leaningToYes)} of ${count(m.questions)} times`,
      neither: prose`it never leans to “yes” nor to “no”`,
    });
    return [
      prose`Our model, ${codeText(m.model)}, reads “${text(m.prompt)}” and ${choose(next.shape, {
        falling: prose`goes on with ${token(m.winner.text)}, to which it gives
          ${percent(m.winner.probability, TWO)} (␣ is a space).`,
        flat: prose`finds all tokens equally likely, ${percent(m.winner.probability, TWO)} each (␣ is a space).`,
      })} Then we ask it ${codeText(m.question)} (⏎ is a line break).
        ${choose(m.saysOfParis, {
          no: prose`Now “no”, in its four usual spellings, is ${times} than “yes”.`,
          yes: prose`Now “yes”, in its four usual spellings, is ${times} than “no”.`,
          neither: prose`Now “yes” and “no” are equally likely.`,
        })}

        ${choose(m.completes, {
          Paris: choose(m.saysOfParis, {
            no: prose`So does it know the capital or not?`,
            yes: prose`So it knows the capital. Or does it say yes to every city?`,
            neither: prose`So does it know the capital or not?`,
          }),
          'something else': prose`So what does it know about capitals?`,
        })} Look behind the word: a model first gives a probability to every word that it might say. Asked about
        ${count(m.pairs)} capitals and as many other cities, ${leaning}. Completing the sentence, it finds the capital likelier than the
        other city ${count(m.completedCapital)} times out of ${count(m.pairs)} (${ref('sigmoid')}). A probability answers one
        question alone: which words come next, *here*?

        APIs give the natural logarithms of such probabilities, \`logprobs\`: ${given(0)} is certain,
        ${given(-0.69)} a half, ${given(-2.3)} a tenth. \`exp\` turns them back. \`logprobs=True\` asks for that of each piece of text that is written, \`top_logprobs\` for those of the likeliest pieces at its place. In Python (\`pip install openai\`; the key
        is in \`OPENAI_API_KEY\`):

        \`\`\`python
        from math import exp
        from openai import OpenAI

        answer = OpenAI().chat.completions.create(
            model="gpt-4o-mini", messages=[{"role": "user", "content": "Question: Is Paris the capital of France?\\nAnswer:"}],
            max_tokens=1, temperature=0, logprobs=True, top_logprobs=5)
        entry = answer.choices[0].logprobs.content[0]
        for token in entry.top_logprobs:
            print(repr(token.token), f"{exp(token.logprob):.1%}")
        \`\`\``,
      output(
        api.listed.map((row) => prose`${token(row.token)} ${asPython(row.probability, '.1%')}`),
        { from: prose`our model, not \`gpt-4o-mini\`, and for the bare text` },
      ),
      prose`Your model's list will be another: in OpenAI's cookbook (${cite('openai-logprobs')}) \`gpt-4o-mini\` sorts a headline under \`Art\` with
        ${given(-0.028)}, which is ${given(97)}%. To read such numbers: ${ref('log-probabilities')}. To decide by them:
        ${ref('api-answer')}. What can go wrong: ${ref('what-can-go-wrong')}. Recipes: from ${ref('sort-headlines')} on. The rest tells
        where such numbers come from. ${choose(m.known, {
          embedded: prose`Our model is tiny, and most of the numbers in it are rounded to four bits: take the methods
            from here, not the numbers.`,
          another: prose`Take the methods from here: the numbers are this model's own.`,
        })}

        How do a model's scores become log-probabilities? ${ref('square-softmax')} is the map, to come
        back to: three toy scores take the long way of the solid arrows; the dashed one is a short cut.`,
      squareOf('softmax', {
        numbers: {
          given: toy.rows.map(({ logit }) => given(logit)),
          mapped: toy.rows.map(({ exponential }) => real(exponential, TWO)),
          combined: toy.rows.map((row) => real(row.probability, TWO)),
          result: toy.rows.map(({ logprob }) => nats(logprob, TWO)),
        },
      }),
    ];
  },
});
