import { TakenFile } from '../files/types';
import { DocFlowError } from '../transport/errors';
import { FileToSend } from '../transport/multipart';
import { Query } from '../transport/request';

/** One thing to upload, with the input item and the place in it that it came from. */
export interface InputFile {
	item: number;
	/** `binary_field` or `url`, with its value: part of the output item. */
	origin: { binary_field: string } | { url: string };
	name: string;
	file?: FileToSend;
}

/** Settings of an upload request; files go together only when theirs are the same. */
export interface RequestSettings {
	query: Query;
	maxFiles: number;
	maxBytes: number;
	/** Milliseconds. */
	timeout: number;
}

/** What one input item wants uploaded. `batchNumber` is undefined where the node is to make one. */
export interface Order {
	item: number;
	batchNumber?: string;
	settings: RequestSettings;
	sources: InputFile[];
}

export interface PlannedRequest {
	settings: RequestSettings;
	sources: InputFile[];
}

export interface PlannedBatch {
	/** The same for the same input, whatever the options. */
	key: string;
	batchNumber: string;
	/** Whether the user gave the number, so that the batch may hold files already. */
	given: boolean;
	/** Input items with files in it, in order. */
	items: number[];
	requests: PlannedRequest[];
}

/** A file that did not surely go up. */
export interface Failed {
	source: InputFile;
	error: unknown;
	/** Whether DocFlow may have it all the same. */
	unknown: boolean;
}

/** A batch after its requests: which files DocFlow took, and which not, with the reason. */
export interface SentBatch extends PlannedBatch {
	taken: Array<[InputFile, TakenFile]>;
	failed: Failed[];
	/** Whether an answer was lost. */
	hadLoss: boolean;
}

/** A request to send. */
export interface Job extends PlannedRequest {
	/** Which time these files are sent, from 1. */
	attempt: number;
}

/** A batch at work. */
export interface BatchInWork extends SentBatch {
	waiting: Job[];
	running: Job[];
	lost: Array<{ job: Job; error: DocFlowError }>;
	/** Ids of files that are settled. */
	claimed: Set<string>;
	/** Ids it held before; asked for before the first request. */
	before?: Promise<Set<string> | undefined>;
	isSettling: boolean;
	/** Whether another execution may have sent its files, of which nothing is known. */
	isInherited: boolean;
}

/**
 * What is known of a batch when the node runs a second time for the same input: by Retry On Fail, or because
 * somebody retries a failed execution. n8n keeps it with the execution, as plain JSON.
 */
export interface JournalEntry {
	batchNumber: string;
	/** Ids the batch held before the first try; null where nobody could tell. */
	before: string[] | null;
	/** The files taken, by their place in the batch. */
	taken: Record<string, TakenFile>;
	/** Places of files that were sent, and that DocFlow may have or not. */
	open: number[];
}

/** All batches of one run of the node by their key. */
export type Journal = Record<string, JournalEntry>;
