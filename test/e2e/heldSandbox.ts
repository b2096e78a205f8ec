import { type Sandbox, startSandbox } from '../../sandbox/server';
import { STEPS, type Stored, verify } from '../../sandbox/service/store';

/** Recognition takes so long that a batch is in work until a test ends it. */
const STEP_MS = 3_600_000;
const CONFIRMED = 2;

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

	/** Takes files as one batch. Returns its number. */
	async upload(body: FormData): Promise<string> {
		const { url, credential } = this.sandbox;
		const path = '/api/app-api/sip/platform/v2/file/upload';
		const answer = await fetch(`${url}${path}?workspace_id=${credential.workspaceId}`, {
			method: 'POST',
			headers: { 'x-ti-app-id': credential.appId, 'x-ti-secret-code': credential.secretCode },
			body,
		});
		expect(await answer.json()).toMatchObject({ code: 200 });
		return this.batches.at(-1) ?? '';
	}

	/** Ends the recognition of batches now. */
	finish(...batches: string[]): void {
		const started = Date.now() - STEPS * STEP_MS;
		for (const file of this.filesOf(batches)) file.started = started;
	}

	/** A person confirms the files of batches. */
	confirm(...batches: string[]): void {
		for (const file of this.filesOf(batches)) verify(file, CONFIRMED, Date.now());
	}

	/** A person says something of a file (DocFlow API, VerificationStatus); to say the same again is a mere edit. */
	say(status: number, name: string): void {
		verify(this.fileOf(name), status, Date.now());
	}

	/** A person corrects a field of a file. */
	correct(name: string, field: string, value: string): void {
		const file = this.fileOf(name);
		const found = file.content.fields.find(([key]) => key === field);
		if (found === undefined) throw new Error(`${name} has no field ${field}`);
		found[1] = value;
		verify(file, file.verification, Date.now());
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

	private fileOf(name: string): Stored {
		const file = this.sandbox.files.find((one) => one.name === name);
		if (file === undefined) throw new Error(`There is no file ${name}`);
		return file;
	}

	private filesOf(batches: string[]): Stored[] {
		const wanted = new Set(batches);
		return this.sandbox.files.filter(({ batch }) => wanted.has(batch));
	}
}
