import { mkdirSync, readFileSync, rmSync } from 'fs';
import { join } from 'path';

import { type DemoN8n, startDemoN8n } from '../../demo/host/demoN8n';
import { demoFolder } from '../../demo/host/install';
import type { N8nProcess } from '../../demo/host/n8n';
import type { SheetRow } from '../../demo/workbook';
import { readCsv } from './csv';
import { serviceOf } from '../../demo/service';
import { outputFolder } from '../../demo/workflows';
import { HeldSandbox, pause } from './heldSandbox';
import { contentOf, expectAll, type LoadFile, writeFiles } from './loadFiles';
import { fromDisk, fromWebhook, START } from './loadWorkflows';
import { type MemoryUse, watchMemory } from './memory';
import { startQueue, startWorker } from './queue';

/** What a load took. */
export interface Measured extends MemoryUse {
	files: LoadFile[];
	seconds: number;
}

/** An n8n under load: one process, or a main process and workers that take executions from a queue. */
export class LoadHost {
	private n8n!: DemoN8n;
	private readonly workers: N8nProcess[] = [];
	private docFlow!: HeldSandbox;
	private credentialId!: string;
	private readonly home: string;
	private readonly folder: string;
	private readonly running: Array<{ stop(): Promise<void> }> = [];

	/** `name` keeps hosts apart. */
	constructor(name: string) {
		this.home = join(demoFolder, '.n8n-home', name);
		this.folder = join(outputFolder, name);
	}

	/** Starts n8n on a fresh home; in queue mode where there are to be workers. */
	async start(workers: number): Promise<void> {
		for (const used of [this.home, this.folder]) rmSync(used, { recursive: true, force: true });
		mkdirSync(this.folder, { recursive: true });
		this.docFlow = await HeldSandbox.start();
		this.running.push({ stop: this.docFlow.sandbox.close });
		const service = serviceOf(this.docFlow.sandbox);
		const queue = workers === 0 ? undefined : await startQueue();
		if (queue) this.running.push(queue);
		this.n8n = await startDemoN8n(service, this.home, queue?.settings);
		this.running.push(this.n8n);
		for (let number = 1; number <= workers; number++) {
			// Together they are to hold fifty executions at once.
			const worker = await startWorker(this.home, number, {
				...queue?.settings,
				N8N_CONCURRENCY_PRODUCTION_LIMIT: '25',
			});
			this.workers.push(worker);
			this.running.push(worker);
		}
		this.credentialId = await this.n8n.rest.saveCredential('DocFlow', service.credential);
	}

	async stop(): Promise<void> {
		for (const one of this.running.reverse()) await one.stop();
	}

	/** How many executions each worker took from the queue, by its own words. */
	get taken(): number[] {
		return this.workers.map(
			({ logFile }) =>
				readFileSync(logFile, 'utf8').match(/Worker started execution/g)?.length ?? 0,
		);
	}

	/** One execution that uploads files from disk, and writes the results to a spreadsheet. */
	async uploadFromDisk(items: 'one item' | 'own batches', files: LoadFile[]): Promise<Measured> {
		const from = join(this.folder, files[0].name);
		const sheet = join(this.folder, 'rows.csv');
		writeFiles(files, from);
		rmSync(sheet, { force: true });
		const id = await this.n8n.rest.saveWorkflow(
			fromDisk(this.credentialId, items, { files: `${from}/*`, sheet }),
		);
		return await this.measure(files, async () => {
			const { status, data } = await this.n8n.rest.runWorkflow(id, START);
			if (status !== 'success')
				throw new Error(`The execution ended with "${status}": ${data.slice(0, 2000)}`);
			return readCsv(sheet);
		});
	}

	/** Publishes a workflow that uploads what is posted to it. */
	async publishWebhook(path: string): Promise<void> {
		await this.n8n.rest.publish(
			await this.n8n.rest.saveWorkflow(fromWebhook(this.credentialId, path)),
		);
	}

	/** Posts each file to a webhook, all at once, and takes the results from the answers. */
	async postAll(path: string, files: LoadFile[]): Promise<Measured> {
		const post = async ({ name, bytes }: LoadFile) => {
			const body = new FormData();
			body.append('file', new Blob([contentOf(name, bytes)], { type: 'image/jpeg' }), name);
			const answer = await fetch(`${this.n8n.url}/webhook/${path}`, { method: 'POST', body });
			const text = await answer.text();
			if (!answer.ok)
				throw new Error(`The webhook answered ${answer.status}: ${text.slice(0, 2000)}`);
			return JSON.parse(text) as SheetRow[];
		};
		return await this.measure(files, async () => (await Promise.all(files.map(post))).flat());
	}

	/** Does a piece of work, in which recognition ends only when all files are there, and compares what came of it. */
	private async measure(files: LoadFile[], work: () => Promise<SheetRow[]>): Promise<Measured> {
		const { sandbox } = this.docFlow;
		const first = sandbox.files.length;
		const start = Date.now();
		let rows: SheetRow[] = [];
		const use = await watchMemory(this.pids, async () => {
			let isOver = false;
			const running = work().finally(() => (isOver = true));
			while (!isOver && sandbox.files.length - first < files.length) await pause(20);
			this.docFlow.finish(...this.docFlow.batches);
			rows = await running;
		});
		const seconds = (Date.now() - start) / 1000;
		expectAll(files, sandbox.files.slice(first), rows);
		return { ...use, files, seconds };
	}

	private get pids(): number[] {
		return [this.n8n, ...this.workers].flatMap(({ pid }) => pid ?? []);
	}
}
