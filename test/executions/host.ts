import { parse, stringify } from 'flatted';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import { establishExecutionContext } from 'n8n-core/dist/execution-engine/execution-context';
import {
	createRunExecutionData,
	type IDataObject,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IRunExecutionData,
	type ITaskData,
	type IWorkflowExecuteAdditionalData,
	NodeHelpers,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { engineData } from '../../demo/engine/engine';
import type { Processes } from './copies';
import { Process } from './process';
import { type Definition, DOCFLOW_NAMES } from './shapes';
import { type Mishaps, standIns } from './standIns';

/** One run of a DocFlow node, with what it got and what it gave. */
export interface NodeRun {
	node: string;
	input: INodeExecutionData[];
	output: INodeExecutionData[];
	/** The error that stopped the workflow. */
	error?: ITaskData['error'];
	/** Milliseconds. */
	took: number;
}

/** An execution as n8n's database has it. */
export interface Saved {
	status: 'success' | 'error' | 'waiting' | 'crashed';
	mode: WorkflowExecuteMode;
	/** In n8n's own packing. */
	data: string;
	workflow: Definition;
	/** What DocFlow nodes did in it, sub-workflows included. */
	runs: NodeRun[];
	/** A successful Retry of it: n8n offers none more. */
	isDone: boolean;
	/** Of a Retry: the execution that was retried. */
	retryOf?: Saved;
	/** Which process it ran in. */
	process: number;
	/** Requests that it has begun, and those among them that were uploads. */
	requests: number;
	uploads: number;
}

/** What befalls an execution. */
export interface Plan extends Mishaps {
	/** After how many requests n8n is killed. */
	killAfter?: number;
	/** How long a request may take, in milliseconds; as the node asks for unless told. */
	patience?: number;
}

/** n8n's log of an execution, by the names of nodes; and what saves it behind a node. */
interface Log {
	started: Set<string>;
	finished: Set<string>;
	save(node: string, data: IRunExecutionData): void;
}

/** What recovery puts in place of the items of a node that had finished (n8n, `ARTIFICIAL_TASK_DATA`). */
const ARTIFICIAL = { main: [[{ json: { isArtificialRecoveredEventItem: true } }]] };

/** The items that went into a run of a node, by where the run says they came from. */
function inputOf({ source }: ITaskData, { resultData }: IRunExecutionData): INodeExecutionData[] {
	const [from] = source;
	if (from === null || from === undefined) return [];
	const { previousNode, previousNodeRun = 0, previousNodeOutput = 0 } = from;
	return resultData.runData[previousNode]?.[previousNodeRun]?.data?.main[previousNodeOutput] ?? [];
}

/**
 * n8n without its server: its engine, and what it keeps of workflows and executions (n8n 2.40, `ExecutionService.retry`,
 * `ExecutionRecoveryService`, `WorkflowRunner`).
 */
export class Host {
	private lastId = 0;
	/** Whether an execution had static data to save: n8n saves it over what all others and the triggers have written. */
	hasChangedStaticData = false;
	/** Whether workflows say so: n8n saves an execution behind each node then (n8n, `saveExecutionProgress`). */
	savesProgress = false;
	/** Requests that were let out. */
	sent = 0;

	/** Workflows as they are saved now; may be changed between executions. */
	readonly workflows = new Map<string, Definition>();

	/** Which process is running. */
	private at = 0;

	/** `processes` share nothing in memory. */
	constructor(
		private readonly processes: Processes,
		private readonly credential: IDataObject,
	) {}

	/** n8n starts again, or in queue mode another worker takes over. */
	restart(): void {
		this.at++;
	}

	/** A trigger gives items to the workflow `main`. */
	async start(items: INodeExecutionData[], plan: Plan): Promise<Saved> {
		const workflow = this.definition('main');
		const node = workflow.nodes[0];
		const data = createRunExecutionData({
			executionData: { nodeExecutionStack: [{ node, data: { main: [items] }, source: null }] },
		});
		return await this.run(workflow, 'trigger', data, plan);
	}

	/**
	 * What somebody's press of Retry does, with the workflow as it was, or as it is saved now.
	 * @throws Error in n8n's words when a node that is to run is no longer in the workflow.
	 */
	async retry(saved: Saved, asSavedNow: boolean, plan: Plan): Promise<Saved> {
		const data = parse(saved.data) as IRunExecutionData;
		const { resultData, executionData } = data;
		const last = resultData.lastNodeExecuted;
		if (last !== undefined) {
			delete resultData.error;
			const runs = resultData.runData[last] ?? [];
			if (runs.at(-1)?.error !== undefined) runs.pop();
		}
		const workflow = asSavedNow ? this.definition(saved.workflow.id) : saved.workflow;
		if (asSavedNow) {
			const opened = this.open(workflow, this.nodeTypes(plan, new Process(plan, () => {})));
			for (const entry of executionData?.nodeExecutionStack ?? []) {
				const node = opened.getNode(entry.node.name);
				if (node === null)
					throw new Error(`Could not find the node "${entry.node.name}" in workflow.`);
				entry.node = node;
			}
		}
		const retried = await this.run(workflow, 'retry', data, plan);
		retried.retryOf = saved;
		saved.isDone = retried.status === 'success';
		return retried;
	}

	private definition(id: string): Definition {
		const found = this.workflows.get(id);
		if (found === undefined) throw new Error(`There is no workflow ${id}`);
		return structuredClone(found);
	}

	private async run(
		definition: Definition,
		mode: WorkflowExecuteMode,
		data: IRunExecutionData,
		plan: Plan,
	): Promise<Saved> {
		const process = new Process(plan, () => this.sent++);
		const types = this.nodeTypes(plan, process);
		const id = String(++this.lastId);
		// As WorkflowRunner does before it saves the execution for the first time.
		const outer = this.additional(definition, mode, id, [], process, types);
		await establishExecutionContext(this.open(definition, types), data, outer, mode);
		const saved: Saved = {
			status: 'waiting',
			mode,
			data: stringify(data),
			workflow: definition,
			runs: [],
			isDone: false,
			process: this.at,
			requests: 0,
			uploads: 0,
		};
		const log: Log = {
			started: new Set(),
			finished: new Set(),
			save: (node, current) => {
				current.resultData.lastNodeExecuted = node;
				if (this.savesProgress) saved.data = stringify(current);
			},
		};
		// An execution that waits is taken up again with what was saved of it.
		while (saved.status === 'waiting') {
			const workflow = this.open(definition, types);
			const additional = this.additional(definition, mode, id, saved.runs, process, types, log);
			const current = parse(saved.data) as IRunExecutionData;
			const ended = new WorkflowExecute(additional, mode, current).processRunExecutionData(
				workflow,
			);
			const result = await Promise.race([ended, process.died]);
			if (result === 'died') {
				saved.status = 'crashed';
				this.restart();
				saved.data = this.recovered(saved, log);
			} else {
				saved.data = stringify(result.data);
				saved.status = result.waitTill ? 'waiting' : result.finished ? 'success' : 'error';
			}
		}
		saved.requests = process.requests;
		saved.uploads = process.uploads;
		return saved;
	}

	/** What n8n makes of an execution under which it was killed, when it starts again: from what was saved and its log. */
	private recovered({ data, workflow }: Saved, { started, finished }: Log): string {
		const { resultData, ...rest } = parse(data) as IRunExecutionData;
		const error = { message: 'Workflow did not finish, possible out-of-memory issue' };
		for (const { name } of workflow.nodes) {
			if (!started.has(name) || resultData.runData[name] !== undefined) continue;
			const task = { startTime: 0, executionIndex: 0, executionTime: 0, source: [null] };
			const fate = finished.has(name)
				? { executionStatus: 'success', data: ARTIFICIAL }
				: { executionStatus: 'crashed', error };
			if (!finished.has(name)) resultData.error = error as never;
			resultData.lastNodeExecuted = name;
			resultData.runData[name] = [{ ...task, ...fate } as ITaskData];
		}
		return stringify({ resultData, ...rest });
	}

	private nodeTypes(plan: Plan, process: Process): INodeTypes {
		const types: Record<string, INodeType> = {
			...standIns(plan, async () => await process.die()),
			docFlow: this.processes(this.at),
		};
		return {
			getByName: (type: string) => types[type],
			getByNameAndVersion: (type: string) => NodeHelpers.getVersionedNodeType(types[type]),
			getKnownTypes: () => ({}),
		} as unknown as INodeTypes;
	}

	private open({ id, nodes, connections }: Definition, nodeTypes: INodeTypes): Workflow {
		return new Workflow({
			id,
			nodes: structuredClone(nodes),
			connections,
			active: false,
			nodeTypes,
			settings: { executionOrder: 'v1' },
		});
	}

	private additional(
		definition: Definition,
		mode: WorkflowExecuteMode,
		id: string,
		runs: NodeRun[],
		process: Process,
		types: INodeTypes,
		log?: Log,
	): IWorkflowExecuteAdditionalData {
		const hooks = new ExecutionLifecycleHooks(mode, id, { ...definition, active: false } as never);
		const ours = new Set(
			definition.nodes.filter(({ type }) => type === 'docFlow').map(({ name }) => name),
		);
		hooks.addHandler('nodeExecuteBefore', async (name) => void log?.started.add(name));
		hooks.addHandler('nodeExecuteAfter', async (node, task, data) => {
			log?.finished.add(node);
			log?.save(node, data);
			if (!ours.has(node)) return;
			const output = (task.data?.main ?? []).flatMap((items) => items ?? []);
			const { error, executionTime: took } = task;
			runs.push({ node, input: inputOf(task, data), output, error, took });
		});
		hooks.addHandler('workflowExecuteAfter', async (_run, staticData) => {
			this.hasChangedStaticData ||= staticData !== undefined;
		});
		const base = engineData(this.credential);
		return {
			...base,
			executionId: id,
			currentNodeExecutionIndex: 0,
			hooks,
			credentialsHelper: process.guard(base.credentialsHelper),
			executeWorkflow: async ({ id: called }, _additional, { inputData = [], parentExecution }) => {
				const inner = this.definition(String(called));
				const [node] = inner.nodes;
				const first = { node, data: { main: [inputData] }, source: null };
				const data = createRunExecutionData({
					executionData: { nodeExecutionStack: [{ ...first, metadata: { parentExecution } }] },
					parentExecution,
				});
				const innerId = String(++this.lastId);
				const more = this.additional(inner, 'integrated', innerId, runs, process, types);
				const workflow = this.open(inner, types);
				const run = await new WorkflowExecute(more, 'integrated', data).processRunExecutionData(
					workflow,
				);
				return { executionId: innerId, data: outputOf(run) };
			},
		} as IWorkflowExecuteAdditionalData;
	}
}

/** What a sub-workflow gives back. @throws the error it ended with. */
function outputOf({ data: { resultData } }: IRun): Array<INodeExecutionData[] | null> {
	const { error, runData, lastNodeExecuted = '' } = resultData;
	if (error !== undefined) throw error;
	return runData[lastNodeExecuted].at(-1)?.data?.main ?? [];
}

/** The runs of DocFlow nodes that an execution holds, those of earlier tries included. */
export function heldRuns({ data }: Saved): NodeRun[] {
	const execution = parse(data) as IRunExecutionData;
	return DOCFLOW_NAMES.flatMap((name) =>
		(execution.resultData.runData[name] ?? []).map((task) => ({
			node: name,
			input: inputOf(task, execution),
			output: (task.data?.main ?? []).flatMap((items) => items ?? []),
			error: task.error,
			took: task.executionTime,
		})),
	);
}
