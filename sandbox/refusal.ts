import { CODE, failure, type Envelope } from './envelope';

/** Ends a request with a failure of DocFlow's. */
export class Refusal extends Error {
	constructor(
		message: string,
		private readonly code: number = CODE.invalid,
	) {
		super(message);
	}

	/** The answer that it is. */
	get envelope(): Envelope {
		return failure(this.code, this.message);
	}
}

/** What was looked for. @throws Refusal when there is none. */
export function found<T>(one: T | undefined, what: string, code?: number): T {
	if (one === undefined) throw new Refusal(`${what} does not exist`, code);
	return one;
}
