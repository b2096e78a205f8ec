import { randomBytes } from 'crypto';
import type { BinaryHelperFunctions } from 'n8n-workflow';

type BinaryStream = Awaited<ReturnType<BinaryHelperFunctions['getBinaryStream']>>;

/** A file to send: its bytes are opened anew for each reading. */
export interface FileToSend {
	name: string;
	mimeType: string;
	/** Exact size in bytes; Content-Length is made from it. */
	bytes: number;
	/** Different for each file that n8n stores; none for one in memory. */
	id?: string;
	open: () => Promise<BinaryStream | Buffer>;
}

/** A piece of 256 KB at least keeps the cost per chunk low. */
export const CHUNK_BYTES = 512 * 1024;

const ESCAPES: Record<string, string> = { '"': '%22', '\r': '%0D', '\n': '%0A' };
/** What may stand in a header; everything else would let a MIME type break out of it. */
const MIME_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:; ?[\w-]+=[\w!#$&^.+-]+)*$/;

/** What stands before a file's bytes (HTML standard, "Multipart form data": names escaped as browsers do). */
function headOf({ name, mimeType }: FileToSend, boundary: string): Buffer {
	const filename = name.replace(/["\r\n]/g, (char) => ESCAPES[char]);
	const type = MIME_TYPE.test(mimeType) ? mimeType : 'application/octet-stream';
	return Buffer.from(
		`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\nContent-Type: ${type}\r\n\r\n`,
	);
}

const END_OF_FILE = Buffer.from('\r\n');

async function* contentOf({ name, bytes, open }: FileToSend): AsyncGenerator<Uint8Array> {
	const content = await open();
	let seen = 0;
	for await (const chunk of Buffer.isBuffer(content) ? [content] : content) {
		seen += (chunk as Buffer).length;
		yield chunk as Buffer;
	}
	// Content-Length has already promised the size.
	if (seen !== bytes)
		throw new Error(`"${name}" has ${seen} bytes, not the ${bytes} it is said to have`);
}

/**
 * The multipart body of an upload: the field `file`, repeated (DocFlow API, "Upload File"). It is a Blob whose
 * bytes are read from their source each time `stream` is called, the same bytes every time: so a signature can be
 * made over exactly what is sent, and nothing is held in memory. n8n's HTTP helper takes `size` as Content-Length.
 */
export class MultipartBody extends Blob {
	/** The file that could not be read, where that is why a request failed. */
	unreadable?: FileToSend;

	private current?: FileToSend;

	constructor(
		private readonly files: FileToSend[],
		/** Lower case, since a Blob's type is. */
		private readonly boundary = `----docflow-${randomBytes(16).toString('hex')}`,
	) {
		super([], { type: `multipart/form-data; boundary=${boundary}` });
		const size = files.reduce(
			(sum, file) => sum + headOf(file, boundary).length + file.bytes + END_OF_FILE.length,
			this.tail.length,
		);
		Object.defineProperty(this, 'size', { value: size });
	}

	private get tail(): Buffer {
		return Buffer.from(`--${this.boundary}--\r\n`);
	}

	private async *parts(): AsyncGenerator<Uint8Array> {
		for (const file of this.files) {
			yield headOf(file, this.boundary);
			this.current = file;
			yield* contentOf(file);
			yield END_OF_FILE;
		}
		yield this.tail;
	}

	override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
		const parts = this.parts();
		return new ReadableStream<Uint8Array<ArrayBuffer>>({
			pull: async (controller) => {
				await parts.next().then(
					({ value, done }) =>
						done ? controller.close() : controller.enqueue(value as Uint8Array<ArrayBuffer>),
					(error) => {
						this.unreadable = this.current;
						controller.error(error);
					},
				);
			},
			cancel: async () => {
				await parts.return(undefined);
			},
		});
	}
}
