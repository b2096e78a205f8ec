import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { API_PREFIX, HOST_AND_PATH, REGION_HOSTS } from '../nodes/DocFlow/transport/baseUrl';
import { signRequest } from '../nodes/DocFlow/transport/sign';

const WRONG_KEY =
	'DocFlow does not accept this App ID and Secret Code. Copy both again from the DocFlow console, and check that the region is the one you signed up in. With Signature, the clock of your n8n must be right, too';

/** DocFlow's two ways to authenticate (DocFlow documentation, "Authentication"). */
export class DocFlowApi implements ICredentialType {
	name = 'docFlowApi';

	displayName = 'TextIn DocFlow API';

	icon: Icon = {
		light: 'file:../nodes/DocFlow/docflow.svg',
		dark: 'file:../nodes/DocFlow/docflow.dark.svg',
	};

	documentationUrl = 'https://docs-docflow.textin.ai';

	properties: INodeProperties[] = [
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			options: [
				{ name: 'China', value: 'china', description: 'At docflow.textin.com' },
				{ name: 'Custom', value: 'custom', description: 'A private deployment' },
				{ name: 'Global', value: 'global', description: 'At docflow.textin.ai' },
			],
			default: 'china',
			description:
				'Where your DocFlow account lives. A key of one region does not work in another.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://docflow.example.com',
			displayOptions: { show: { region: ['custom'] } },
			description: 'Address of your own DocFlow, with its path prefix if it has one',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'Signature',
					value: 'signature',
					description:
						'Each request is signed and the Secret Code never leaves n8n. Files are read twice, and the clock of your n8n must be right.',
				},
				{
					name: 'Simple',
					value: 'simple',
					description: 'The Secret Code is sent with each request',
				},
			],
			default: 'simple',
			description: 'How DocFlow knows that a request comes from you. Try Simple first.',
		},
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			default: '',
			required: true,
			description: 'The x-ti-app-id from the developer page of the TextIn console',
		},
		{
			displayName: 'Secret Code',
			name: 'secretCode',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The x-ti-secret-code from the developer page of the TextIn console',
		},
		{
			displayName: 'Workspace ID',
			name: 'workspaceId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1955840540571376304',
			description: 'The workspace to work in: the number in its DocFlow address',
		},
	];

	/** Simple sends the secret in a header; Signature proves with an HMAC that it is known. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const [appId, secret] = [credentials.appId, credentials.secretCode].map((value) =>
			String(value ?? '').trim(),
		);
		if (credentials.authentication === 'signature')
			return await signRequest(appId, secret, request, Date.now());
		return {
			...request,
			headers: { ...request.headers, 'x-ti-app-id': appId, 'x-ti-secret-code': secret },
		};
	}

	test: ICredentialTestRequest = {
		request: {
			// The secret goes nowhere that the nodes would not send it; without a base the request fails before it is sent.
			baseURL: `={{ $credentials.region === 'custom' ? (${HOST_AND_PATH}.test($credentials.baseUrl.trim()) ? $credentials.baseUrl.trim().replace(/\\/+$/, '') : '') : $credentials.region === 'global' ? '${REGION_HOSTS.global}' : '${REGION_HOSTS.china}' }}`,
			url: `${API_PREFIX}/workspace/get`,
			qs: { workspace_id: '={{$credentials.workspaceId.trim()}}' },
			disableFollowRedirect: true,
		},
		rules: [
			...['401', '403'].flatMap((code) => [
				{
					type: 'responseCode' as const,
					properties: { value: Number(code), message: WRONG_KEY },
				},
				{
					type: 'responseSuccessBody' as const,
					properties: { key: 'code', value: Number(code), message: WRONG_KEY },
				},
			]),
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						'This address answers, but there is no DocFlow API behind it. Check the region or the Base URL and its path',
				},
			},
			{
				// No code at all: the answer is not DocFlow's (a login page, a proxy).
				type: 'responseSuccessBody',
				properties: {
					key: 'code',
					value: undefined,
					message:
						'This address answers, but not as DocFlow does. Check the region or the Base URL and its path',
				},
			},
			{
				// A failure comes as HTTP 200 with another code and no workspace in it.
				type: 'responseSuccessBody',
				properties: {
					key: 'result.workspace_id',
					value: undefined,
					message:
						'DocFlow accepts the key but does not show this workspace. Check the Workspace ID, and that your account is a member of the workspace',
				},
			},
		] as ICredentialTestRequest['rules'],
	};
}
