import type { Extracted } from './extract';
import { snowflake } from './ids';

/** A part of a file; its category and pages (from 0) where a person set them. */
interface Child {
	id: string;
	taskId: string;
	category?: string;
	pages?: number[];
}

/** A file as the stand-in keeps it; what a fetch shows is worked out from it and the clock. */
export interface Stored {
	id: string;
	taskId: string;
	/** Ids of the split or cropped parts. */
	children: Child[];
	batch: string;
	workspace: string;
	name: string;
	format: string;
	category: string;
	sha256: string;
	bytes: number;
	created: number;
	/** From when on it is listed; from the start where absent. */
	listed?: number;
	/** When its recognition began; a retry begins anew. */
	started: number;
	/** How often it was recognised. */
	runs: number;
	verification: number;
	/** When a person last touched it. */
	touched: number;
	query: Record<string, string>;
	content: Extracted;
	/** The language that the results were translated to. */
	translated?: string;
}

/** Steps before the end. Every kind of task takes as many, so that a test can count them. */
export const STEPS = 5;

function stepsOf({ split_flag, crop_flag, target_process }: Record<string, string>): number[] {
	if (split_flag === 'true') return crop_flag === 'true' ? [0, 20, 6, 7, 4] : [0, 20, 6, 3, 4];
	if (crop_flag === 'true') return [0, 20, 7, 3, 4];
	return target_process === 'classify' ? [0, 5, 5, 20, 3] : [0, 5, 20, 3, 4];
}

/** Why recognition of a file ends as a failure, or nothing. What says `sandbox: fail but vlm` the vision model reads. */
export const failureOf = ({ content, query }: Stored): string | undefined => {
	const match = /sandbox: fail( but vlm)? ?(.*)/.exec(content.text);
	if (match === null || (match[1] && query.parser_parse_mode === 'vlm')) return undefined;
	return match[2] || 'unreadable';
};

/** Whether files are cut into parts. */
export const isParent = ({ query }: Pick<Stored, 'query'>): boolean =>
	query.split_flag === 'true' || query.crop_flag === 'true';

/** The status at a moment: one step each `stepMs`, then success, failure or, for classify, its own end. */
export function statusOf(file: Stored, now: number, stepMs: number): number {
	const step = Math.max(0, Math.floor((now - file.started) / stepMs));
	if (step < STEPS) return stepsOf(file.query)[step];
	if (failureOf(file) !== undefined) return 2;
	return file.query.target_process === 'classify' ? 10 : 1;
}

/** Whether a status is an end. */
export const isEnd = (status: number): boolean => status === 1 || status === 2 || status === 10;

/** The category as far as it is known at a moment: given with the upload, or found by classifying. */
export function categoryOf(file: Stored, status: number): string {
	return file.query.category !== undefined || isEnd(status) || status === 4 ? file.category : '';
}

/** When the record last changed, in epoch milliseconds. */
export function updatedAt(file: Stored, now: number, stepMs: number): number {
	const step = Math.max(0, Math.min(STEPS, Math.floor((now - file.started) / stepMs)));
	return Math.max(file.touched, file.started + step * stepMs);
}

/** A person sets a file's verification status, which moves its update time. */
export function verify(file: Stored, status: number, now: number): void {
	Object.assign(file, { verification: status, touched: now });
}

/** Recognises a file anew. */
export function restart(file: Stored, now: number): void {
	Object.assign(file, { started: now, runs: file.runs + 1, verification: 0, touched: now });
}

/** A new file of a batch. */
export function newFile(
	file: Pick<
		Stored,
		'batch' | 'workspace' | 'name' | 'format' | 'sha256' | 'bytes' | 'created' | 'query' | 'content'
	> &
		Partial<Pick<Stored, 'category'>>,
): Stored {
	const ids = () => ({ id: snowflake(file.created), taskId: snowflake(file.created) });
	const { id, taskId } = ids();
	const children = isParent(file) ? [ids(), ids()] : [];
	// One spread, at the end: any other way, the engine takes far longer to go through many such objects.
	return {
		id,
		taskId,
		children,
		category: file.query.category ?? 'other',
		started: file.created,
		runs: 1,
		verification: 0,
		touched: 0,
		...file,
	};
}
