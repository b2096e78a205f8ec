import type { IExecuteFunctions } from 'n8n-workflow';

import { parseFile } from '../files/parse';
import type { TakenFile } from '../files/types';
import type { DocFlowAnswer } from '../transport/answer';
import { apiError, DocFlowError } from '../transport/errors';
import { docFlowForm } from '../transport/form';
import type { FileToSend } from '../transport/multipart';
import { docFlowRequest, type DocFlowRequest, type Query } from '../transport/request';
import { isAskedToWait, isTimedOut, isUnsettled } from '../transport/failure';

/** URLs in one request (DocFlow API, "Upload File"). */
export const MAX_URLS = 10;

/** What one upload request carries: files, or addresses that DocFlow downloads itself. */
export type Cargo = { files: FileToSend[] } | { urls: string[] };

export interface UploadRequest {
	/** Always given, so that a lost answer can be looked up by it. */
	batchNumber: string;
	query: Query;
	cargo: Cargo;
	/** Milliseconds. */
	timeout: number;
	itemIndex: number;
}

/** The files DocFlow took, which may be fewer than were sent; or why it is open which it took. */
export type UploadAnswer = { taken: TakenFile[] } | { lost: DocFlowError; wasTooSlow?: boolean };

/** The files an answer lists. One that can't be read is as good as lost: the work was done. */
function readTaken(
	context: IExecuteFunctions,
	{ result: { files } }: DocFlowAnswer,
	itemIndex: number,
): UploadAnswer {
	const lost = (message: string): UploadAnswer => {
		const advice = 'Please report this to the makers of this node.';
		return { lost: apiError(context, { message, advice }, itemIndex) };
	};
	if (!Array.isArray(files)) return lost("DocFlow's answer does not say which files it took");
	try {
		return { taken: files.map(parseFile) };
	} catch (error) {
		return lost((error as Error).message);
	}
}

/** A failed upload as a lost answer. @throws the error itself when DocFlow surely took nothing. */
function readFailure(error: unknown, wasTooSlow: boolean): UploadAnswer {
	if (!(error instanceof DocFlowError)) throw error;
	const { failureDetails } = error;
	if (!isUnsettled(failureDetails) && !isAskedToWait(failureDetails)) throw error;
	return { lost: error, wasTooSlow: wasTooSlow && isTimedOut(failureDetails) };
}

/**
 * The one way files go up: every upload request of every operation passes here. It is sent once more only
 * when nothing can have happened; what became of a lost one is to be looked up by its batch number.
 * @throws DocFlowError when DocFlow surely took nothing.
 */
export async function sendUpload(
	context: IExecuteFunctions,
	{ batchNumber, query, cargo, timeout, itemIndex }: UploadRequest,
): Promise<UploadAnswer> {
	const request: DocFlowRequest = {
		method: 'POST',
		path: '/file/upload',
		repeat: 'once',
		query: { ...query, batch_number: batchNumber },
		timeout,
		itemIndex,
	};
	const start = Date.now();
	const sending =
		'files' in cargo
			? docFlowForm(
					context,
					request,
					cargo.files.map((file) => ({ name: 'file', file })),
				)
			: docFlowRequest(context, { ...request, body: { urls: cargo.urls } });
	return await sending.then(
		(answer) => readTaken(context, answer, itemIndex),
		(error: unknown) => readFailure(error, Date.now() - start >= timeout),
	);
}
