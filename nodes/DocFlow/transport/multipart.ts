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

/** A part of a body: a file, or text as `fields` and `tables` of a category (their JSON), by the name of the API's field. */
export type Part = { name: string; file: FileToSend } | { name: string; text: string };

/** A piece of 256 KB at least keeps the cost per chunk low. */
export const CHUNK_BYTES = 512 * 1024;

const ESCAPES: Record<string, string> = { '"': '%22', '\r': '%0D', '\n': '%0A' };
/** What may stand in a header; everything else would let a MIME type break out of it. */
const MIME_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:; ?[\w-]+=[\w!#$&^.+-]+)*$/;

const escaped = (name: string) => name.replace(/["\r\n]/g, (char) => ESCAPES[char]);

/** What stands before the bytes of a part (HTML standard, "Multipart form data": names escaped as browsers do). */
function headOf(part: Part, boundary: string): Buffer {
	const start = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(part.name)}"`;
	if ('text' in part) return Buffer.from(`${start}\r\n\r\n`);
	const { name, mimeType } = part.file;
	const type = MIME_TYPE.test(mimeType) ? mimeType : 'application/octet-stream';
	return Buffer.from(`${start}; filename="${escaped(name)}"\r\nContent-Type: ${type}\r\n\r\n`);
}

const bytesOf = (part: Part): number =>
	'text' in part ? Buffer.byteLength(part.text) : part.file.bytes;

const END_OF_PART = Buffer.from('\r\n');

async function* fileContent({ name, bytes, open }: FileToSend): AsyncGenerator<Uint8Array> {
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
 * A multipart body, its parts in the given order; a name may come more than once (DocFlow API, "Upload File",
 * "Create File Category"). It is a Blob whose bytes are read from their source each time `stream` is called, the same bytes every time: so a signature can be
 * made over exactly what is sent, and nothing is held in memory. n8n's HTTP helper takes `size` as Content-Length.
 */
export class MultipartBody extends Blob {
	/** The file that could not be read, where that is why a request failed; and whether it is the first part. */
	unreadable?: { file: FileToSend; isFirst: boolean };

	private current?: { file: FileToSend; isFirst: boolean };

	constructor(
		private readonly parts: Part[],
		/** Lower case, since a Blob's type is. */
		private readonly boundary = `----docflow-${randomBytes(16).toString('hex')}`,
	) {
		super([], { type: `multipart/form-data; boundary=${boundary}` });
		const size = parts.reduce(
			(sum, part) => sum + headOf(part, boundary).length + bytesOf(part) + END_OF_PART.length,
			this.tail.length,
		);
		Object.defineProperty(this, 'size', { value: size });
	}

	/** How many files it carries. */
	get fileCount(): number {
		return this.parts.filter((part) => 'file' in part).length;
	}

	private get tail(): Buffer {
		return Buffer.from(`--${this.boundary}--\r\n`);
	}

	private async *content(): AsyncGenerator<Uint8Array> {
		for (const part of this.parts) {
			yield headOf(part, this.boundary);
			if ('text' in part) yield Buffer.from(part.text);
			else {
				this.current = { file: part.file, isFirst: part === this.parts[0] };
				yield* fileContent(part.file);
			}
			yield END_OF_PART;
		}
		yield this.tail;
	}

	override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
		const content = this.content();
		return new ReadableStream<Uint8Array<ArrayBuffer>>({
			pull: async (controller) => {
				await content.next().then(
					({ value, done }) =>
						done ? controller.close() : controller.enqueue(value as Uint8Array<ArrayBuffer>),
					(error) => {
						this.unreadable = this.current;
						controller.error(error);
					},
				);
			},
			cancel: async () => {
				await content.return(undefined);
			},
		});
	}
}
