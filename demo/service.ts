import { type Sandbox, startSandbox } from '../sandbox/server';

export interface Service {
	/** What the user reads about it. */
	name: string;
	/** The fields of the DocFlow credential. */
	credential: Record<string, string>;
	/** Whether it is the stand-in: its secret may be shown. */
	isStandIn: boolean;
	close(): Promise<void>;
}

/** The real DocFlow where its three variables are set, else the stand-in on loopback. */
export async function startService(env: NodeJS.ProcessEnv = process.env): Promise<Service> {
	const {
		DOCFLOW_APP_ID: appId,
		DOCFLOW_SECRET_CODE: secretCode,
		DOCFLOW_WORKSPACE_ID: workspaceId,
	} = env;
	if (appId && secretCode && workspaceId) {
		const baseUrl = env.DOCFLOW_BASE_URL ?? '';
		const region = baseUrl === '' ? (env.DOCFLOW_REGION ?? 'china') : 'custom';
		const credential = { region, baseUrl, appId, secretCode, workspaceId };
		return {
			name: `the real DocFlow (${baseUrl || region})`,
			credential,
			isStandIn: false,
			close: async () => undefined,
		};
	}
	return serviceOf(await startSandbox());
}

/** A stand-in as a service. */
export function serviceOf({ url, credential, close }: Sandbox): Service {
	return {
		name: `a stand-in for DocFlow at ${url}, not the real service`,
		credential: { region: 'custom', baseUrl: url, ...credential },
		isStandIn: true,
		close,
	};
}
