import { choose, code, prose, section, table } from '#report';
import { cite, codeText, count, given, percent, rank, ref, text, token } from '#report/values';
import { enough, headlines } from './headlines.measure.ts';
import { typing } from './typing.measure.ts';

const TWO = { digits: 2 } as const;

const JOBS = [
  {
    job: prose`choose between labels`,
    number: prose`add up each label's spellings, with bounds for what is not listed`,
    next: prose`take the label whose lower bound is above every other label's upper bound; if there is none, ask for a longer list`,
    more: prose`${ref('api-answer')}`,
  },
  {
    job: prose`let an answer through or hand it over`,
    number: prose`the answer's probability, and a threshold found on labelled questions`,
    next: prose`let it through at or above the threshold; else ask a person or a larger model`,
    more: prose`\`decide\`, ${ref('decide')}`,
  },
  {
    job: prose`offer the next word`,
    number: prose`the probability of the likeliest token`,
    next: prose`show nothing below a threshold`,
    more: prose`\`offered\`, below`,
  },
  {
    job: prose`see what a retrieved passage did`,
    number: prose`the log-probability of one answer with the passage minus that without it: how far it persuaded the model, not whether it is true`,
    next: prose`near zero, it did nothing for this answer; far above, check the passage before you trust the answer`,
    more: prose`${ref('retrieved-context')}`,
  },
  {
    job: prose`see whether a passage is enough`,
    number: prose`ask whether it contains the answer, yes or no alone, and add up the spellings as between labels`,
    next: prose`unless yes wins, search again; but first try that question on passages that you know`,
    more: prose`${ref('retrieved-context')}`,
  },
  {
    job: prose`see how likely a whole answer was, word for word`,
    number: prose`add the log-probabilities of its tokens, and exponentiate; the end of an answer has no entry, so this is how likely an answer *starts* with these words`,
    next: prose`do not rank answers of different lengths by it`,
    more: prose`\`probabilityOf\`, below`,
  },
  {
    job: prose`weigh a label of several tokens`,
    number: prose`add the log-probabilities of its tokens, where the API scores a text that you give`,
    next: prose`compare the sums of whole labels, never their first tokens`,
    more: prose`${ref('04-log-space-joint-probability')}`,
  },
  {
    job: prose`show odd characters, such as �`,
    number: prose`join the \`bytes\` of all entries: one character may be several tokens`,
    next: prose`decode them as UTF-8, all at once`,
    more: prose`\`textOf\`, below`,
  },
];

