import { runCommand } from '#base/command';
import { UserError } from '#base/user-error';
import { userPath } from '#base/user-path';
import { convertModel } from '#convert/convert';

const spec = {
  name: 'npm run convert-model',
  summary:
    'Converts the GGUF file of the embedded model to ONNX without quantising anything again.\n' +
    'Only maintainers need this: the converted model is part of the repository.',
  options: {
    out: {
      type: 'string',
      value: 'DIR',
      help: 'where to write the model folder (default: its place in models/)',
    },
  },
  positional: { value: 'FILE.gguf', help: 'the file to convert; models/ says where to get it' },
} as const;

await runCommand(spec, async ({ options, positionals }) => {
  const [gguf, ...more] = positionals;
  if (gguf === undefined || more.length > 0)
    throw new UserError(`npm run convert-model takes one FILE.gguf, got ${positionals.length} names.`);
  process.stdout.write(`Wrote ${await convertModel(userPath(gguf), options.out)}.\n`);
});
