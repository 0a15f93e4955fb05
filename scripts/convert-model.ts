/** `npm run convert-model -- FILE.gguf [--out DIR]`: turns a GGUF file into the ONNX model that the report runs. */
import { join } from 'node:path';
import { ROOT, runCommand } from '#base/command';
import { UserError } from '#base/user-error';
import { convertModel } from '#convert/convert';

const spec = {
  name: 'npm run convert-model',
  summary:
    'Converts a Llama with Q4_1 weights and Q8_0 embedding from GGUF to ONNX without quantising anything again.\n' +
    'Only maintainers need this: the converted model is part of the repository.',
  options: {
    out: {
      type: 'string',
      value: 'DIR',
      help: "where to write the model folder (default, for the embedded model's file: its place in models/)",
    },
  },
  positional: { value: 'FILE.gguf', help: 'the file to convert' },
} as const;

await runCommand(spec, async ({ options, positionals }) => {
  const [gguf, ...more] = positionals;
  if (gguf === undefined || more.length > 0)
    throw new UserError(`npm run convert-model takes one FILE.gguf, got ${positionals.length} names.`);
  const modelsFolder = join(ROOT, 'models');
  const folder = await convertModel({ gguf, modelsFolder, out: options.out });
  process.stdout.write(`Wrote ${folder}.\n`);
});
