import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../json';
import { type Failure, repairMojibake } from './errors';
import { clipped } from './plain';
import { withhold } from './withhold';

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
	/** The envelope's `result`. */
	result: IDataObject;
	/** DocFlow's clock by the `Date` header, in epoch milliseconds; undefined without one. */
	time?: number;
}

/** The `result` of an answer, or why there is none (DocFlow documentation, "Response": `{code, msg, result}`). */
export function readEnvelope(answer: Answer): DocFlowAnswer | { failure: Failure } {
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
	return { result, time };
}

/** A failure as it may be shown: what DocFlow, or a gateway before it, says may be long, and may repeat the secrets it was sent. */
export function showable(failure: Failure, secrets: unknown[]): Failure {
	const show = (value: unknown) =>
		typeof value === 'string' ? clipped(withhold(value, secrets), MAX_TEXT) : value;
	return Object.fromEntries(
		Object.entries(failure).map(([name, value]) => [name, show(value)]),
	) as Failure;
}
