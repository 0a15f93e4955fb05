import { at } from '#numerics/list';
import { choose, code, curious, output, prose, section, table } from '#report';
import { cite, given, percent, rank, ref, text } from '#report/values';
import { headlines } from './headlines.measure.ts';

const TWO = { digits: 2 } as const;
/** The headline that the Python program asks about. */
const ASKED = 2;

export const sortHeadlines = section({
  id: 'sort-headlines',
  title: prose`Use: sort headlines, or hand them over`,
  needs: { sorted: headlines },
  write({ sorted }) {
    const asked = at(sorted.rows, ASKED);
    const printed = output([
      choose(asked.passes, { yes: prose`${text(asked.topic)}`, no: prose`to a person` }),
    ]);
    return [
      prose`Which of four topics fits a headline, and is the model sure enough to file it? A headline goes through if its
        topic's share reaches a threshold, and the four have at least half together:

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
      printed,
      prose`A topic not listed counts as zero: each spelling has at most the last listed probability, little beside a half.
        Take labels that are one token where an answer begins: \`gpt-4o-mini\`, whose encoding is o200k_base, cuts
        “politics” in two, but neither “Politics” nor “state”.`,
      table({
        id: 'headlines',
        caption: prose`Five headlines: the likeliest topic, its share of the four, and what becomes of it at a threshold of
          ${percent(sorted.threshold, TWO)} (a placeholder: see ${ref('decide')}), if the four have at least half together.`,
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
      prose`${choose(sorted.outcome, {
        none: prose`Here none goes through (${ref('headlines')}).`,
        'all right': prose`Here ${rank(sorted.through)} go through, all with the right topic (${ref('headlines')}).`,
        'not all right': prose`Here ${rank(sorted.through)} go through, ${rank(sorted.right)} with the right topic
          (${ref('headlines')}).`,
      })} The model of OpenAI's cookbook gave its three headlines ${given(97)}% and more (${cite('openai-logprobs')}): a
        threshold belongs to its model.`,
      curious(prose`How does it look in TypeScript?`, [
        prose`\`promptFor\` puts a headline after eight examples; \`sharesOf\` adds up what a list gives each label, be it a topic or, in
          ${ref('enough-passage')}, yes and no:`,
        code('#chapters/01-logits-logprobs-softmax/headlines', 'sort'),
        prose`With \`ask\`, \`url\`, \`key\` and \`model\` of the fold in ${ref('api-answer')}:

          \`\`\`ts
          const topics = ['money', 'sport', 'science', 'politics'];
          const messages = [{ role: 'user', content: promptFor('Oil price falls again') }];
          const [{ top_logprobs }] = await ask(url, key, {
            ...{ model, messages, max_tokens: 1, temperature: 0, logprobs: true, top_logprobs: 20 },
          });
          const { held, shares } = sharesOf(top_logprobs, topics);
          const share = Math.max(...shares);
          console.log(held >= 0.5 && share >= 0.75 ? topics[shares.indexOf(share)] : 'to a person');
          \`\`\``,
        printed,
      ]),
    ];
  },
});
