import { UserError } from '#base/user-error';

/** The model's server is gone or does not answer: there is no point in asking for anything else. */
export class ModelLostError extends UserError {}
