import type { BinaryHelperFunctions } from 'n8n-workflow';

type BinaryStream = Awaited<ReturnType<BinaryHelperFunctions['getBinaryStream']>>;

/** A file to send: its bytes are opened anew for each try. */
export interface FileToSend {
	name: string;
	mimeType: string;
	/** Exact size in bytes; Content-Length is made from it. */
	bytes: number;
	open: () => Promise<BinaryStream | Buffer>;
}

/** A piece of 256 KB at least keeps the cost per chunk low. */
export const CHUNK_BYTES = 512 * 1024;

async function* chunks(open: FileToSend['open']): AsyncGenerator<Uint8Array> {
	const content = await open();
	if (Buffer.isBuffer(content)) yield content;
	else for await (const chunk of content) yield chunk as Buffer;
}

/**
 * The platform's File, except that its bytes come from a stream when they are sent. n8n's HTTP helper
 * reads `size` for the Content-Length and then `stream()`, so nothing is held in memory.
 */
class StreamedFile extends File {
	constructor(private readonly source: FileToSend) {
		super([], source.name, { type: source.mimeType });
		Object.defineProperty(this, 'size', { value: source.bytes });
	}

	override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
		const bytes = chunks(this.source.open);
		return new ReadableStream<Uint8Array<ArrayBuffer>>({
			async pull(controller) {
				const { value, done } = await bytes.next();
				if (done) controller.close();
				else controller.enqueue(value as Uint8Array<ArrayBuffer>);
			},
			async cancel() {
				await bytes.return(undefined);
			},
		});
	}
}

/** The multipart body of an upload: the field `file`, repeated (DocFlow API, "Upload File"). */
export function uploadBody(files: FileToSend[]): FormData {
	const form = new FormData();
	// Undici's own File type and the global one differ in name only.
	for (const file of files) form.append('file', new StreamedFile(file) as unknown as Blob);
	return form;
}
