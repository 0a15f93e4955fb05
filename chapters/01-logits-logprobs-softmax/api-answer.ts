import { choose, join, listing, output, prose, section } from '#report';
import { cite, given, percent, ref, text, token } from '#report/values';
import { apiAnswer } from './api-answer.measure.ts';
import { inTypeScript } from './in-typescript.ts';

export const apiAnswerSection = section({
  id: 'api-answer',
  title: prose`From a request to a decision`,
  needs: { api: apiAnswer },
  write({ api }) {
    const hasLabels = api.labels.length > 0;
    const bounds = hasLabels
      ? prose` Here ${join(
          api.labels.map(
            ({ label, atLeast, atMost }) =>
              prose`“${text(label)}” has ${percent(atLeast)} to ${percent(atMost)}`,
          ),
        )}.`
      : prose``;
    return [
      prose`What does a chat API send (${cite('openai-logprobs')})? \`content\` has an entry for each token of the answer: \`logprob\` belongs to the chosen one,
        \`top_logprobs\` are the likeliest at its place. (OpenAI lists up to ${given(20)} today; some of its models list none.)`,
      listing({
        caption: prose`The list of ${ref('one-model-two-answers')} in that shape${choose(api.rounding, {
          decimals: prose``,
          'near zero': prose`, with four digits near zero`,
        })}.`,
        value: { choices: [{ logprobs: { content: [api.shown] } }] },
      }),
      ...(hasLabels
        ? [
            prose`Is yes or no ahead? A label has several spellings (${join(api.spellings.map(token))}), whose probabilities add up: it has at least what is listed of them. A spelling that is not listed has at most as much as the last
              token that is, and all of them have at most what the list leaves out. A label is ahead for certain if its least is more than the most of any other.${bounds}

              \`\`\`python
              from math import exp
              from likeliest import likeliest

              listed = likeliest("Question: Is Paris the capital of France?\\nAnswer:", 5)
              q = {token: exp(logprob) for token, logprob in listed.items()}
              hidden, last = max(0, 1 - sum(q.values())), min(q.values(), default=1)

              labels = {"yes": [" Yes", " yes", "Yes", "yes"], "no": [" No", " no", "No", "no"]}
              bounds = {}
              for label, spellings in labels.items():
                  found = [q[form] for form in spellings if form in q]
                  # A spelling that is not listed has at most as much as the last that is.
                  missing = min(hidden, (len(spellings) - len(found)) * last)
                  bounds[label] = sum(found), sum(found) + missing
              ahead = [label for label, (least, _) in bounds.items()
                       if all(least > most for other, (_, most) in bounds.items() if other != label)]
              print(ahead[0] if ahead else "open: ask for a longer list")
              \`\`\``,
            output([
              choose(api.settled, {
                yes: prose`yes`,
                no: prose`no`,
                nothing: prose`open: ask for a longer list`,
              }),
            ]),
            prose`${choose(api.settled, {
              no: prose`That “no” is false: the list settles what the model says, in these spellings, not what is true.`,
              yes: prose`That is what the model says, true or not.`,
              nothing: prose`The list settles nothing.`,
            })}`,
          ]
        : []),
      inTypeScript(api, hasLabels),
    ];
  },
});
