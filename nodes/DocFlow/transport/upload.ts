import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { TakenFile } from '../types';
import { apiError, DocFlowError, explain } from './errors';
import { readFiles } from './fetchFiles';
import { docFlowRequest, type Query } from './request';
import { uploadBody, type FileToSend } from './uploadBody';

/** URLs in one request (DocFlow API, "Upload File"). */
export const MAX_URLS = 10;

/** What one upload request carries: files, or addresses that DocFlow downloads itself. */
export type Cargo = { files: FileToSend[] } | { urls: string[] };

export interface UploadRequest {
	/** Always given, so that a lost answer can be looked up by it. */
	batchNumber: string;
	query: Query;
	cargo: Cargo;
	/** Which try of this cargo it is, from 1. */
	attempt: number;
	/** Milliseconds. */
	timeout: number;
	itemIndex: number;
}

/** Whether DocFlow may have taken the files although the call failed. */
function isUnsettled({ failureDetails: { status, network, code } }: DocFlowError): boolean {
	if (network !== undefined) return !/ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(network);
	return (status ?? 200) >= 500 || (status === 200 && code === undefined);
}

/**
 * The one way files go up: every upload request of every operation passes here.
 * Answers the files DocFlow took, which may be fewer than were sent.
 * @throws DocFlowError; when it is open whether files arrived, it names the batch to look them up by.
 */
export async function sendUpload(
	this: IExecuteFunctions,
	{ batchNumber, query, cargo, timeout, itemIndex }: UploadRequest,
): Promise<TakenFile[]> {
	const failed = (error: unknown): never => {
		if (!(error instanceof DocFlowError) || !isUnsettled(error)) throw error;
		const advice = `It is open whether the files arrived. Before you send them again, look with File → Fetch whether batch ${batchNumber} holds them: a second upload is billed again. ${explain(error.failureDetails).advice}`;
		throw apiError(this, { ...error.failureDetails, message: error.message, advice }, itemIndex);
	};
	const { result } = await docFlowRequest
		.call(this, {
			method: 'POST',
			path: '/file/upload',
			query: { ...query, batch_number: batchNumber },
			body: async (): Promise<FormData | IDataObject> =>
				'files' in cargo ? uploadBody(cargo.files) : { urls: cargo.urls },
			timeout,
			itemIndex,
		})
		.catch(failed);
	return readFiles.call(this, result, itemIndex);
}
