import type { IExecuteFunctions } from 'n8n-workflow';

import { storedName } from '../../../delivery';
import type { FileToSend } from '../../../transport/multipart';
import { CHUNK_BYTES } from '../../../transport/multipart';
import type { StoredFile } from './binaryFields';
import { HEAD_BYTES } from './firstBytes';

/** What there is of a file: its exact size, and how to read it. */
export interface Content extends Pick<FileToSend, 'bytes' | 'id' | 'open'> {
	/** Its first bytes; undefined when they can't be read after all. */
	head(): Promise<Buffer | undefined>;
}

/** The buffer of a stream that is only opened. */
const PROBE_BYTES = 1;

/** What n8n writes in the place of the content of a file that it keeps elsewhere (n8n-core, binary data modes). */
const KEPT_ELSEWHERE = /^(default|filesystem|filesystem-v2|s3|azure|database)$/;

function inMemory(data: string): Content {
	const bytes = Buffer.from(data, 'base64');
	return {
		bytes: bytes.length,
		open: async () => bytes,
		head: async () => bytes.subarray(0, HEAD_BYTES),
	};
}

/**
 * The size of a stored file, once it is seen that the file is still there: one in a folder by opening it, so that no
 * upload begins that must break off; one in a database or a cloud by what is known of it, since opening would load it.
 */
async function sizeOf({ helpers }: IExecuteFunctions, id: string, bytes: unknown): Promise<number> {
	if (!id.startsWith('filesystem') || typeof bytes !== 'number')
		return (await helpers.getBinaryMetadata(id)).fileSize;
	const stream = await helpers.getBinaryStream(id, PROBE_BYTES);
	stream.on('error', () => {}).destroy();
	return bytes;
}

/** Not more of a stored file than its first bytes. */
async function headOf({ helpers }: IExecuteFunctions, id: string): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of await helpers.getBinaryStream(id, HEAD_BYTES)) {
		chunks.push(chunk as Buffer);
		bytes += (chunk as Buffer).length;
		if (bytes >= HEAD_BYTES) break;
	}
	return Buffer.concat(chunks).subarray(0, HEAD_BYTES);
}

/** The content of a file, in whatever way n8n keeps it. Undefined when it is gone: n8n deletes files of old executions. */
export async function contentOf(
	context: IExecuteFunctions,
	{ data, id, bytes }: StoredFile,
): Promise<Content | undefined> {
	if (typeof id !== 'string')
		return typeof data === 'string' && !KEPT_ELSEWHERE.test(data) ? inMemory(data) : undefined;
	try {
		const size = await sizeOf(context, id, bytes);
		return {
			bytes: size,
			id: storedName(id),
			// A stream takes its buffer whole, however little there is to read.
			open: async () =>
				await context.helpers.getBinaryStream(id, Math.max(1, Math.min(CHUNK_BYTES, size))),
			head: async () => await headOf(context, id).catch(() => undefined),
		};
	} catch {
		return undefined;
	}
}
