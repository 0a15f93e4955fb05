import {
  and,
  clearly,
  curious,
  figure,
  finding,
  instrument,
  most,
  output,
  prose,
  type Quantity,
  type Seen,
  section,
  table,
} from '#report';
import * as mark from '#report/marks';
import {
  asPython,
  atLeast,
  atMost,
  count,
  decibels,
  given,
  math,
  percent,
  probability,
  rank,
  real,
  ref,
  term,
  text,
  token,
} from '#report/values';
import { ratioLevels } from './levels.measure.ts';
import { nameTokens } from './name-tokens.measure.ts';
import { passageEvidence } from './passage-evidence.measure.ts';

type Evidence = Seen<typeof passageEvidence>;
type Worth = Record<'estimate' | 'low' | 'high', Quantity<'decibels'>>;

const interval = ({ low, high }: Worth) => prose`${real(low, 1)} to ${decibels(high, 1)}`;

export const passagesPull = ({ real: { gold }, realQuestions }: Evidence) =>
  finding({
    id: 'passages-pull',
    when: clearly('median evidence of the right passage', 'above', 0, gold),
    context: [realQuestions],
    text: () => prose`On ${count(realQuestions)} questions about real things, a passage that names the right answer
      raised the odds of that answer against a rival by a median of ${decibels(gold.estimate, 1)} (${given(95)}%
      interval: ${interval(gold)}).`,
  });

const falsePulls = ({ real: { counterfactual } }: Evidence) =>
  finding({
    id: 'false-passage-pulls',
    when: clearly('median evidence of the false passage', 'below', 0, counterfactual),
    text: () => prose`Passages that name the rival moved the right answer's odds by a median of
      ${decibels(counterfactual.estimate, 1)} (${interval(counterfactual)}).`,
  });

const rightBeatsUnrelated = ({ overUnrelated: { count: ahead, p, more }, realQuestions }: Evidence) =>
  finding({
    id: 'right-beats-unrelated',
    when: and(
      most(
        'questions on which the passage that names the right answer was worth more than an unrelated one',
        {
          count: ahead,
          of: realQuestions,
          p,
        },
      ),
      clearly('median by which it was worth more', 'above', 0, more),
    ),
    text: () => prose`On ${rank(ahead)} of the ${count(realQuestions)} real questions, the passage that names the right
      answer was worth more than the one on another subject (${term('sign test')}: ${math`p`} = ${probability(p, 2)}).
      The median difference over all ${count(realQuestions)} is ${decibels(more.estimate, 1)} (${interval(more)}).`,
  });

const secondCopyLess = ({ second }: Evidence) =>
  finding({
    id: 'second-copy-less',
    when: clearly('median by which the second copy was worth less than the first', 'above', 0, second.less),
    text: () => prose`On the real questions, a second copy of the right passage, placed after the first, was worth a
      median of ${decibels(second.less.estimate, 1)} less than the first (${interval(second.less)}).`,
  });

export const evidence = section({
  id: 'evidence-in-decibels',
  title: prose`A passage's worth`,
  needs: { m: passageEvidence, ratios: ratioLevels },
  write: ({ m: { example }, ratios: { nat } }) => [
    prose`How far does a passage placed before the question shift the model's answer? Without and with the passage,
      score the right answer and one rival: sum the log-probabilities of the answer's tokens. You need an API that
      returns log-probabilities for text you supply (the \`echo\` option).

      Here the *odds* are the probability of the right answer divided by that of the rival. We *define* the evidence of
      a passage as the factor by which it changes these odds. In decibels, the evidence is ${real(nat, 3)} times the
      change in the difference between the two sums, in nats. This factor would be a likelihood ratio if the model
      reasoned by Bayes' rule. It tells how the model reacts, not how true the passage is.

      Take “${text(example.question)}” with the answer ${token(example.rightAnswer)} and the rival
      ${token(example.rivalAnswer)}. The probabilities that the reply begins with these are
      ${percent(example.without.right, 3)} and ${percent(example.without.rival, 3)}: odds of
      ${decibels(example.before, 1)}. With the passage “${text(example.opening)} …” in front, they are
      ${percent(example.with.right, 3)} and ${percent(example.with.rival, 3)}: odds of ${decibels(example.after, 1)}.
      The passage is worth ${decibels(example.evidence, 0)}.`,
    instrument({
      kind: 'answers',
      example: {
        question: 'Question: Which river flows through Baghdad?\nAnswer:',
        answers: ['Tigris', 'Euphrates'],
        passage:
          'The river Tigris flows through Baghdad. Bridges join the two halves of the city, and for thousands of years its water has been led to the fields.',
      },
    }),
    curious(prose`How do I measure this on my own model?`, [
      prose`This program works with vLLM, with some hosted APIs, and with our model (run \`npm ci\` and
        \`npm run serve\` in this project's folder):

        \`\`\`python
        from math import exp, log
        from openai import OpenAI  # pip install openai

        # For another server, change these two lines.
        client = OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="none")
        model = "HuggingFaceTB/SmolLM2-135M-Instruct"

        question = "Question: Which river flows through Baghdad?\\nAnswer:"
        passage = (
            "The river Tigris flows through Baghdad. Bridges join the two halves "
            "of the city, and for thousands of years its water has been led to "
            "the fields.")
        right, rival = " Tigris", " Euphrates"

        def logprob(prompt, answer):
            """The log-probability of the answer after the prompt, in nats."""
            reply = client.completions.create(
                model=model, prompt=prompt + answer,
                max_tokens=1, temperature=0, echo=True, logprobs=1)
            scored = reply.choices[0].logprobs
            # Leave out the prompt's tokens and the one that the server writes.
            pairs = list(zip(scored.text_offset, scored.token_logprobs))[:-1]
            return sum(nats for offset, nats in pairs if offset >= len(prompt))

        def odds(prompt):
            """The right answer against its rival, in decibels."""
            a, b = logprob(prompt, right), logprob(prompt, rival)
            print(f"{exp(a):.3g} against {exp(b):.3g}")
            return 10 / log(10) * (a - b)

        before, after = odds(question), odds(passage + "\\n" + question)
        print(f"{before:.3g} dB, then {after:.3g} dB")
        \`\`\``,
      output([
        prose`${asPython(example.without.right, '.3g')} against ${asPython(example.without.rival, '.3g')}`,
        prose`${asPython(example.with.right, '.3g')} against ${asPython(example.with.rival, '.3g')}`,
        prose`${asPython(example.before, '.3g')} dB, then ${asPython(example.after, '.3g')} dB`,
      ]),
    ]),
  ],
});

