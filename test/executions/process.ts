import type { ICredentialsHelper } from 'n8n-workflow';

import type { Plan } from './host';

/** What never goes on. */
const never = async () => await new Promise<never>(() => {});

/**
 * A process of n8n that can be killed: from then on nothing that runs in it sends a request or comes to an end. The
 * credential is asked before each request, so that is where requests are counted and stopped.
 */
export class Process {
	/** Comes true when it is killed. */
	readonly died: Promise<'died'>;
	private kill: () => void = () => {};
	private isDead = false;
	requests = 0;
	/** Those among them that were uploads. */
	uploads = 0;

	constructor(
		private readonly plan: Pick<Plan, 'killAfter' | 'patience'>,
		private readonly onRequest: () => void,
	) {
		this.died = new Promise((resolve) => (this.kill = () => resolve('died')));
	}

	/** Kills it from inside. */
	async die(): Promise<never> {
		this.isDead = true;
		this.kill();
		return await never();
	}

	/** The credentials helper of what runs in this process. */
	guard(helper: ICredentialsHelper): ICredentialsHelper {
		const authenticate: ICredentialsHelper['authenticate'] = async (...call) => {
			const { killAfter, patience } = this.plan;
			if (this.isDead || this.requests === killAfter) await this.die();
			this.requests++;
			if (JSON.stringify(call[2]).includes('/file/upload')) this.uploads++;
			this.onRequest();
			const options = await helper.authenticate(...call);
			return patience === undefined ? options : { ...options, timeout: patience };
		};
		return { ...helper, authenticate } as ICredentialsHelper;
	}
}
