import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../json';
import type { Failure } from './kinds';
import { saysPlainToTls } from './network';
import { clipped, maskSecrets } from './safeText';

/** Characters of each thing that DocFlow says. */
const MAX_TEXT = 500;

/** Stands for the host that was asked, in an address that may be relative to it. */
const SAME_HOST = 'https://same.invalid';

const text = (value: unknown): string | undefined =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** No clock of DocFlow is outside of these; a poll reckons with its time. */
const [EARLIEST_MS, LATEST_MS] = [Date.UTC(2015, 0), Date.UTC(2100, 0)];

/** Where an address leads; `//host/path` names a host as well. */
function hostOf(address: string): string {
	const host = URL.canParse(address, SAME_HOST) ? new URL(address, SAME_HOST).host : '';
	if (host === '') return 'something that is no web address';
	return host === new URL(SAME_HOST).host ? 'another page of the same host' : host;
}

/** An answer as n8n's HTTP helper gives it. */
export interface Answer {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** What a call gave. */
export interface DocFlowAnswer {
	/** The envelope's `result` where it is an object; empty where there is none. */
	result: IDataObject;
	/** The envelope's `result` where it is a list. */
	list: unknown[];
	/** DocFlow's clock by the `Date` header, in epoch milliseconds; undefined without one. */
	time?: number;
}

/** The `result` of an answer, or why there is none (DocFlow documentation, "Response": `{code, msg, result}`). */
export function readAnswer(answer: Answer): DocFlowAnswer | { failure: Failure } {
	const { statusCode: status, headers, body } = answer;
	const retryAfter = text(headers['retry-after']);
	const date = Date.parse(String(headers.date));
	const time = date >= EARLIEST_MS && date <= LATEST_MS ? date : undefined;
	if (status >= 300 && status < 400) {
		const target = hostOf(String(headers.location));
		const message = `DocFlow answered with a redirect to ${target}`;
		const advice =
			'A redirect is not followed, since your secret would travel with it. Enter the final address as Base URL in the DocFlow credential.';
		return { failure: { status, message, advice } };
	}
	if (!isRecord(body) || text(body.code) === undefined) {
		if (saysPlainToTls(status, body)) return { failure: { status, network: 'PLAIN_TO_TLS' } };
		if (status !== 200) return { failure: { status, retryAfter, time } };
		const message = 'The answer is not one of DocFlow';
		const advice =
			'Check the region or the Base URL in the DocFlow credential, and whether a proxy stands in between.';
		return { failure: { status, message, advice } };
	}
	const code = text(body.code);
	const msg = text(body.msg) ?? text(body.message);
	const traceId = text(body.traceId) ?? text(body.trace_id);
	if (status >= 400 || code !== '200')
		return {
			failure: { status, code, msg: msg && repairMojibake(msg), traceId, retryAfter, time },
		};
	const result = isRecord(body.result) ? (body.result as IDataObject) : {};
	return { result, list: Array.isArray(body.result) ? body.result : [], time };
}

/** A file that a call gave in place of an envelope. */
export interface DocFlowDownload {
	bytes: Buffer;
	mimeType: string;
	/** The name that DocFlow gives it; absent where it gives none. */
	fileName?: string;
}

/** The file name of a `content-disposition`, written as UTF-8 (RFC 6266), or plainly with percent signs as DocFlow's client reads it. */
function fileNameIn(disposition: unknown): string | undefined {
	const value = text(disposition) ?? '';
	const name = (/filename\*=UTF-8''([^;]+)/i.exec(value) ??
		/filename="?([^";]+)"?/i.exec(value))?.[1];
	try {
		return name && decodeURIComponent(name.trim());
	} catch {
		return name;
	}
}

/** Bytes of the longest envelope that a failed download can be. */
const MAX_ENVELOPE = 1024 * 1024;

/** The envelope that stands in the place of a file, whatever type it is said to have. */
function envelopeIn(bytes: Buffer): unknown {
	if (bytes.length > MAX_ENVELOPE) return undefined;
	try {
		const body: unknown = JSON.parse(bytes.toString());
		return isRecord(body) && text(body.code) !== undefined ? body : undefined;
	} catch {
		return undefined;
	}
}

/**
 * The file of an answer whose body was read as bytes, or why there is none. A JSON envelope or a web page that comes
 * in its place is a failure, in HTTP 200 as well (DocFlow API, "Download Category Samples (ZIP)").
 */
export function readDownload(answer: Answer): DocFlowDownload | { failure: Failure } {
	const { statusCode, headers, body } = answer;
	const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
	const mimeType = (text(headers['content-type']) ?? 'application/octet-stream')
		.split(';')[0]
		.trim();
	const envelope = envelopeIn(bytes);
	const isFile =
		statusCode === 200 &&
		envelope === undefined &&
		!/^(text\/html|application\/json)$/i.test(mimeType);
	const fileName = fileNameIn(headers['content-disposition']);
	if (isFile) return { bytes, mimeType, ...(fileName !== undefined && { fileName }) };
	const read = readAnswer({ ...answer, body: envelope });
	if ('failure' in read) return read;
	return {
		failure: {
			status: statusCode,
			message: 'DocFlow gave no file',
			advice: 'See in its list whether it is still there, then run again.',
		},
	};
}

/** A failure as it may be shown: what DocFlow, or a gateway before it, says may be long, and may repeat the secrets it was sent. */
export function maskedFailure(failure: Failure, secrets: unknown[]): Failure {
	const show = (value: unknown) =>
		typeof value === 'string' ? clipped(maskSecrets(value, secrets), MAX_TEXT) : value;
	return Object.fromEntries(
		Object.entries(failure).map(([name, value]) => [name, show(value)]),
	) as Failure;
}

/** `msg` often arrives as UTF-8 bytes read as Latin-1; this reads it again, and leaves sound text alone. */
export function repairMojibake(text: string): string {
	if (!/[\u0080-\u00ff]/.test(text) || /[^\u0000-\u00ff]/.test(text)) return text;
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'));
	} catch {
		return text;
	}
}
