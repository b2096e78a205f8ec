import { createHash } from 'crypto';
import { once } from 'events';
import { setTimeout } from 'timers/promises';
import type { FastifyRequest } from 'fastify';

import type { Call } from '../context';
import { download, isWebAddress, nameIn } from './download';

/** A file that came in, not yet stored. */
export interface Received {
	name: string;
	bytes: number;
	sha256: string;
	/** Its bytes, or none when it is too large to be read or was not downloaded. */
	kept: Buffer;
	/** Why it can't be recognised. */
	broken?: string;
}

const READABLE = /\.(pdf|ofd|docx?|txt|xlsx?|jpe?g|png|tiff?|bmp|webp)$/i;
/** Larger files are hashed and counted, not read. */
const KEEP_BYTES = 5 * 1024 * 1024;
/** Between two pieces of a body that is held up: while nothing is read, nobody sees that the client has gone. */
const HOLD_MS = 50;
/** The most addresses of one request. */
const MAX_URLS = 10;

/** The files of a multipart body: those the API takes. Returns a text when there is none to take or leave. */
export async function receiveFiles(
	request: FastifyRequest,
	{ seen, fault }: Call,
): Promise<Received[] | string> {
	const received: Received[] = [];
	const isHeld = fault?.kind === 'hold-during';
	for await (const part of request.files()) {
		const hash = createHash('sha256');
		const kept: Buffer[] = [];
		let bytes = 0;
		for await (const chunk of part.file as AsyncIterable<Buffer>) {
			if (fault?.kind === 'drop-during') request.raw.destroy();
			if (isHeld) await setTimeout(HOLD_MS);
			hash.update(chunk);
			bytes += chunk.length;
			if (bytes <= KEEP_BYTES) kept.push(chunk);
			else kept.length = 0;
		}
		const sha256 = hash.digest('hex');
		const { fieldname: field, filename: name, mimetype: type } = part;
		seen.parts.push({ field, filename: name, type, bytes, sha256 });
		const isMeant = fault?.name === name || fault?.place === seen.parts.length - 1;
		const left = fault?.kind === 'leave-out' && isMeant;
		if (field === 'file' && bytes > 0 && !left && READABLE.test(name))
			received.push({ name, bytes, sha256, kept: Buffer.concat(kept) });
	}
	if (isHeld && !request.raw.socket.destroyed) await once(request.raw.socket, 'close');
	return seen.parts.some(({ field }) => field === 'file') ? received : 'file is missing';
}

/** A form that is read whole: its texts by name, and its files. */
export async function receiveForm(
	request: FastifyRequest,
	{ seen, fault }: Call,
): Promise<{
	texts: Record<string, string>;
	files: Array<{ field: string; name: string; bytes: Buffer }>;
}> {
	const texts: Record<string, string> = {};
	const files: Array<{ field: string; name: string; bytes: Buffer }> = [];
	for await (const part of request.parts()) {
		if (fault?.kind === 'drop-during') request.raw.destroy();
		if (part.type === 'field') {
			texts[part.fieldname] = String(part.value);
			continue;
		}
		const bytes = await part.toBuffer();
		const { fieldname: field, filename: name, mimetype: type } = part;
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		seen.parts.push({ field, filename: name, type, bytes: bytes.length, sha256 });
		files.push({ field, name, bytes });
	}
	return { texts, files };
}

async function receiveUrl(url: string): Promise<Received> {
	const name = nameIn(url);
	try {
		const kept = await download(url);
		const sha256 = kept.length === 0 ? '' : createHash('sha256').update(kept).digest('hex');
		return {
			name,
			bytes: kept.length,
			sha256,
			kept: kept.length > KEEP_BYTES ? Buffer.alloc(0) : kept,
		};
	} catch (error) {
		return {
			name,
			bytes: 0,
			sha256: '',
			kept: Buffer.alloc(0),
			broken: `download failed: ${(error as Error).message}`,
		};
	}
}

/** The files behind the addresses of a JSON body. Returns a text when the body is not as it must be. */
export async function receiveUrls(body: unknown, { fault }: Call): Promise<Received[] | string> {
	const urls: unknown =
		typeof body === 'object' && body !== null && 'urls' in body ? body.urls : undefined;
	if (
		!Array.isArray(urls) ||
		urls.length === 0 ||
		urls.length > MAX_URLS ||
		!urls.every(isWebAddress)
	)
		return `urls must be 1 to ${MAX_URLS} http(s) addresses`;
	const received = await Promise.all(urls.map(receiveUrl));
	return received.filter(({ name }) => fault?.kind !== 'leave-out' || fault.name !== name);
}
