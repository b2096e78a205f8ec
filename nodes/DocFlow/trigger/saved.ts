import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { isRecord } from '../json';
import { isPollState, type Remains, remainsOf } from './readState';
import type { PollState } from './state';

/** What n8n saved of a trigger. */
export interface Saved {
	/** The state to go on from; undefined when there is none. */
	state?: PollState;
	/** There is a state, but a damaged or older one; `remains` are what it still tells. */
	isDamaged?: boolean;
	remains?: Remains;
}

/** A copy: n8n watches what it hands out for changes. */
const copy = (value: unknown): unknown =>
	value === undefined ? undefined : JSON.parse(JSON.stringify(value));

/** Where the state stands in the workflow's own memory: by the id of the node, which renaming does not change. */
const placeOf = (context: IPollFunctions): string => `docFlowTrigger:${context.getNode().id}`;

/**
 * Reads what n8n saved. n8n keeps a node's memory under its name, and drops what the poll at activation stores there
 * when its durable cursors are on; a copy in the workflow's memory survives both. The node's own goes first: n8n saves
 * it together with the execution. Unless it is what a node of this name left before it was called otherwise.
 */
export function readSaved(context: IPollFunctions, scope: string): Saved {
	const own = copy(context.getWorkflowStaticData('node').state);
	const place = copy(context.getWorkflowStaticData('global')[placeOf(context)]);
	const { name, state: spare } = isRecord(place) ? place : {};
	const isOurs = (value: unknown): value is PollState =>
		isPollState(value) && value.scope === scope;
	if (isOurs(own)) {
		const wasRenamed = isOurs(spare) && name !== context.getNode().name && spare.turn > own.turn;
		return { state: wasRenamed ? spare : own };
	}
	if (isOurs(spare)) return { state: spare, isDamaged: own !== undefined && !isPollState(own) };
	const isDamaged = [own, spare].some((value) => value !== undefined && !isPollState(value));
	return { isDamaged, remains: remainsOf(own, scope) ?? remainsOf(spare, scope) };
}

/** Leaves a state for n8n to save. */
export function save(context: IPollFunctions, state: PollState): void {
	Object.assign(context.getWorkflowStaticData('node'), { state });
	const { name } = context.getNode();
	const global: IDataObject = context.getWorkflowStaticData('global');
	Object.assign(global, { [placeOf(context)]: { name, state: copy(state) } });
}
