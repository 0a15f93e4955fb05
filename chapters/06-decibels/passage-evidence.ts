import { curious, figure, output, prose, section, table } from '#report';
import * as mark from '#report/marks';
import {
  asPython,
  count,
  decibels,
  given,
  percent,
  rank,
  real,
  ref,
  term,
  text,
  token,
} from '#report/values';
import { ratioLevels } from './levels.measure.ts';
import { passageEvidence } from './passage-evidence.measure.ts';
import {
  answersHold,
  denialPulls,
  deniedNameDecides,
  deniedRight,
  falsePulls,
  passagesPull,
  secondCopyLess,
  withInterval,
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

      How much does it help? Ask the model for the probability of each answer, without the passage and with it. The
      odds are now the probability of the right answer divided by that of the rival. **The evidence of a passage is how far
      it moves these odds.**

      Without the passage, our model gives ${token(example.rightAnswer)} ${percent(example.without.right, 3)} and
      ${token(example.rivalAnswer)} ${percent(example.without.rival, 3)}: odds of ${decibels(example.before, 0)}, about a
      tie. With it, they have ${percent(example.with.right, 3)} and ${percent(example.with.rival, 3)}: odds of
      ${decibels(example.after, 0)}. The passage is worth ${decibels(example.worth, 0)}.

      For the coin, evidence was a likelihood ratio. For a reasoner who follows Bayes' rule, the two are the same. A language
      model need not follow it. So the number says how far a passage moves *this model*, not how far it should.

      To compute it, subtract the rival's ${term('log-probability')} from that of the right answer. The evidence is the
      change of this difference, times ${real(nat, 3)}. Your API must return the log-probabilities of a text that you supply
      (the \`echo\` option).

      One precaution: a model may answer in a whole sentence, and then neither name comes first. So we put four examples with
      short answers before the passage. ${ref('neither-answer')} shows what happens without them.`,
    curious(prose`How do I measure this on my own model?`, [
      prose`This program asks our model (run \`npm ci\` and \`npm run serve\` in this project's folder). It needs a
        completions API that knows \`echo\` together with \`logprobs\`, as vLLM's does. Some servers put a token of their
        own before the text (BOS), so the program counts from the end:

        \`\`\`python
        from math import exp, log
        from openai import OpenAI  # pip install openai

        # For another server, change these two lines.
        client = OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="none")
        model = "HuggingFaceTB/SmolLM2-135M-Instruct"

        # Four times a passage, a question and a short answer
        examples = open("chapters/06-decibels/examples-1.txt", encoding="utf-8").read()
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
            # The last token is one that the server writes. The answer ends there.
            start = scored.text_offset[-1] - len(answer)
            pairs = list(zip(scored.text_offset, scored.token_logprobs))[:-1]
            return sum(nats for offset, nats in pairs if offset >= start)

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

const passage = mark.n('passage', { title: null, sort: null });
const wording = mark.n('wording', { sort: ['paragraphs', 'sentences'] });

export const passagesCompared = section({
  id: 'passages-compared',
  title: prose`True, false, denied, repeated: six kinds of passages`,
  needs: { m: passageEvidence },
  write: ({ m }) => [
    prose`Retrieval also finds passages that are false, or beside the point, or that say what is *not* so. We took
      ${count(m.questions)} questions and put six kinds of passages before each, as a paragraph and as a single sentence.
      One kind denies the rival: “${text(m.example.denial)}” Before you look at ${ref('passage-evidence-figure')}: which way
      will that move the odds?`,
    figure({
      id: 'passage-evidence-figure',
      caption: prose`The evidence for the right answer, by what the passage says; one point for each question. The dark lines are
        ${given(95)}% intervals of the medians, and the upright ones the medians. A second copy is compared with
        one copy, all other passages with none.`,
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
              x: mark.q('evidence', { title: '← rival | dB | right answer →' }),
              y: passage,
              yOffset: wording,
              ...mark.series('wording', { title: 'passages as', sort: ['paragraphs', 'sentences'] }, [
                'circle',
                'square',
              ]),
            },
            { size: 30, opacity: 0.7 },
          ),
          mark.rule(
            { x: 'low', x2: { field: 'high' }, y: passage, yOffset: wording },
            { data: 'medians', color: '$ink', strokeWidth: 2 },
          ),
          mark.tick(
            { x: 'estimate', y: passage, yOffset: wording },
            { data: 'medians', color: '$ink', thickness: 2, size: 16 },
          ),
        ],
      },
    }),
    prose`**True.** ${passagesPull(m)}

      **False.** ${falsePulls(m)} The model reads no label that says “false”.

      **Denied.** ${denialPulls(m)} The reverse holds too. ${deniedRight(m)} For our model, what counts seems to be the name, not the
      *not*. We did not test why.

      **Repeated.** ${secondCopyLess(m)}

      ${ref('passage-numbers')} has all the medians and intervals.`,
  ],
});

/** The rows of the table: in words, and as the results have them. */
const ROWS = [
  [prose`names the right answer`, 'gold'],
  [prose`names the rival`, 'counterfactual'],
  [prose`denies the right answer`, 'denied'],
  [prose`denies the rival`, 'rivalDenied'],
  [prose`on another subject`, 'irrelevant'],
  [prose`second copy of the first`, 'twice'],
] as const;

const CASES = [
  [prose`none`, 'none'],
  [prose`names the right answer`, 'gold'],
  [prose`names the rival`, 'counterfactual'],
] as const;

const inTable = ({ estimate, low, high }: Parameters<typeof withInterval>[0]) =>
  prose`${real(estimate, 1)} (${real(low, 1)} to ${real(high, 1)})`;

export const passageNumbers = section({
  id: 'passage-numbers',
  title: prose`The numbers: six kinds of passages in two wordings`,
  needs: { m: passageEvidence },
  write: ({ m }) => [
    prose`${ref('passage-summary')} has the numbers behind ${ref('passage-evidence-figure')}. A passage on another subject
      contains neither answer, so it shows what the mere presence of a text does. Compared with it on the same question, a
      denial of the rival was worth a median of ${withInterval(m.paragraph.beyondSubject.rivalDenied)} and
      ${withInterval(m.sentence.beyondSubject.rivalDenied)}. ${deniedNameDecides(m)}`,
    table({
      id: 'passage-summary',
      caption: prose`By passage and wording: on how many of the ${count(m.questions)} questions the rival was likelier than
        the right answer, and the median evidence with its ${given(95)}% interval, in dB.`,
      rows: ROWS,
      columns: [
        ['passage', ([passage]) => passage],
        ['rival ahead, paragraphs', ([, kind]) => rank(m.paragraph[kind].ahead), 'right'],
        ['rival ahead, sentences', ([, kind]) => rank(m.sentence[kind].ahead), 'right'],
        ['evidence, paragraphs', ([, kind]) => inTable(m.paragraph.evidence[kind]), 'right'],
        ['evidence, sentences', ([, kind]) => inTable(m.sentence.evidence[kind]), 'right'],
      ],
    }),
    prose`The rule of ${ref('retrieval-rule')} rests on the shares of replies in ${ref('replies-table')}.`,
    table({
      id: 'replies-table',
      caption: prose`How many sampled replies begin with the right answer and with the rival: the mean probability over
        ${count(m.questions)} questions.`,
      rows: CASES,
      columns: [
        ['passage', ([name]) => name],
        ['right, paragraphs', ([, kind]) => percent(m.paragraph.replies[kind].right, 2), 'right'],
        ['rival, paragraphs', ([, kind]) => percent(m.paragraph.replies[kind].rival, 2), 'right'],
        ['right, sentences', ([, kind]) => percent(m.sentence.replies[kind].right, 2), 'right'],
        ['rival, sentences', ([, kind]) => percent(m.sentence.replies[kind].rival, 2), 'right'],
      ],
    }),
    prose`Paragraphs and sentences differ in more than their length: each has four examples of its own before the question,
      and the denials read differently. As a paragraph, the denial is “${text(m.example.longDenial)}” The passages on
      another subject are the same paragraphs in both.

      ${answersHold(m)} Without a passage, they hold ${percent(m.paragraph.none.together, 2)} and
      ${percent(m.sentence.none.together, 2)}: the rest belongs to everything else that the model might write, such as other
      names.`,
  ],
});
