import { mkdirSync, readFileSync, rmSync } from 'fs';
import { basename, join } from 'path';
import { globSync } from 'tinyglobby';

import { type DemoN8n, startDemoN8n } from '../../demo/host/demoN8n';
import { demoFolder } from '../../demo/host/install';
import type { Workflow } from '../../demo/host/rest';
import type { SheetRow } from '../../demo/workbook';
import { readCsv } from './csv';
import { type Service, serviceOf } from '../../demo/service';
import { examples, outputFolder, readExample } from '../../demo/workflows';
import { HeldSandbox, pause } from './heldSandbox';
import { make, type Upload } from './uploads';

const [, , triggered] = examples;
/** n8n takes no expression that fires more than once a minute, but as many that fire once a minute as one likes. */
const EVERY_SECOND = Array.from({ length: 60 }, (_, at) => ({
	mode: 'custom',
	cronExpression: `${at} * * * * *`,
}));

/** An n8n whose published trigger writes what it emits, and the stand-in it asks. */
export class TriggerHost {
	n8n!: DemoN8n;
	docFlow!: HeldSandbox;
	readonly home: string;
	private readonly folder: string;
	private service!: Service;

	/** `name` keeps hosts apart; `settings` are environment variables for n8n. */
	constructor(
		name: string,
		private readonly settings: NodeJS.ProcessEnv = {},
	) {
		this.home = join(demoFolder, '.n8n-home', name);
		this.folder = join(outputFolder, name);
	}

	/** Starts both, n8n on a fresh home. */
	async start(): Promise<void> {
		for (const used of [this.home, this.folder]) rmSync(used, { recursive: true, force: true });
		this.docFlow = await HeldSandbox.start();
		this.service = serviceOf(this.docFlow.sandbox);
		await this.restart();
	}

	/** Starts n8n on what an earlier one left. */
	async restart(): Promise<void> {
		this.n8n = await startDemoN8n(this.service, this.home, this.settings);
	}

	async stop(): Promise<void> {
		await this.n8n?.stop();
		await this.service?.close();
	}

	/** Saves a workflow that writes the trigger's rows into a folder of that name; its trigger may be `called` otherwise. Returns its id. */
	async saveTrigger(
		name: string,
		parameters: Record<string, unknown> = {},
		called?: string,
	): Promise<string> {
		const workflow = await this.example(triggered.file, name);
		const [trigger, convert, write] = workflow.nodes;
		if (called !== undefined) {
			const { [trigger.name]: connected, ...others } = workflow.connections;
			workflow.connections = { ...others, [called]: connected };
			trigger.name = called;
		}
		mkdirSync(join(this.folder, name), { recursive: true });
		// A workbook that is still being written can't be read.
		convert.parameters.operation = 'csv';
		Object.assign(trigger.parameters, { pollTimes: { item: EVERY_SECOND }, ...parameters });
		write.parameters.fileName = `=${join(this.folder, name)}/{{ $execution.id }}.csv`;
		return await this.n8n.rest.saveWorkflow(workflow);
	}

	/** Saves an example as it is but for its poll times, with what a builder chooses in it. Returns its id. */
	async saveExample(file: string, choose: (workflow: Workflow) => void): Promise<string> {
		const workflow = await this.example(file, file);
		workflow.nodes[0].parameters.pollTimes = { item: EVERY_SECOND };
		choose(workflow);
		return await this.n8n.rest.saveWorkflow(workflow);
	}

	/** Documents for a batch, with that name in them. */
	make(name: string): Upload {
		return make(name, join(this.folder, 'documents'));
	}

	/** Uploads files as one batch, as a colleague would elsewhere. Returns the number of the batch. */
	async upload({ files }: Upload): Promise<string> {
		const body = new FormData();
		for (const path of globSync(files, { absolute: true }).sort())
			body.append('file', new Blob([readFileSync(path)]), basename(path));
		return await this.docFlow.upload(body);
	}

	/** Waits until a workflow has so many executions and all have ended. Returns their status. */
	async executions(id: string, count: number): Promise<string[]> {
		for (;;) {
			const all = (await this.n8n.rest.executions(id)).map(({ status }) => status);
			if (all.length >= count && !all.some((status) => ['new', 'running'].includes(status)))
				return all;
			await pause(200);
		}
	}

	/** Waits until a workflow has written so many rows. */
	async written(name: string, count: number): Promise<void> {
		while (this.rows(name).length < count) await pause(5);
	}

	/** Rows of all the files a workflow wrote. */
	rows(name: string): SheetRow[] {
		return globSync('*.csv', { cwd: join(this.folder, name), absolute: true }).flatMap(readCsv);
	}

	private async example(file: string, name: string): Promise<Workflow> {
		return {
			...readExample(file, await this.n8n.rest.saveCredential('DocFlow', this.service.credential)),
			name,
		};
	}
}
