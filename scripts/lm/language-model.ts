import type { InferenceSession } from 'onnxruntime-node';
import { CheckedModel, type ModelFacts } from './checked-model.ts';
import { decoder, readBeginning } from './decode.ts';
import type { Forward } from './forward.ts';
import { generateAfter, howManyTogether } from './generate.ts';
import { visitPositions } from './read-texts.ts';
import { nextAfter, scoreChoices, scoreItems } from './score-many.ts';
import { scoreText } from './score-text.ts';
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
    const equalLengths = !this.forward.signature.takesPositions;
    const isOneGroup = !equalLengths && howManyTogether(prompts, 0, options.maxTokens) === prompts.length;
    const beginning = isOneGroup ? undefined : await readBeginning(this.forward, prompts);
    return await generateAfter(prompts, { ...options, equalLengths }, () => decoder(this.forward, beginning));
  }

  protected override async release(): Promise<void> {
    await this.session.release();
  }
}