export const jobsSection = section({
  id: 'jobs',
  title: prose`Which number for which job`,
  needs: { typing, sorted: headlines, enough },
  write({ typing, sorted, enough }) {
    return [
      prose`Three jobs of ${ref('which-number')}, tried out:`,
      table({
        id: 'which-number',
        caption: prose`What to compute from an API's answer, and what to do with it.`,
        rows: JOBS,
        columns: [
          ['to', (row) => row.job],
          ['compute', (row) => row.number],
          ['then', (row) => row.next],
          ['more in', (row) => row.more],
        ],
      }),
      prose`Sort headlines under four topics? Here is the whole prompt, and each topic's share:`,
      code('#chapters/01-logits-logprobs-softmax/headlines', 'sort'),
      prose`The decision in TypeScript, with \`ask\` as before, and in Python:

        \`\`\`ts
        const topics = ['money', 'sport', 'science', 'politics'];
        const messages = [{ role: 'user', content: promptFor(headline) }];
        const [{ top_logprobs }] = await ask(url, key, {
          ...{ model, messages, max_tokens: 1, temperature: 0, logprobs: true, top_logprobs: 20 },
        });
        const { held, shares } = sharesOf(top_logprobs, topics);
        const share = Math.max(...shares);
        console.log(held >= 0.5 && share >= 0.75 ? topics[shares.indexOf(share)] : 'to a person');
        \`\`\`

        \`\`\`python
        prompt = """Topics: money, sport, science, politics.

        Bank lowers interest rates: money
        Striker scores twice in cup final: sport
        Telescope finds water on a distant moon: science
        Minister resigns before the vote: politics
        Runner breaks the record over a mile: sport
        Price of bread goes up again: money
        New law passes by one vote: politics
        Fossil of a giant bird found: science
        """
        headline = "Oil price falls again"
        topics = ["money", "sport", "science", "politics"]
        answer = OpenAI().chat.completions.create(
            model="gpt-4o-mini", messages=[{"role": "user", "content": prompt + headline + ":"}],
            max_tokens=1, temperature=0, logprobs=True, top_logprobs=20)
        entry = answer.choices[0].logprobs.content[0]
        each = [sum(exp(token.logprob) for token in entry.top_logprobs
                    if token.token.strip().lower() == topic) for topic in topics]
        held, best = sum(each), max(each)
        print(topics[each.index(best)] if held >= 0.5 and best / held >= 0.75 else "to a person")
        \`\`\``,
      prose`A headline goes through if its share reaches
        the threshold and the four have at least half together; all others go to a person (${ref('headlines')}). ${choose(
          sorted.outcome,
          {
            none: prose`Here none goes through.`,
            'all right': prose`Here ${rank(sorted.through)} go through, all with the right topic.`,
            'not all right': prose`Here ${rank(sorted.through)} go through, ${rank(sorted.right)} with the right topic.`,
          },
        )} The model of OpenAI's cookbook gave its three
        headlines ${given(97)}% and more (${cite('openai-logprobs')}): a threshold belongs to its model.`,
      table({
        id: 'headlines',
        caption: prose`Five headlines: the likeliest topic, its share of the four, and what becomes of it at a threshold of
          ${percent(sorted.threshold, TWO)} (a placeholder: see ${ref('decide')}).`,
        rows: sorted.rows,
        columns: [
          ['headline', (row) => text(row.headline)],
          ['the model says', (row) => text(row.topic)],
          ['share', (row) => percent(row.share, TWO)],
          ['the four together', (row) => percent(row.held, TWO)],
          ['then', (row) => choose(row.passes, { yes: prose`goes through`, no: prose`to a person` })],
          ['a person says', (row) => text(row.accepted)],
        ],
      }),
      prose`More code (${given(0.9)} is a placeholder: see ${ref('decide')}):`,
      code('#chapters/01-logits-logprobs-softmax/answer-text', 'text'),
      prose`In Python:

        \`\`\`python
        content = answer.choices[0].logprobs.content
        text = b"".join(bytes(entry.bytes or entry.token.encode()) for entry in content).decode()
        probability = exp(sum(entry.logprob for entry in content))
        offered = content[0].token if exp(content[0].logprob) >= 0.9 else ""
        \`\`\`

        What does \`offered\` offer while a sentence is typed (${ref('typing')})? It offers ${choose(
          typing.outcome,
          {
            nothing: prose`nothing: no likeliest token reaches the threshold.`,
            'all came': prose`${rank(typing.offers)} of the ${count(typing.tokens)} tokens, and was right each time.`,
            'not all came': prose`${rank(typing.offers)} of the ${count(typing.tokens)} tokens, of which ${rank(typing.came)} came.`,
          },
        )}`,
      table({
        id: 'typing',
        caption: prose`“${text(typing.text)}” as it is typed: behind each token the likeliest next one, whether it is offered,
          and what came.`,
        rows: typing.rows,
        columns: [
          ['typed', (row) => token(row.typed)],
          ['likeliest next', (row) => token(row.likeliest)],
          ['probability', (row) => percent(row.probability, TWO)],
          ['offered', (row) => choose(row.offered, { yes: prose`yes`, no: prose`–` })],
          ['came', (row) => token(row.next)],
        ],
      }),
      prose`Is a retrieved passage enough to answer from? Ask the model, ${codeText(enough.prompt)}, and take the
        share of yes by \`sharesOf\`, or decide by the program of ${ref('api-answer')} (${ref('enough')}). ${choose(
          enough.outcome,
          {
            right: prose`Ours tells the two questions apart.`,
            same: prose`Ours answers both alike: the word alone is no use here.`,
            wrong: prose`Ours is wrong at least once, so it is no use here.`,
          },
        )}`,
      prose`
        \`\`\`python
        answer = OpenAI().chat.completions.create(
            model="gpt-4o-mini", max_tokens=1, temperature=0, logprobs=True, top_logprobs=20,
            messages=[{"role": "user", "content": f"Passage: {passage}\\nQuestion: {question}\\n"
                       "Does the passage contain the answer? Reply yes or no.\\nAnswer:"}])
        entry = answer.choices[0].logprobs.content[0]  # for the program of Section 1.10
        \`\`\``,
      table({
        id: 'enough',
        caption: prose`Two questions about one passage, “${text(enough.passage)}”, and what the model says of it. A
          larger one can do more: in OpenAI's cookbook two questions that an article answers got “True” with nearly
          ${given(100)}%; of two that it answers in part, one got “False” with ${given(99)}%, the other “True” with
          ${given(99.6)}% (${cite('openai-logprobs')}).`,
        rows: enough.rows,
        columns: [
          ['question', (row) => text(row.question)],
          ['share of yes', (row) => percent(row.yes, TWO)],
          [
            'the passage has the answer, says the model',
            (row) => choose(row.says, { yes: prose`yes`, no: prose`no`, neither: prose`yes and no alike` }),
          ],
          ['says a person', (row) => choose(row.inPassage, { yes: prose`yes`, no: prose`no` })],
        ],
      }),
    ];
  },
});
