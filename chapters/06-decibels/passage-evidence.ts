import {
  and,
  clearly,
  curious,
  figure,
  finding,
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

const interval = ({ low, high }: Worth) => prose`${decibels(low, 0)} to ${decibels(high, 0)}`;

export const passagesPull = ({ real: { gold, counterfactual }, realQuestions }: Evidence) =>
  finding({
    id: 'passages-pull',
    when: and(
      clearly('median evidence of the right passage', 'above', 0, gold),
      clearly('median evidence of the false passage', 'below', 0, counterfactual),
    ),
    text: () => prose`On ${count(realQuestions)} questions about real things, a passage with the right answer was
      worth a median of ${decibels(gold.estimate, 0)} (${given(95)}% interval: ${interval(gold)}), and the same
      passage with a false answer ${decibels(counterfactual.estimate, 0)} (${interval(counterfactual)}).`,
  });

const secondCopyLess = ({ second, questions }: Evidence) =>
  finding({
    id: 'second-copy-less',
    when: clearly('median by which the second copy was worth less than the first', 'above', 0, second.less),
    text: () => prose`Over ${count(questions)} questions, the second copy was worth a median of
      ${decibels(second.worth, 1)} to our model, and the first ${decibels(second.first, 1)}. The median difference is
      ${decibels(second.less.estimate, 0)} (${interval(second.less)}).`,
  });

export const evidence = section({
  id: 'evidence-in-decibels',
  title: prose`A passage's worth`,
  needs: { m: passageEvidence, ratios: ratioLevels },
  write({ m, ratios: { nat } }) {
    const { example, unrelated, falseHarder } = m;
    return [
      prose`How far does a passage in front of the question move the model? Score the right answer
        and one rival, without the passage and with it, each by the sum of its tokens' log-probabilities. The
        *evidence* of the passage is the change in the odds between the two. In decibels it is ${real(nat, 3)} times
        the change in the difference of the two sums.

        Take “${text(example.question)}” with the answer ${token(example.rightAnswer)} and the rival
        ${token(example.rivalAnswer)}. Without a passage, the model begins its reply with the right answer in
        ${percent(example.without.right, 2)} of all cases, and with the rival in ${percent(example.without.rival, 2)}:
        odds of ${decibels(example.before, 1)}. Now put a passage in front, “${text(example.opening)} …” The right
        answer has ${percent(example.with.right, 2)} and the rival ${percent(example.with.rival, 2)}: odds of
        ${decibels(example.after, 1)}. The passage is worth ${decibels(example.evidence, 0)}.`,
      curious(prose`How do I measure this on my own model?`, [
        prose`You need an API that scores a text you supply (\`echo\`), which many chat APIs do not. This program
          works with vLLM, with some hosted APIs, and with ours (run \`npm ci\` and \`npm run serve\` in this
          project's folder):

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
      prose`${ref('passage-evidence-figure')} has ${count(m.questions)} questions, each with three passages: one names
        the right answer, one is the same with the *rival* in its place, and one is about something else. Half of the
        questions are about things that we made up; ${ref('passage-summary')} is about the other half.`,
      figure({
        id: 'passage-evidence-figure',
        caption: prose`The evidence of each passage for the right answer, one point for each question. Lines mark the
          medians of the real questions. Left of zero, a passage speaks for the rival.`,
        alt: prose`Three rows of points on an axis of decibels. For the real questions, a passage that names the right
          answer has a median of ${decibels(m.real.gold.estimate, 0)}, one on another subject
          ${decibels(m.real.irrelevant.estimate, 1)}, and one that names the rival
          ${decibels(m.real.counterfactual.estimate, 0)}.`,
        data: {
          rows: m.dots,
          medians: m.medians,
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
              { x: 'median', y: mark.n('passage', { sort: null }) },
              { data: 'medians', color: '$ink', thickness: 2, size: 50 },
            ),
          ],
        },
      }),
      table({
        id: 'passage-summary',
        caption: prose`The ${count(m.realQuestions)} real questions by passage: in how many the rival was likelier
          than the right answer, and medians of both probabilities and of the evidence.`,
        rows: m.table,
        columns: [
          ['passage', (row) => text(row.passage)],
          ['rival ahead', (row) => rank(row.ahead)],
          ['right answer', (row) => percent(row.right, 2)],
          ['rival', (row) => percent(row.rival, 2)],
          ['evidence (dB)', (row) => (row.evidence === null ? prose`` : decibels(row.evidence, 1)), 'right'],
        ],
      }),
      prose`${passagesPull(m)} Does the false passage pull harder? It did in ${rank(falseHarder.count)} of these
        (${term('sign test')}: ${math`p`} = ${probability(falseHarder.p, 2)}), and the median difference is
        ${decibels(falseHarder.by.estimate, 0)} (${interval(falseHarder.by)}).

        How much of this is noise? Half of the unrelated passages moved the odds by at least
        ${atLeast(decibels, unrelated.size, 1)} either way, and a quarter by at least
        ${atLeast(decibels, unrelated.quarter, 1)}. So compare a passage with unrelated ones before you call it
        strong.

        Does the evidence of passages add up? We put the right one in front *twice*. To a reader, the
        second copy is worth nothing. ${secondCopyLess(m)} Measure passages *together*, in one prompt.

        Each value belongs to one prompt and one rival, and none says whether the belief should have moved.`,
    ];
  },
});

export const furthestPassage = section({
  id: 'furthest-passage',
  title: prose`Too many decibels`,
  needs: { m: passageEvidence, name: nameTokens },
  write: ({ m: { furthest }, name }) => [
    prose`Among the invented questions, one passage is worth ${decibels(furthest.evidence, 0)}. How can a paragraph
      multiply odds by so much? The right answer to “${text(furthest.question)}” is ${token(name.answer)}
      (${ref('name-tokens-table')}).`,
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
    prose`The tokens gain ${decibels(furthest.right, 0)}, because with the passage the model can copy the
      name. The rival gains ${decibels(furthest.rival, 0)}, which leaves ${decibels(furthest.evidence, 0)}. Yet the
      probability of the right answer goes from ${probability(name.before, 2)} to ${probability(furthest.after, 2)}.
      **Rare names make large decibels**, whatever the passage. So print the probabilities beside them.`,
  ],
});
