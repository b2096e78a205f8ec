import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { authenticate } from '../nodes/DocFlow/transport/authenticate';

/** DocFlow's two ways to authenticate (DocFlow documentation, "Authentication"). The nodes test it (`testedBy`), since only a node's test can say in words why an address does not answer. */
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
			placeholder: 'e.g. https://docflow.example.com',
			displayOptions: { show: { region: ['custom'] } },
			description:
				'Address of your own DocFlow, with its path prefix if it has one, with or without /api at the end',
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
		{
			displayName: 'Enterprise ID',
			name: 'enterpriseId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1955840540571376304',
			description:
				'Only for members of several enterprises: the one that the workspace belongs to. Sent as x-ti-enterprise-id.',
		},
		{
			displayName: 'Ignore SSL Issues (Insecure)',
			name: 'ignoreSSLIssues',
			type: 'boolean',
			default: false,
			description:
				'Whether to connect even if the certificate of the server cannot be checked. Anybody on the way could then read what is sent; it is better to have n8n trust the certificate (NODE_EXTRA_CA_CERTS).',
		},
	];

	/** An own property: n8n copies credential types, and what a class inherits is lost on the way. */
	authenticate = authenticate;
}
