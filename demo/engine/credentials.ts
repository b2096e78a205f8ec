import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { DocFlowApi } from '../../credentials/DocFlowApi.credentials';

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
		) => await new DocFlowApi().authenticate(data, options),
	} as unknown as ICredentialsHelper;
}
