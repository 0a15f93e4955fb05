import { at } from '#numerics/list';
import { code, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { equation, math, nats, percent, ref, term, text } from '#report/values';
import { confidences, factScores, judge } from './fact-scores.ts';

/** Questions of dev: an easy one, a close one, and one with a famous wrong answer. */
const SHOWN = ['city-kyoto', 'capital-australia', 'capital-nigeria'];

export const confidenceSignal = measurement({
  id: 'confidence-signal',
  needs: { scores: factScores },
  kinds: {
    model: 'exact',
    facts: {
      prompt: 'exact',
      right: 'exact',
      chosen: 'exact',
      confidence: 'probability',
      verdict: 'exact',
    },
    answers: { prompt: 'exact', answer: 'exact', sum: 'nats', confidence: 'probability', isRight: 'exact' },
  },
  async measure({ lm, scores }) {
    const items = SHOWN.map((id) => {
      const item = scores.items.find((one) => one.id === id);
      if (item === undefined) throw new RangeError(`no fact has the id ${id}`);
      return item;
    });
    const facts = items.map(({ prompt, answers }) => {
      const { chosen, confidence, right } = judge(answers.map(({ sum }) => sum));
      const verdict: 'right' | 'wrong' = right ? 'right' : 'wrong';
      return { prompt, right: at(answers, 0).text, chosen: at(answers, chosen).text, confidence, verdict };
    });
    const answers = items.flatMap(({ prompt, answers }) => {
      const shares = confidences(answers.map(({ sum }) => sum));
      return answers.map(({ text, sum }, place) => ({
        prompt,
        answer: text,
        sum,
        confidence: at(shares, place),
        isRight: place === 0,
      }));
    });
    return { model: lm.id, facts, answers };
  },
});

export const signal = section({
  id: 'confidence-signal',
  title: prose`Four answers, one of them right`,
  needs: { m: confidenceSignal },
  write({ m }) {
    const [easy, close, famous] = [at(m.facts, 0), at(m.facts, 1), at(m.facts, 2)];
    const verdict = (fact: typeof easy) =>
      choose(fact.verdict, { right: prose`which is right`, wrong: prose`which is wrong` });
    return [
      prose`
        A model completes whatever it is given, whether it knows the answer or not. But it also says, with every
        completion, how likely that completion was. Can a program use this to tell a good answer from a bad one? This chapter asks ${text(m.model)}, a small
        model that runs on your machine when the report is built; a larger one would know more, and be tested in the same way.
      `,
      prose`
        To find out, one needs questions whose answers are beyond doubt. Here is one: “${text(close.prompt)} …”. Write
        down four answers, one of them right. Score each: its log-probability is the sum of the log-probabilities of its
        ${term('token', 'tokens')}, given the words before it. The answer with the largest sum is the model's choice.
      `,
      prose`
        Such a sum is not yet the chance of being right. A part of the probability always goes to words that answer nothing,
        “a city in …”, so even a sure answer has less than one. So compare the four only with each other. The ${term('softmax')} of their sums is four shares that
        add up to one, and the share of the chosen answer is the *confidence* of this chapter:
      `,
      equation`c = \max_i \frac{e^{\ell_i}}{\sum_j e^{\ell_j}}, \qquad \ell_i = \sum_t \ln p(\text{token } t \text{ of answer } i)`,
      code('#chapters/03-logprobs-as-confidence/fact-scores', 'confidence'),
      prose`What does that look like? ${ref('signal-shares')} shows three questions; the model does not see the list of answers.`,
      figure({
        id: 'signal-shares',
        caption: prose`Three questions with four answers each: the share of each answer. The right answer has a tick.`,
        alt: prose`
          Bars of shares. “${text(easy.prompt)}”: the model picks ${text(easy.chosen)},
          ${verdict(easy)}, with ${percent(easy.confidence)}. “${text(close.prompt)}”:
          ${text(close.chosen)}, ${verdict(close)}, with ${percent(close.confidence)}.
          “${text(famous.prompt)}”: ${text(famous.chosen)}, ${verdict(famous)}, with
          ${percent(famous.confidence)}.
        `,
        data: m.answers.map((row) => ({
          prompt: `${row.prompt} …`,
          answer: row.isRight ? `${row.answer} ✓` : row.answer,
          confidence: row.confidence,
          right: row.isRight ? 'right' : 'wrong',
        })),
        spec: {
          facet: {
            row: {
              field: 'prompt',
              type: 'nominal',
              sort: m.facts.map((fact) => `${fact.prompt} …`),
              title: null,
              header: { labelAngle: 0, labelAlign: 'left', labelOrient: 'top', labelAnchor: 'start' },
            },
          },
          resolve: { scale: { y: 'independent' } },
          spec: {
            height: { step: 22 },
            mark: 'bar',
            encoding: {
              y: { field: 'answer', type: 'nominal', sort: null, title: null },
              x: {
                field: 'confidence',
                type: 'quantitative',
                title: 'share',
                axis: { format: '%' },
                scale: { domain: [0, 1] },
              },
              color: {
                field: 'right',
                type: 'nominal',
                scale: { domain: ['right', 'wrong'], range: ['$blue', '$soft'] },
                legend: null,
              },
            },
          },
        },
      }),
      table({
        id: 'signal-table',
        caption: prose`The same answers: sums of log-probabilities in nats, and shares.`,
        rows: m.answers,
        columns: [
          { head: prose`question`, cell: (row) => prose`${text(row.prompt)} …` },
          { head: prose`answer`, cell: (row) => prose`${text(row.answer)}` },
          { head: prose`sum ${math`\ell`}`, align: 'right', cell: (row) => prose`${nats(row.sum)}` },
          { head: prose`share`, align: 'right', cell: (row) => prose`${percent(row.confidence)}` },
        ],
      }),
      prose`
        What to see: in the first question the model picks ${text(easy.chosen)}, ${verdict(easy)}, with
        ${percent(easy.confidence)}. In the second it picks ${text(close.chosen)}, ${verdict(close)}, with
        ${percent(close.confidence)}; in the third ${text(famous.chosen)}, ${verdict(famous)}, with
        ${percent(famous.confidence)}. Three cases prove nothing. So let us ask many.
      `,
    ];
  },
});
