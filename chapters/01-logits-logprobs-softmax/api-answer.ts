import { choose, join, listing, output, prose, section } from '#report';
import { cite, given, percent, ref, text, token } from '#report/values';
import { apiAnswer } from './api-answer.measure.ts';
import { inTypeScript } from './in-typescript.ts';
import { labelProgram } from './label-program.measure.ts';

export const apiAnswerSection = section({
  id: 'api-answer',
  title: prose`From a request to a decision`,
  needs: { api: apiAnswer, pasted: labelProgram },
  write({ api, pasted }) {
    const { program } = pasted;
    const bounds =
      api.labels.length > 0
        ? prose` Here ${join(
            api.labels.map(
              ({ label, atLeast, atMost }) =>
                prose`“${text(label)}” has ${percent(atLeast)} to ${percent(atMost)}`,
            ),
          )}.`
        : prose``;
    return [
      prose`Not every hosted model returns log-probabilities. In an answer of OpenAI's chat API
        (${cite('openai-logprobs')}) \`content\` has an entry for each token: \`logprob\` belongs to the chosen one; \`top_logprobs\` are the likeliest at its place${choose(
          api.rounding,
          { decimals: prose``, 'near zero': prose`, here with four digits near zero` },
        )}; OpenAI lists up to ${given(20)}. But a label has several spellings
        (${join(api.spellings.map(token))}), whose probabilities are to be added.`,
      listing({
        caption: prose`Our model's answer to the bare text. A chat server would first add marks that say who speaks.`,
        value: { choices: [{ logprobs: { content: [api.shown] } }] },
      }),
      ...(program
        ? [
            prose`Is yes or no ahead? A label has at least what is listed of it. Each of its other spellings can add no more than the last token listed has, and all of them
              no more than is hidden. It is ahead for certain if the least that it may have is more than the most that the other may.${bounds} From the \`entry\` of ${ref('one-model-two-answers')}:

              \`\`\`python
              listed = {token.token: exp(token.logprob)
                        for token in entry.top_logprobs if token.logprob > -9999}  # -9999: the server gave none
              hidden, last = max(0, 1 - sum(listed.values())), min(listed.values(), default=1)

              labels = {"yes": [" Yes", " yes", "Yes", "yes"], "no": [" No", " no", "No", "no"]}
              bounds = {}
              for label, spellings in labels.items():
                  found = [listed[form] for form in spellings if form in listed]
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
              no: prose`Which is false: the list settles what the model says, not what is true.`,
              yes: prose`That is what the model says, true or not.`,
              nothing: prose`The list settles nothing.`,
            })}`,
          ]
        : []),
      inTypeScript({ api, pasted }),
    ];
  },
});
