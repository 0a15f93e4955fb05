import { curious, figure, output, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { asPython, count, decibels, given, percent, rank, real, ref, text, token } from '#report/values';
import { ratioLevels } from './levels.measure.ts';
import { passageEvidence } from './passage-evidence.measure.ts';
import {
  answersHold,
  denialPulls,
  deniedRight,
  falsePulls,
  passagesPull,
  rightBeatsUnrelated,
  secondCopyLess,
} from './passage-findings.ts';

export const evidence = section({
  id: 'evidence-in-decibels',
  title: prose`How much is a retrieved passage worth?`,
  needs: { m: passageEvidence, ratios: ratioLevels },
  write: ({ m: { example }, ratios: { nat } }) => [
    prose`A retrieval system (RAG) looks up a passage and puts it before the question. Suppose that a user asks:
      “${text(example.question)}” The right answer is ${token(example.rightAnswer)}. A tempting wrong one, the *rival*, is
      ${token(example.rivalAnswer)}. The system finds this passage:

      > ${text(example.passage)}

      How much does it help? Ask the model for the probability of each answer, first without the passage and
      then with it. The odds are now the probability of the right answer divided by that of the rival. **The
      evidence of the passage is how far it moves these odds.**

      Without the passage, our model gives ${token(example.rightAnswer)} ${percent(example.without.right, 2)} and
      ${token(example.rivalAnswer)} ${percent(example.without.rival, 2)}: odds of ${decibels(example.before, 1)}, about a tie. With
      it, they have ${percent(example.with.right, 2)} and ${percent(example.with.rival, 2)}: odds of
      ${decibels(example.after, 1)}. The passage is worth ${decibels(example.worth, 0)}.

      To compute this from log-probabilities, subtract that of the rival from that of the right answer. The evidence is
      the change of this difference, times ${real(nat, 3)}. Your API must return the log-probabilities of a text that you
      supply (the \`echo\` option). The fold has a program.

      The numbers above need one precaution. Asked a bare question, our model tends to begin a whole sentence, not with a
      name. So four examples with short answers stand in front, each with a passage of its own. We tested
      two sets of examples, and we come back to this in ${ref('neither-answer')}.`,
    curious(prose`How do I measure this on my own model?`, [
      prose`This program works with vLLM, with some hosted APIs, and with our model (run \`npm ci\` and
        \`npm run serve\` in this project's folder):

        \`\`\`python
        from math import exp, log
        from openai import OpenAI  # pip install openai

        # For another server, change these two lines.
        client = OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="none")
        model = "HuggingFaceTB/SmolLM2-135M-Instruct"

        examples = """\\
        The cheetah hunts by day. It is the fastest animal on land, but only over a short distance.
        Question: Which animal is the fastest on land?
        Answer: cheetah

        A bicycle is kept upright by its rider. It has two wheels, and the chain drives the one at the back.
        Question: How many wheels does a bicycle have?
        Answer: two

        The Mona Lisa hangs in the Louvre. It was painted by Leonardo da Vinci.
        Question: Who painted the Mona Lisa?
        Answer: Leonardo da Vinci

        The Titanic sank in 1912 on her first voyage. She had hit an iceberg.
        Question: In which year did the Titanic sink?
        Answer: 1912

        """
        passage = (
            "The river Tigris flows through Baghdad. Bridges join the two halves "
            "of the city, and for thousands of years its water has been led to "
            "the fields.\\n")
        question = "Question: Which river flows through Baghdad?\\nAnswer:"
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
            print(f"{exp(a):.3g} and {exp(b):.3g}, together {exp(a) + exp(b):.3g}")
            return 10 / log(10) * (a - b)

        before, after = odds(examples + question), odds(examples + passage + question)
        print(f"{before:.3g} dB, then {after:.3g} dB")
        \`\`\``,
      output([
        prose`${asPython(example.without.right, '.3g')} and ${asPython(example.without.rival, '.3g')}, together ${asPython(example.without.together, '.3g')}`,
        prose`${asPython(example.with.right, '.3g')} and ${asPython(example.with.rival, '.3g')}, together ${asPython(example.with.together, '.3g')}`,
        prose`${asPython(example.before, '.3g')} dB, then ${asPython(example.after, '.3g')} dB`,
      ]),
    ]),
  ],
});

/** The rows of the table: its words, and the condition. */
const ROWS = [
  [prose`none`, 'none'],
  [prose`names the right answer`, 'gold'],
  [prose`the same, twice`, 'twice'],
  [prose`names the rival`, 'counterfactual'],
  [prose`denies the right answer`, 'denied'],
  [prose`denies the rival`, 'rivalDenied'],
  [prose`on another subject`, 'irrelevant'],
] as const;

export const passagesCompared = section({
  id: 'passages-compared',
  title: prose`True, false, denied, repeated: six passages`,
  needs: { m: passageEvidence },
  write: ({ m }) => [
    prose`Not every passage is as good as that one. We took ${count(m.questions)} questions and put six kinds of passages before
      each: one that names the right answer, the same one twice, one that names the rival instead, one on another subject, and two
      denials. “${text(m.example.denial)}” is a denial of the rival. Which way do you expect it to move the odds?

      Each passage comes in two wordings, as a paragraph and as a single sentence, and each wording has its own four
      examples. ${ref('passage-evidence-figure')} shows all the evidence.`,
    figure({
      id: 'passage-evidence-figure',
      caption: prose`The evidence of each passage for the right answer, one point for each question. Upright lines mark the
        medians. Left of zero, a passage speaks for the rival. A second copy is compared with the first one alone.`,
      alt: prose`Six rows of points on an axis of decibels. The medians for paragraphs: a passage that names the right
        answer ${decibels(m.paragraph.evidence.gold.estimate, 0)}, one that names the rival
        ${decibels(m.paragraph.evidence.counterfactual.estimate, 0)}, one that denies the right answer
        ${decibels(m.paragraph.evidence.denied.estimate, 0)}, one that denies the rival
        ${decibels(m.paragraph.evidence.rivalDenied.estimate, 0)}, one on another subject
        ${decibels(m.paragraph.evidence.irrelevant.estimate, 0)}, and a second copy
        ${decibels(m.paragraph.evidence.twice.estimate, 0)}.`,
      data: { rows: m.dots, medians: m.medians, none: [{ evidence: given(0) }] },
      spec: {
        height: 340,
        layer: [
          mark.reference({ x: 'evidence' }, { data: 'none' }),
          mark.dots(
            {
              x: mark.q('evidence', { title: 'evidence for the right answer in dB' }),
              y: mark.n('passage', { title: null, sort: null }),
              yOffset: mark.n('wording', { sort: ['paragraphs', 'sentences'] }),
              ...mark.series('wording', { title: 'passages as', sort: ['paragraphs', 'sentences'] }, [
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
              yOffset: mark.n('wording', { sort: ['paragraphs', 'sentences'] }),
            },
            { data: 'medians', color: '$ink', thickness: 2, size: 20 },
          ),
        ],
      },
    }),
    prose`**True.** ${passagesPull(m)}

      **False.** ${falsePulls(m)} A model answers from what it reads, and it reads no label that says “false”.

      **Denied.** ${denialPulls(m)} ${deniedRight(m)}

      **Repeated.** ${secondCopyLess(m)} The second copy is a second photograph of the same toss.

      **Beside the point.** ${rightBeatsUnrelated(m)}`,
    table({
      id: 'passage-summary',
      caption: prose`The number of questions, of ${count(m.questions)}, on which the rival was likelier than the right answer, in both
        wordings; and the median probabilities of the answers, with paragraphs.`,
      rows: ROWS.map(([passage, condition]) => ({
        passage,
        one: m.paragraph[condition],
        two: m.sentence[condition],
      })),
      columns: [
        ['passage', (row) => row.passage],
        ['rival ahead, paragraphs', (row) => rank(row.one.ahead)],
        ['rival ahead, sentences', (row) => rank(row.two.ahead)],
        ['right answer', (row) => percent(row.one.right, 2)],
        ['rival', (row) => percent(row.one.rival, 2)],
      ],
    }),
    prose`${ref('passage-summary')} shows what the decibels mean for answers. ${answersHold(m)}`,
  ],
});
