import { textOf } from '../json';

/** A `{key, value}` cell of a field or of a table (DocFlow API, "Get File Processing Result List"). */
export interface KeyValue {
	key?: unknown;
	identifier?: unknown;
	value?: unknown;
	translated_key?: unknown;
	translated_value?: unknown;
}

/**
 * A file's record as `file/fetch` answers it. Ids are strings of 19 digits: a number would round them. What is
 * `unknown` may be odd or missing in an answer; those who use it bear with that.
 */
export interface DocFlowFile {
	id: string;
	task_id?: string;
	parent_task_id?: string;
	/** 0 split child, 1 ordinary, 2 parent, 3 crop child (DocFlow API, TaskType). */
	task_type?: unknown;
	batch_number?: string;
	name: string;
	format?: string;
	category?: string;
	recognition_status?: unknown;
	verification_status?: unknown;
	failure_causes?: string | null;
	duration_ms?: number;
	total_page_num?: number;
	pages?: unknown;
	/** What DocFlow read out of the document: `fields`, `tables`, `items`, `stamps`, `handwritings`, `invoiceVerifyResult`. */
	data?: unknown;
	parser_params?: unknown;
	child_files?: DocFlowFile[] | null;
}

/** A file that an upload answer lists as taken. */
export interface TakenFile {
	id: string;
	task_id?: string;
	name: string;
	format?: string;
}

/** `recognition_status` as words (DocFlow API, RecognitionStatus). */
export const RECOGNITION_STATUS: Readonly<Record<number, string>> = {
	0: 'pending',
	1: 'success',
	2: 'failed',
	3: 'classifying',
	4: 'extracting',
	5: 'preparing',
	6: 'splitting',
	7: 'cropping',
	10: 'classified',
	20: 'parsing',
};

/** The codes of a file that is not finished, from the last step of recognition back to the first. */
export const UNFINISHED = [4, 3, 7, 6, 20, 5, 0] as const;

/** `verification_status` as words (DocFlow API, VerificationStatus). */
export const VERIFICATION_STATUS: Readonly<Record<number, string>> = {
	0: 'pending',
	2: 'confirmed',
	3: 'rejected',
	4: 'deleted',
	5: 'deferred',
};

const FAILED = 2;
const TERMINAL = new Set<unknown>([1, FAILED, 10]);

/** Whether a child says nothing of its own status, as in printed answers: it is as its parent is. */
export const hasParentsStatus = (child: DocFlowFile): boolean =>
	child.id !== '' && (child.recognition_status ?? null) === null;

/** The children that say how they are. */
const ownChildren = ({ child_files: children }: DocFlowFile): DocFlowFile[] =>
	(children ?? []).flatMap((child) => (hasParentsStatus(child) ? ownChildren(child) : [child]));

/**
 * Whether DocFlow is done with a file and all its split or cropped children. An unknown or missing status is not the end; but
 * under a file that has ended, a child of which no status is told has ended too (printed answers leave it out).
 */
export function isFinished(file: DocFlowFile): boolean {
	return TERMINAL.has(file.recognition_status) && openDocuments(file).length === 0;
}

/** The documents that DocFlow is still at: a file, or those of its split or cropped children that are open. */
export function openDocuments(file: DocFlowFile): DocFlowFile[] {
	if (!TERMINAL.has(file.recognition_status)) return [file];
	return (file.child_files ?? []).flatMap((child) =>
		openDocuments({
			...child,
			recognition_status: child.recognition_status ?? file.recognition_status,
		}),
	);
}

/** Whether recognition of a file, or of one of its split or cropped children, ended in failure. */
export function hasFailed(file: DocFlowFile): boolean {
	return file.recognition_status === FAILED || ownChildren(file).some(hasFailed);
}

/** The documents whose recognition failed: a file, or those of its split or cropped children that did. */
export function failedDocuments(file: DocFlowFile): DocFlowFile[] {
	const children = (file.child_files ?? []).flatMap(failedDocuments);
	return children.length === 0 && hasFailed(file) ? [file] : children;
}

/** The word for a status code; an unknown one is shown as `status 42`, a missing one as `unknown`. */
export function statusWord(code: unknown, words = RECOGNITION_STATUS): string {
	if (code === undefined || code === null) return 'unknown';
	return (typeof code === 'number' ? words[code] : undefined) ?? `status ${textOf(code)}`;
}
