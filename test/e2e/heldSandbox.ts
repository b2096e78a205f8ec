import { type Sandbox, startSandbox } from '../../sandbox/server';
import { STEPS } from '../../sandbox/service/store';

/** Recognition takes so long that a batch is in work until a test ends it. */
const STEP_MS = 3_600_000;

/** Waits. */
export const pause = async (ms: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, ms));

/** A stand-in whose batches stay in work until a test ends them. */
export class HeldSandbox {
	private constructor(readonly sandbox: Sandbox) {}

	static async start(): Promise<HeldSandbox> {
		return new HeldSandbox(await startSandbox({ stepMs: STEP_MS, probe: true }));
	}

	/** The numbers of all batches, in the order of their uploads. */
	get batches(): string[] {
		return [...new Set(this.sandbox.files.map(({ batch }) => batch))];
	}

	/** Ends the recognition of batches now. */
	finish(...batches: string[]): void {
		const started = Date.now() - STEPS * STEP_MS;
		for (const file of this.filesOf(batches)) file.started = started;
	}

	/** A person confirms the files of batches. */
	async confirm(...batches: string[]): Promise<void> {
		for (const { id } of this.filesOf(batches)) {
			const body = JSON.stringify({ verification_status: 2 });
			await fetch(`${this.sandbox.url}/__sandbox/files/${id}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body,
			});
		}
	}

	/** Holds back the next answers, so that polls overlap. */
	slowDown(answers: number, ms: number): void {
		this.sandbox.faults.add({ kind: 'delay', ms, path: '/file/fetch', times: answers });
	}

	/** Waits until so many polls began and ended, and one more began. */
	async polls(count: number): Promise<void> {
		const seen = () =>
			this.sandbox.requests.filter(({ query }) => query.start_time !== undefined).length;
		const wanted = seen() + count + 1;
		while (seen() < wanted) await pause(100);
	}

	private filesOf(batches: string[]) {
		const wanted = new Set(batches);
		return this.sandbox.files.filter(({ batch }) => wanted.has(batch));
	}
}
