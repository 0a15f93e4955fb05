import { at } from '#numerics/list';
import { choose, code, curious, figure, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { codeText, equation, given, math, nats, percent, ref, term, text } from '#report/values';
import { scaled, shareAxis } from './shared.ts';
import { confidenceSignal } from './signal.measure.ts';

export const signal = section({
  id: 'confidence-signal',
  title: prose`Four answers, one of them right`,
  needs: { m: confidenceSignal },
  write({ m }) {
    const [easy, close, famous] = [at(m.facts, 0), at(m.facts, 1), at(m.facts, 2)];
    const verdict = (fact: typeof easy) =>
      choose(fact.verdict, {
        right: prose`which is right`,
        wrong: prose`which is wrong`,
        tied: prose`level with another, so that it is no choice`,
      });
    return [
      prose`A model completes whatever it is given, whether it knows the answer or not. But it also says how
        likely each completion was. Can a program use this to tell good answers from bad ones? We ask
        ${codeText(m.model)}${choose(m.size, {
          known: prose`, a small model with ${given(135)} million parameters.`,
          unknown: prose`.`,
        })}`,
      prose`Take a question whose answer is beyond doubt: “${text(close.prompt)} …”. Write down four answers,
        one of them right. Score each: its ${term('log-probability')} is the sum of the log-probabilities of
        its ${term('token', 'tokens')}, given the words before it. These are natural logarithms, so the sums
        are counted in ${term('nat', 'nats')}; one nat less is a factor of about ${given(2.7)} in probability.
        The answer with the largest sum is the model's choice.`,
      prose`Such a sum is not yet the chance of being right: a part of the probability always goes to words
        that answer nothing, “a city in …”. So compare the four with each other. The ${term('softmax')} of
        their sums is four shares that add up to one, and the share of the chosen answer is the *confidence*
        ${math`c`} of this chapter. With ${math`i`} and ${math`j`} for the answers and ${math`t`} for the
        tokens of one, each token given the question and the tokens before it:`,
      equation`\ell_i = \sum_t \ln p(\text{token } t \mid \text{all before it}) \qquad c = \max_i \frac{e^{\ell_i}}{\sum_j e^{\ell_j}}`,
      code('#chapters/03-logprobs-as-confidence/fact-scores.measure', 'confidence'),
      prose`${ref('signal-shares')} shows three questions, picked by hand. The model does not see the list of
        answers.`,
      figure({
        id: 'signal-shares',
        caption: prose`Three questions with four answers each: the share of each answer. The right answer is
          blue and has a tick; the one that the model chooses is marked.`,
        alt: prose`Bars of shares. “${text(easy.prompt)}”: the model picks ${text(easy.chosen)},
          ${verdict(easy)}, with ${percent(easy.confidence)}. “${text(close.prompt)}”: ${text(close.chosen)},
          ${verdict(close)}, with ${percent(close.confidence)}. “${text(famous.prompt)}”:
          ${text(famous.chosen)}, ${verdict(famous)}, with ${percent(famous.confidence)}.`,
        data: m.answers.map((row) => ({
          prompt: `${row.prompt} …`,
          answer: `${row.answer}${row.isRight ? ' ✓' : ''}${row.isChosen ? ' (chosen)' : ''}`,
          share: row.share,
          right: row.isRight ? 'right' : 'wrong',
        })),
        spec: {
          facet: {
            row: mark.n('prompt', {
              sort: m.facts.map((fact) => `${fact.prompt} …`),
              title: null,
              header: { labelAngle: 0, labelAlign: 'left', labelOrient: 'top', labelAnchor: 'start' },
            }),
          },
          resolve: { scale: { y: 'independent' } },
          spec: {
            height: { step: 22 },
            mark: 'bar',
            encoding: {
              y: mark.n('answer', { sort: null, title: null }),
              x: shareAxis('share', 'share', [0, 1]),
              color: scaled('right', { right: '$blue', wrong: '$soft' }, { legend: null }),
            },
          },
        },
      }),
      prose`What to see: in the first the model picks ${text(easy.chosen)}, ${verdict(easy)}, with
        ${percent(easy.confidence)}. In the second it picks ${text(close.chosen)}, ${verdict(close)}, with
        ${percent(close.confidence)}; in the third ${text(famous.chosen)}, ${verdict(famous)}, with
        ${percent(famous.confidence)}. Three picked cases prove nothing: let us ask many.`,
      curious(
        prose`What are the sums behind these shares?`,
        table({
          id: 'signal-table',
          caption: prose`The same answers: sums of log-probabilities in nats, and shares.`,
          rows: m.answers,
          columns: [
            ['question', (row) => prose`${text(row.prompt)} …`],
            ['answer', (row) => text(row.answer)],
            [prose`sum ${math`\ell`}`, (row) => nats(row.sum)],
            ['share', (row) => percent(row.share)],
          ],
        }),
      ),
    ];
  },
});
