import { UserError } from '#base/user-error';

/**
 * The model can be asked nothing more: its server is gone, does not answer, or refuses all work. Whoever asks a model
 * for many things stops at this, instead of waiting for each of them in vain.
 */
export class ModelLostError extends UserError {}