export const passagesCompared = section({
  id: 'passages-compared',
  title: prose`Right, false, unrelated`,
  needs: { m: passageEvidence },
  write({ m }) {
    return [
      prose`${ref('passage-evidence-figure')} shows ${count(m.questions)} questions, half of them about invented things
        (${ref('passage-summary')} is about the others). Each comes with three passages: one names the right answer, one
        names the *rival* instead, and one is about something else.`,
      figure({
        id: 'passage-evidence-figure',
        caption: prose`The evidence of each passage for the right answer, one point for each question. Upright lines mark
          the medians of the real questions. Left of zero, a passage speaks for the rival.`,
        alt: prose`Three rows of points on an axis of decibels. For the real questions, a passage that names the right
          answer has a median of ${decibels(m.real.gold.estimate, 0)}, one on another subject
          ${decibels(m.real.irrelevant.estimate, 1)}, and one that names the rival
          ${decibels(m.real.counterfactual.estimate, 0)}.`,
        data: {
          rows: m.dots,
          medians: m.medians.map((row) => ({ ...row, kind: 'real' })),
          none: [{ evidence: given(0) }],
        },
        spec: {
          height: 220,
          layer: [
            mark.reference({ x: 'evidence' }, { data: 'none' }),
            mark.dots(
              {
                x: mark.q('evidence', { title: 'evidence for the right answer in dB' }),
                y: mark.n('passage', { title: null, sort: null }),
                yOffset: mark.n('kind', { sort: ['real', 'invented'] }),
                ...mark.series('kind', { title: 'question', sort: ['real', 'invented'] }, [
                  'circle',
                  'square',
                ]),
              },
              { size: 30, opacity: 0.7 },
            ),
            mark.tick(
              {
                x: 'median',
                y: mark.n('passage', { sort: null }),
                yOffset: mark.n('kind', { sort: ['real', 'invented'] }),
              },
              { data: 'medians', color: '$ink', thickness: 2, size: 24 },
            ),
          ],
        },
      }),
      table({
        id: 'passage-summary',
        caption: prose`The real questions, by passage: the number of questions on which the rival was likelier than the right
          answer, the median probabilities, and the median evidence (not the ratio of the medians).`,
        rows: m.table,
        columns: [
          ['passage', (row) => text(row.passage)],
          ['rival ahead', (row) => rank(row.ahead)],
          ['right answer', (row) => percent(row.right, 2)],
          ['rival', (row) => percent(row.rival, 2)],
          ['evidence (dB)', (row) => (row.evidence === null ? prose`` : decibels(row.evidence, 1)), 'right'],
        ],
      }),
      prose`${passagesPull(m)} ${falsePulls(m)} The replies that begin with neither answer have a median
        of ${percent(m.elsewhere, 2)} of the probability.

        Compare each passage with an unrelated one before the same question.
        ${rightBeatsUnrelated(m)} The unrelated passages contain neither answer, so this control cannot tell what a
        passage *says* from the names that it *mentions*.

        ${secondCopyLess(m)} Different passages may overlap, so measure them in one prompt.`,
    ];
  },
});

export const furthestPassage = section({
  id: 'furthest-passage',
  title: prose`Too many decibels`,
  needs: { m: passageEvidence, name: nameTokens },
  write: ({ m: { furthest, invented, realQuestions, unrelated }, name }) => [
    prose`Read the evidence of a single passage with care: the unrelated passages before the ${count(realQuestions)}
      real questions are worth from ${atLeast(decibels, unrelated.least, 0)} to ${atMost(decibels, unrelated.most, 0)}.

      For the invented questions, the medians are ${decibels(invented.gold, 0)} (right answer),
      ${decibels(invented.irrelevant, 1)} (unrelated) and ${decibels(invented.counterfactual, 0)} (rival). One
      passage is worth ${decibels(furthest.evidence, 0)}: it names the answer to “${text(furthest.question)}”,
      ${token(name.answer)} (${ref('name-tokens-table')}).`,
    table({
      id: 'name-tokens-table',
      caption: prose`The probability of each token of the answer, given the tokens before it, without the passage and
        with it.`,
      rows: name.rows,
      columns: [
        ['token', (row) => token(row.token)],
        ['without', (row) => probability(row.without, 2)],
        ['with', (row) => probability(row.with, 2)],
        ['gain (dB)', (row) => decibels(row.gain, 1)],
      ],
    }),
    prose`The answer gains ${decibels(furthest.right, 0)} and the rival, ${token(furthest.rivalAnswer)},
      ${decibels(furthest.rival, 0)}, so the odds gain ${decibels(furthest.evidence, 0)}, to
      ${decibels(furthest.odds, 0)}. The answer's probability goes from ${probability(name.before, 2)} to
      ${probability(furthest.after, 2)}. A later token's gain counts only once the earlier tokens are written. So **a
      rare name can gain many decibels and stay improbable**.`,
  ],
});
