import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { isRecord } from '../json';
import { type Answer, maskedFailure, readAnswer } from '../transport/answer';
import { authenticate } from '../transport/authenticate';
import { API_PREFIX, resolveBaseUrl } from '../transport/baseUrl';
import { explain, isKnown } from '../transport/failure';
import type { Failure } from '../transport/kinds';
import { networkFailure } from '../transport/network';
import { isPlainToTls, PROBE } from '../transport/plainToTls';
import { safeText } from '../transport/safeText';

const TIMEOUT_MS = 20_000;
const NO_WORKSPACE = {
	message: 'DocFlow accepts the key but does not show this workspace',
	advice:
		'Check the Workspace ID, and that your account is a member of the workspace. A member of several enterprises also needs the Enterprise ID.',
};

/** The one request that only n8n's older helper can make here: a credential is tested outside of any workflow. */
async function ask(
	{ helpers }: ICredentialTestFunctions,
	credential: ICredentialDataDecryptedObject,
	baseUrl: string,
): Promise<Answer> {
	const workspace = encodeURIComponent(String(credential.workspaceId ?? '').trim());
	const unsigned: IHttpRequestOptions = {
		method: 'GET',
		url: `${baseUrl}${API_PREFIX}/workspace/get?workspace_id=${workspace}`,
		headers: { lang: 'en_US' },
	};
	const { method, url, headers } = await authenticate(credential, unsigned);
	const answer: unknown = await helpers.request({
		method,
		uri: url,
		headers,
		json: true,
		timeout: TIMEOUT_MS,
		followRedirect: false,
		simple: false,
		resolveWithFullResponse: true,
		...(credential.ignoreSSLIssues === true && { rejectUnauthorized: false }),
	});
	const { statusCode, headers: answered, body } = isRecord(answer) ? answer : {};
	return {
		statusCode: typeof statusCode === 'number' ? statusCode : 0,
		headers: isRecord(answered) ? answered : {},
		body,
	};
}

/** The question whether a port is one for https. */
const probe =
	({ helpers }: ICredentialTestFunctions) =>
	async (uri: string): Promise<unknown> =>
		await helpers.request({
			method: PROBE.method,
			uri,
			timeout: PROBE.timeout,
			followRedirect: false,
			simple: false,
			rejectUnauthorized: false,
		});

/** What is wrong with an answer to the question for the workspace; undefined when it shows the workspace. */
function wrongWith(answer: Answer): Failure | undefined {
	const read = readAnswer(answer);
	if ('failure' in read && isKnown(read.failure)) return read.failure;
	if ('result' in read && read.result.workspace_id !== undefined) return undefined;
	return { ...('failure' in read && read.failure), ...NO_WORKSPACE };
}

/**
 * The Test button of the credential: asks for its workspace, as the nodes would, and says in words what is wrong
 * (n8n, "Credential test": a function that the node's `testedBy` names). Never throws.
 */
async function testCredential(
	context: ICredentialTestFunctions,
	{ data: credential = {} }: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const fail = (words: string): INodeCredentialTestResult => ({
		status: 'Error',
		message: safeText(words),
	});
	let baseUrl: string;
	try {
		baseUrl = resolveBaseUrl(credential);
	} catch (error) {
		return fail(error instanceof Error ? error.message : String(error));
	}
	const wrong = await ask(context, credential, baseUrl).then(wrongWith, networkFailure);
	if (wrong !== undefined && (await isPlainToTls(probe(context), baseUrl, wrong)))
		wrong.network = 'PLAIN_TO_TLS';
	if (wrong === undefined)
		return { status: 'OK', message: 'Connection successful: DocFlow shows the workspace' };
	const isSigned = credential.authentication === 'signature';
	const { message, advice } = explain({
		...maskedFailure(wrong, [credential.secretCode]),
		host: new URL(baseUrl).host,
		clockOffMs: isSigned && wrong.time !== undefined ? wrong.time - Date.now() : 0,
	});
	return fail(`${message}. ${advice}`);
}

/** `testCredential` as n8n calls it, of either node. */
export async function docFlowApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	return await testCredential(this, credential);
}
