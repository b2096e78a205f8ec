import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { signRequest } from './sign';

const textOf = (value: unknown): string => String(value ?? '').trim();

/**
 * A request with the headers by which DocFlow knows its sender (DocFlow documentation, "Authentication"). Simple sends
 * the secret, Signature proves with an HMAC that it is known. Members of several enterprises name the one they work for.
 * @throws Error for a body that cannot be signed.
 */
export async function authenticate(
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	const [appId, secret, enterprise] = [
		credentials.appId,
		credentials.secretCode,
		credentials.enterpriseId,
	].map(textOf);
	const headers = {
		...request.headers,
		...(enterprise !== '' && { 'x-ti-enterprise-id': enterprise }),
	};
	if (credentials.authentication === 'signature')
		return await signRequest(appId, secret, { ...request, headers }, Date.now());
	return {
		...request,
		headers: { ...headers, 'x-ti-app-id': appId, 'x-ti-secret-code': secret },
	};
}
