/** The login of the demo's n8n, which listens on this machine only. */
export const OWNER = {
	email: 'demo@docflow.example',
	password: 'DocFlow-Demo-1',
	firstName: 'Demo',
	lastName: 'User',
};

export interface Workflow {
	name: string;
	nodes: Array<{
		name: string;
		type: string;
		parameters: Record<string, unknown>;
		credentials?: unknown;
	}>;
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
}

interface Versions {
	versionId: string;
	/** The published one. */
	activeVersionId: string | null;
}

interface Publication {
	status: 'published' | 'partial' | 'failed' | 'not_published' | 'in_progress';
	triggers: Array<{ errorMessage: string | null }>;
}

export interface Execution {
	status: string;
	/** The execution's data, in n8n's own packing. */
	data: string;
}

/** n8n's REST interface as its editor uses it, signed in as the owner. */
export class Rest {
	/** Signs later calls in. */
	cookies = '';

	constructor(private readonly url: string) {}

	/** One call. @throws Error with n8n's own message. */
	async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const answer = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: { 'content-type': 'application/json', cookie: this.cookies },
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await answer.text();
		if (!answer.ok)
			throw new Error(`n8n answered ${answer.status} to ${method} ${path}: ${text.slice(0, 500)}`);
		const cookies = answer.headers.getSetCookie().map((one) => one.split(';')[0]);
		if (cookies.length > 0) this.cookies = cookies.join('; ');
		return (JSON.parse(text) as { data: T }).data;
	}

	/** Creates the owner on a fresh n8n, else signs in. */
	async signIn(): Promise<void> {
		const settings = await this.call<{ userManagement: { showSetupOnFirstLoad: boolean } }>(
			'GET',
			'/settings',
		);
		if (settings.userManagement.showSetupOnFirstLoad)
			await this.call('POST', '/owner/setup', OWNER);
		else
			await this.call('POST', '/login', {
				emailOrLdapLoginId: OWNER.email,
				password: OWNER.password,
			});
	}

	/** Creates or updates the credential of that name. Returns its id. */
	async saveCredential(
		name: string,
		data: Record<string, string | number | boolean>,
		type = 'docFlowApi',
	): Promise<string> {
		const body = { name, type, data };
		const known = (
			await this.call<Array<{ id: string; name: string }>>('GET', '/credentials')
		).find((one) => one.name === name);
		if (known === undefined)
			return (await this.call<{ id: string }>('POST', '/credentials', body)).id;
		await this.call('PATCH', `/credentials/${known.id}`, body);
		return known.id;
	}

	/** What the credential's Test button says. */
	async testCredential(data: Record<string, string>): Promise<{ status: string; message: string }> {
		const credentials = { id: '', name: 'Test', type: 'docFlowApi', data };
		return await this.call('POST', '/credentials/test', { credentials });
	}

	/** Creates the workflow, or replaces the one of that name and takes it back if it was published. Returns its id. */
	async saveWorkflow(workflow: Workflow): Promise<string> {
		const all = await this.call<Array<{ id: string; name: string }>>('GET', '/workflows');
		const known = all.find(({ name }) => name === workflow.name);
		if (known === undefined)
			return (await this.call<{ id: string }>('POST', '/workflows', workflow)).id;
		const { versionId, activeVersionId } = await this.call<Versions>(
			'GET',
			`/workflows/${known.id}`,
		);
		if (activeVersionId !== null) await this.unpublish(known.id);
		await this.call('PATCH', `/workflows/${known.id}?forceSave=true`, { ...workflow, versionId });
		return known.id;
	}

	/** Runs a workflow as the editor's button does and waits for its end. */
	async runWorkflow(id: string, trigger: string): Promise<Execution> {
		const { executionId } = await this.call<{ executionId: string }>(
			'POST',
			`/workflows/${id}/run`,
			{
				triggerToStartFrom: { name: trigger },
			},
		);
		for (;;) {
			const execution = await this.call<Execution>('GET', `/executions/${executionId}`);
			if (!['new', 'running', 'waiting'].includes(execution.status)) return execution;
			await new Promise((resolve) => setTimeout(resolve, 300));
		}
	}
	/** Publishes a workflow as it is saved, and waits until its triggers run. @throws Error with a trigger's reason. */
	async publish(id: string): Promise<void> {
		const { versionId } = await this.call<Versions>('GET', `/workflows/${id}`);
		await this.call('POST', `/workflows/${id}/activate`, { versionId });
		const { status, triggers } = await this.published(id);
		if (status !== 'published')
			throw new Error(triggers.map(({ errorMessage }) => errorMessage).join('\n'));
	}

	/** Takes a workflow back, and waits until its triggers run no more. */
	async unpublish(id: string): Promise<void> {
		await this.call('POST', `/workflows/${id}/deactivate`, {});
		await this.published(id);
	}

	/** n8n starts and ends triggers in the background; this waits for it. */
	private async published(id: string): Promise<Publication> {
		for (;;) {
			const publication = await this.call<Publication>(
				'GET',
				`/workflows/${id}/publication-status`,
			);
			if (publication.status !== 'in_progress') return publication;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}

	/** The latest executions of a workflow, the newest first. */
	async executions(workflowId: string): Promise<Array<{ id: string; status: string }>> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.call<{ results: Array<{ id: string; status: string }> }>(
			'GET',
			`/executions?limit=100&filter=${filter}`,
		);
		return results;
	}
}
