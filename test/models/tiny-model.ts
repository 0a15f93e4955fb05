import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tokenizerJson } from '#convert/folder/tokenizer';
import { writeConverted } from '../convert/converted.ts';
import { type SmallVocabulary, smallModel, smallTokens } from '../convert/small-gguf.ts';

/** Fewer than three hundred tokens: most words are several, some only one letter each. */
const VOCABULARY = {
  special: ['<unk>', '<s>', '</s>'],
  merges: (
    'Ġ t,h e,Ġ a,i n,Ġt he,o n,e r,Ġ s,r e,a t,Ġ w,n d,i s,e n,Ġ c,o r,Ġ o,e s,Ġo f,in g,Ġa nd,Ġ in,' +
    'Ġ is,Ġ p,e d,i t,a n,Ġ b,Ġ f,a l'
  ).split(','),
};

const CHAT_TEMPLATE =
  "{{ bos_token }}{% for message in messages %}{{ '[' + message['role'] + '] ' + message['content'] + eos_token }}" +
  "{% endfor %}{% if add_generation_prompt %}{{ '[assistant]' }}{% endif %}";

/**
 * Writes a Llama of two layers with random weights to the folder `path`. It shares the architecture with the embedded
 * model, and nothing else: it has few tokens, other names of special ones, a tokenizer and a chat template that begin a
 * text with `<s>`, and a short context. It is sure of each next token, and wrong.
 */
export async function writeTinyModel(path: string): Promise<void> {
  const model = smallModel(5, VOCABULARY);
  model.metadata.set('llama.context_length', { kind: 'count', value: 1024 });
  model.metadata.set('tokenizer.chat_template', { kind: 'text', value: CHAT_TEMPLATE });
  await writeConverted(model, path);
  await rm(join(path, 'SHA256SUMS')); // of the tokenizer as it was converted
  const file = join(path, 'tokenizer.json');
  const json = JSON.parse(await readFile(file, 'utf8'));
  const special = (id: string): object => ({ SpecialToken: { id, type_id: 0 } });
  const sequence = (id: string): object => ({ Sequence: { id, type_id: 0 } });
  json.pre_tokenizer = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  json.post_processor = {
    type: 'TemplateProcessing',
    single: [special('<s>'), sequence('A')],
    pair: [special('<s>'), sequence('A'), special('<s>'), sequence('B')],
    special_tokens: { '<s>': { id: '<s>', ids: [1], tokens: ['<s>'] } },
  };
  await writeFile(file, JSON.stringify(json));
}

/** Writes a tokenizer of 142,000 tokens, more than a call takes arguments: pairs of bytes and many triples are tokens. */
export async function writeWideTokenizer(path: string): Promise<void> {
  const bytes = smallTokens({ special: [], merges: [] });
  const pairs = bytes.flatMap((first) => bytes.map((second) => `${first} ${second}`));
  const triples = pairs
    .slice(0, 300)
    .flatMap((pair) => bytes.map((third) => `${pair.replace(' ', '')} ${third}`));
  await writeTokenizer(path, { special: VOCABULARY.special, merges: [...pairs, ...triples] });
}

/** Writes the tokenizer of the tiny model alone. */
export const writeTinyTokenizer = (path: string): Promise<void> => writeTokenizer(path, VOCABULARY);

async function writeTokenizer(path: string, { special, merges }: SmallVocabulary): Promise<void> {
  const tokens = smallTokens({ special, merges });
  const specials = special.map((content, id) => ({ id, content }));
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'tokenizer.json'), tokenizerJson({ tokens, merges, special: specials }));
  const config = {
    tokenizer_class: 'GPT2Tokenizer',
    chat_template: CHAT_TEMPLATE,
    bos_token: '<s>',
    eos_token: '</s>',
  };
  await writeFile(join(path, 'tokenizer_config.json'), JSON.stringify(config));
}
