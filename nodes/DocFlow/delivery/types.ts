import type { TakenFile } from '../files/types';
import type { DocFlowError } from '../transport/errors';
import type { FileToSend } from '../transport/multipart';
import type { Query } from '../transport/request';

/** One thing to upload, with the input item and the place in it that it came from. */
export interface InputFile {
	item: number;
	/** `binary_field` or `url`, with its value: part of the output item. */
	origin: { binary_field: string } | { url: string };
	name: string;
	/** The name it came with, where it goes up under another. */
	givenName?: string;
	/** The bytes to send; none for an address, which DocFlow downloads itself. */
	content?: FileToSend;
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
	files: InputFile[];
}

/** Where a file goes. */
export interface BatchPlace {
	batchNumber: string;
	workspace: string;
	/** Whether the user gave the number: others may add to such a batch, and it may hold files already. */
	isGiven: boolean;
}

/** A batch with all its files in the order of the input, each with the settings it is sent with. */
export interface PlannedBatch extends BatchPlace {
	members: Array<{ file: InputFile; settings: RequestSettings }>;
}

/** A file that did not surely go up. */
export interface Failed {
	file: InputFile;
	error: unknown;
	/** Whether DocFlow may have it all the same. */
	unknown: boolean;
}

/** A batch after its requests: which files DocFlow took, and which not, with the reason. In the order of its files. */
export interface SentBatch extends PlannedBatch {
	taken: Array<[InputFile, TakenFile]>;
	failed: Failed[];
	/** Whether an answer was lost. */
	hadLoss: boolean;
}

/** A request to send. */
export interface Job {
	settings: RequestSettings;
	files: InputFile[];
	/** Which time these files are sent, from 1. */
	attempt: number;
}

/** A request of which DocFlow may have taken files, or not: the batch is looked up before anything else is sent. */
export interface OpenJob extends Job {
	/** What is known of the way it ended. */
	error: DocFlowError;
	/** What an earlier try kept of each file that DocFlow took: it may have been deleted since. */
	claims?: ReadonlyMap<InputFile, TakenFile>;
	/** Whether it took longer than the user allows: another time it would again. */
	wasTooSlow?: boolean;
	/** Of what an earlier execution may have sent: when nothing of it can arrive any more, in epoch milliseconds. */
	settledAt?: number;
	/** False where nothing is known to have been sent: a look is for what somebody else's retry may have done. */
	mayBeSent?: boolean;
}

/** What is known of the files that a batch of a given number held before the upload. */
export interface Before {
	/** Ids of files that were there. */
	ids: string[];
	/** Files that DocFlow has not touched since then (RFC 3339) are not asked for; all are where there is none. */
	since?: string;
}

/** A batch at work. */
export interface BatchInWork extends SentBatch {
	/** Requests that are still to be sent. */
	waiting: Job[];
	/** Requests that are under way. */
	running: Job[];
	/** Requests that are to be looked up. */
	open: OpenJob[];
	isLookedUp: boolean;
	/** Ids that belong to a file of the input: nothing else can be that file. */
	claimed: Set<string>;
	/** Asked for before the first request. */
	before?: Promise<Before>;
}
