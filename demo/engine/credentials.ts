import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	IDataObject,
	IHttpRequestOptions,
	INode,
	Workflow,
} from 'n8n-workflow';

import { DocFlowApi } from '../../credentials/DocFlowApi.credentials';

const { headers } = new DocFlowApi().authenticate.properties;

/** Resolves the credential's own `authenticate` the way n8n's credentials helper does. */
function authenticate(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	workflow: Workflow,
	node: INode,
): IHttpRequestOptions {
	const resolved = Object.entries(headers ?? {}).map(([name, value]) => [
		name,
		workflow.expression.getSimpleParameterValue(node, value as string, 'internal', { $credentials: credentials }),
	]);
	return { ...options, headers: { ...options.headers, ...(Object.fromEntries(resolved) as object) } };
}

/** What n8n's engine asks for credentials, with this one DocFlow credential and no database. */
export function credentialsHelper(credential: IDataObject): ICredentialsHelper {
	return {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getDecrypted: async () => ({ region: 'custom', ...credential }),
		preAuthentication: async () => undefined,
		authenticate: async (
			data: ICredentialDataDecryptedObject,
			_type: string,
			options: IHttpRequestOptions,
			workflow: Workflow,
			node: INode,
		) => authenticate(data, options, workflow, node),
	} as unknown as ICredentialsHelper;
}
