import type { InferenceSession } from 'onnxruntime-node';
import { CheckedModel, type ModelFacts } from './checked-model.ts';
import { decoder, promptOrder, promptReader } from './decode.ts';
import type { Forward } from './forward.ts';
import { generateAfter } from './generate.ts';
import { forgetSpare } from './kv-cache.ts';
import { visitPositions } from './read-texts.ts';
import { nextAfter, scoreChoices, scoreItems, scoreText } from './score.ts';
import type {
  ChoiceScores,
  ContinuationScore,
  GenerateOptions,
  Generation,
  Ids,
  ScoredChoices,
  ScoredItem,
  TextScore,
  Visit,
} from './types.ts';

interface OnnxParts extends Omit<ModelFacts, 'vocabularySize'> {
  readonly forward: Forward;
  readonly session: Pick<InferenceSession, 'release'>;
}

/** A model that runs in this process. */
export class OnnxLanguageModel extends CheckedModel {
  private readonly forward: Forward;
  private readonly session: OnnxParts['session'];

  constructor({ forward, session, ...facts }: OnnxParts) {
    super({ ...facts, vocabularySize: forward.signature.vocabularySize });
    this.forward = forward;
    this.session = session;
  }

  override get forwardTokens(): number {
    return this.forward.tokens;
  }

  protected override async predict(texts: readonly Ids[]): Promise<Float32Array[]> {
    return await nextAfter(this.forward, texts);
  }

  protected override async visitPositions(ids: Ids, visit: Visit): Promise<void> {
    await visitPositions(this.forward, ids, 0, visit);
  }

  protected override async scoreText(ids: Ids, context: Ids): Promise<TextScore> {
    return await scoreText(this.forward, this.tokenizer, ids, context);
  }

  protected override async scoreQuestions(questions: readonly ScoredChoices[]): Promise<ChoiceScores[]> {
    return await scoreChoices(this.forward, questions);
  }

  protected override async scoreItems(items: readonly ScoredItem[]): Promise<ContinuationScore[]> {
    return await scoreItems(this.forward, items);
  }

  protected override async continuePrompts(
    prompts: readonly Ids[],
    options: GenerateOptions & { readonly stop: Ids },
  ): Promise<Generation[]> {
    const { forward } = this;
    const equalLengths = !forward.signature.takesPositions;
    const order = promptOrder(prompts, equalLengths);
    const reader = promptReader(forward, prompts, order);
    try {
      return await generateAfter(prompts, { ...options, equalLengths, order }, decoder(forward, reader));
    } finally {
      reader.end();
      forgetSpare(); // what comes next may work in less
    }
  }

  protected override async release(): Promise<void> {
    forgetSpare();
    await this.session.release();
  }
}
