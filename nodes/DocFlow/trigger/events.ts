import { hasFailed, isFinished, UNFINISHED } from '../files/types';
import type { DocFlowFile } from '../files/types';
import type { Query } from '../transport/request';
import { runKey } from './runKeys';

/** What a person said of a file (DocFlow API, VerificationStatus). */
export type Verdict = 'confirmed' | 'rejected';

const VERDICTS = new Map<unknown, Verdict>([
	[2, 'confirmed'],
	[3, 'rejected'],
]);

/**
 * What a person said of a file; undefined before that. A split or cropped file without a verdict of its own has one
 * when all its documents have: rejected when one of them is.
 */
export function verdictOf(file: DocFlowFile): Verdict | undefined {
	const own = VERDICTS.get(file.verification_status);
	const children = file.child_files ?? [];
	if (own !== undefined || children.length === 0) return own;
	const verdicts = children.map(verdictOf);
	if (verdicts.includes(undefined)) return undefined;
	return verdicts.includes('rejected') ? 'rejected' : 'confirmed';
}

/** What the trigger waits for. The rest of the trigger asks the event, and knows none by name. */
export interface TriggerEvent {
	/** What fires. */
	noun: 'batch' | 'file';
	/** What a document must become before it fires, for a sentence. */
	adjective: string;
	/** Whether a file has come to what the event waits for. */
	isDue(file: DocFlowFile): boolean;
	/** What a due file fires once for: it fires again when this changes. `heldBack` marks that a filter held it back. */
	keyOf(file: DocFlowFile, heldBack?: boolean): string;
	/** Whether files of any age fire, unless remembered; else only new ones and those that were seen not due. */
	firesOld: boolean;
	/** Lists that are read at activation: the files that are not due yet or, where files of any age fire, those that are. */
	stock: Query[];
	/** Whether a due file is remembered longer than others, since it is likely to change. */
	isLasting(file: DocFlowFile): boolean;
}

const finished = {
	adjective: 'finished',
	isDue: isFinished,
	keyOf: (file: DocFlowFile, heldBack = false) => runKey(file, heldBack ? ['held back'] : []),
	firesOld: false,
	// From the last step back to the first: a file that moves on meanwhile has not long finished when its turn is over.
	stock: UNFINISHED.map((recognition_status) => ({ recognition_status })),
	isLasting: hasFailed,
};

export const EVENTS = {
	batchFinished: { ...finished, noun: 'batch' },
	fileFinished: { ...finished, noun: 'file' },
	fileVerified: {
		noun: 'file',
		adjective: 'verified',
		isDue: (file) => verdictOf(file) !== undefined,
		keyOf: (file) => runKey(file, [verdictOf(file) ?? '']),
		firesOld: true,
		stock: [...VERDICTS.keys()].map((verdict) => ({ verification_status: Number(verdict) })),
		isLasting: () => false,
	},
} satisfies Record<string, TriggerEvent>;

export type EventName = keyof typeof EVENTS;

export const eventOf = (name: EventName): TriggerEvent => EVENTS[name];
