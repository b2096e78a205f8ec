import { deepCopy, type IExecuteFunctions } from 'n8n-workflow';

import { isRecord } from '../json';
import { type DocFlowContext, parameterOf } from '../transport/context';
import { apiError, DocFlowError } from '../transport/errors';
import type { Failure } from '../transport/kinds';
import { keptData, runIndexOf } from './execution';
import { digestOf } from './identity';
import { Remembered } from './siblings';

/** What became of an item's call: what it gave, or why it is not known, or not told, what it did. */
type Fate = { gave: object } | { failure: Failure };

/** What an execution keeps of one run of the node: plain JSON. */
interface OnceData {
	/** n8n's run index, by which a second try of the run is known. */
	runIndex: number;
	/** By what was asked: see `keyOf`. */
	fates: Record<string, Fate>;
}

/** Where it stands in the data that an execution keeps for the node. */
const KEY = 'done';

const isOnceData = (value: unknown): value is OnceData =>
	isRecord(value) && typeof value.runIndex === 'number' && isRecord(value.fates);

/**
 * What is done once: something for an input item in one run of the node. Nothing else of the panel belongs to it, since an
 * expression with $now gives something else at each try; the item does, as an agent's calls have one run index.
 */
const keyOf = (context: IExecuteFunctions, item: number): string => {
	const menu = ['resource', 'operation'].map((name) => parameterOf(context, name, 0));
	return `${menu.join('.')} ${item} ${digestOf(context.getInputData()[item].json).slice(0, 16)}`;
};

const NOT_AGAIN =
	'A retry of this execution does not do it again: if it was not done, run the workflow anew.';

const retries = new Remembered<Record<string, Fate>>();

/** An error as it is kept; undefined when nothing was done, so that it may be tried again. */
const kept = (error: unknown): Failure | undefined =>
	error instanceof DocFlowError && error.failureDetails.mayBeDone === true
		? { ...error.failureDetails, message: error.message, advice: error.description ?? '' }
		: undefined;

/** The error of an earlier try, said again; its advice holds DocFlow's own words already. */
function errorOf(context: DocFlowContext, failure: Failure, itemIndex: number): DocFlowError {
	const { message, advice = '' } = failure;
	const words = advice.includes(NOT_AGAIN) ? advice : `${advice} ${NOT_AGAIN}`;
	const error = apiError(context, { message, advice: words, mayBeDone: true }, itemIndex);
	error.failureDetails = failure;
	return error;
}

/**
 * What one run of the node does, each thing once. n8n runs a node again, whole, when a single item failed: by Retry On Fail, or
 * when somebody retries the execution. What came well then comes out again as it was, and what may have been done, as its
 * answer was lost, is told again: nothing is billed or made a second time.
 */
export class Once {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly data: OnceData,
	) {}

	/** Does something for an item, unless an earlier try of this run has. What it gives must be plain JSON. @throws what `work` throws. */
	async do<T extends object>(item: number, work: () => Promise<T>): Promise<T> {
		const key = keyOf(this.context, item);
		const { fates } = this.data;
		const earlier = fates[key];
		if (earlier !== undefined) {
			if ('gave' in earlier) return deepCopy(earlier.gave) as T;
			throw errorOf(this.context, earlier.failure, item);
		}
		return await work().then(
			(gave) => {
				fates[key] = { gave };
				return gave;
			},
			(error: unknown) => {
				const failure = kept(error);
				if (failure === undefined) throw error;
				fates[key] = { failure };
				throw errorOf(this.context, failure, item);
			},
		);
	}

	/** Forgets it all: the run went well, so that n8n does not repeat it, and an execution is to stay small. */
	end(): void {
		// What other retries are to know is the old object.
		this.data.fates = {};
	}
}

/** What this run of the node has done so far, in an earlier try or in another retry of the execution. */
export function openOnce(context: IExecuteFunctions): Once {
	const node: Record<string, unknown> = keptData(context, 'node');
	const runIndex = runIndexOf(context);
	const left = node[KEY];
	const data: OnceData =
		isOnceData(left) && left.runIndex === runIndex ? left : { runIndex, fates: {} };
	node[KEY] = data;
	Object.assign(data.fates, retries.exchange(context, runIndex, data.fates));
	return new Once(context, data);
}
