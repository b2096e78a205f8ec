import type { FastifyRequest } from 'fastify';

import type { Fault, Faults } from './faults';
import type { Workspace } from './service/catalog';
import type { Order } from './service/order';
import type { Review } from './service/review';
import type { Stored } from './service/store';

/** Where every route of the API lives. */
export const PREFIX = '/api/app-api/sip/platform/v2';

/** A request as it arrived, for tests to look at. */
export interface RecordedRequest {
	method: string;
	path: string;
	query: Record<string, string>;
	headers: Record<string, string | string[] | undefined>;
	parts: Array<{ field: string; filename: string; type: string; bytes: number; sha256: string }>;
	json?: unknown;
	/** The work is done, whatever becomes of the answer; or the connection has ended before. */
	isDone?: boolean;
	/** The connection ended before the answer did. */
	isBroken?: boolean;
}

/** A request in work: what was recorded of it, the fault that hits it, the hash of its body when it is signed. */
export interface Call {
	seen: RecordedRequest;
	fault?: Fault;
	body?: BodyHash;
}

/** What the routes share. */
export interface Context {
	credential: Credential;
	/** Milliseconds between two steps of recognition. */
	stepMs: number;
	/** HTTP status of a refused credential. */
	authStatus: 200 | 401;
	/** Milliseconds that the timestamp of a signature may be off. */
	maxSkewMs: number;
	order: Order;
	/** The most files of one page. */
	maxPage: number;
	/** Whether checksums come as fields, and files that can't be read are taken. */
	probe: boolean;
	now: () => number;
	workspaces: Workspace[];
	files: Stored[];
	/** Repositories and reviews by workspace. */
	reviews: Map<string, Review>;
	faults: Faults;
	requests: RecordedRequest[];
	/** The call behind a request. */
	call: (request: FastifyRequest) => Call;
}

/** What the stand-in accepts. */
export interface Credential {
	appId: string;
	secretCode: string;
	workspaceId: string;
}

/** The SHA-256 of a request's body, complete once the body was read. */
export type BodyHash = () => string;
