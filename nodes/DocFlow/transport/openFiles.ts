import type { FileToSend } from './multipart';

/**
 * The same files, and a way to close what was opened of them. n8n's HTTP helper leaves a file open when its request
 * ends early: cancelled, timed out, or with a connection that broke. Once closed, none is opened any more; the end of
 * a cancelled execution closes them too, since they may be read for a signature before there is a request.
 */
export function closableFiles(
	files: FileToSend[],
	signal: AbortSignal | undefined,
): { files: FileToSend[]; close: () => void } {
	let isClosed = false;
	const opened: Array<() => void> = [];
	const open = async (file: FileToSend) => {
		if (isClosed) throw new Error('The upload has ended');
		const content = await file.open();
		if (Buffer.isBuffer(content)) return content;
		// A read that is under way fails by this; nobody waits for it any more.
		const close = () => void content.on('error', () => {}).destroy();
		// It may have ended while the file was being opened.
		if (isClosed) close();
		else opened.push(close);
		return content;
	};
	const close = () => {
		signal?.removeEventListener('abort', close);
		isClosed = true;
		for (const one of opened) one();
	};
	signal?.addEventListener('abort', close);
	return { files: files.map((file) => ({ ...file, open: async () => await open(file) })), close };
}
