import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import * as workflow from 'n8n-workflow';
import { dirname, join, relative } from 'path';

import type * as DocFlowNode from '../../nodes/DocFlow/DocFlow.node';
import { replaceCode } from '../simulation/replaceCode';

const root = join(__dirname, '..', '..');
const house = join(root, 'nodes', 'DocFlow');
/** Inside the project, so that what is changed finds its modules; those of each process for itself. */
const changed = join(root, '.mutants', 'executions', String(process.pid));

/** A change of the node's source. */
export interface Change {
	/** Below `nodes/DocFlow`. */
	file: string;
	from: string;
	to: string;
}

/** n8n goes through all properties of a node each time it opens a workflow: those of other operations only take time. */
function ofUpload(node: workflow.INodeType): workflow.INodeType {
	const isOurs = (name: string, value: string, { displayOptions }: workflow.INodeProperties) =>
		displayOptions?.show?.[name]?.includes(value) ?? true;
	node.description.properties = node.description.properties.filter(
		(one) => isOurs('resource', 'file', one) && isOurs('operation', 'upload', one),
	);
	return node;
}

/** A file of the node with a change, outside of its folder. @throws Error when it no longer holds the code that is replaced. */
function changedFile({ file, from, to }: Change): string {
	const path = join(house, file);
	const copy = join(changed, `${mutants++}`, file);
	mkdirSync(dirname(copy), { recursive: true });
	const home = join(relative(dirname(copy), dirname(path)), '/');
	const source = replaceCode(readFileSync(path, 'utf8'), from, to);
	writeFileSync(copy, source.replaceAll(/(from ')(?=\.)/g, `$1${home}`));
	return copy;
}
let mutants = 0;

/** The node in each process of n8n, from 0: nothing that one keeps in memory is shared with another. */
export type Processes = (at: number) => workflow.INodeType;

/** @throws Error when the source no longer holds the code that the change replaces. */
export function processesOfNode(change?: Change): Processes {
	const copy = change && changedFile(change);
	const place = change && join(house, change.file);
	const load = (): workflow.INodeType => {
		let node: workflow.INodeType | undefined;
		jest.isolateModules(() => {
			// The engine's own, by which it knows the node's errors.
			jest.doMock('n8n-workflow', () => workflow);
			if (place !== undefined && copy !== undefined)
				jest.doMock(place, () => jest.requireActual<object>(copy));
			const { DocFlow } = require(join(house, 'DocFlow.node')) as typeof DocFlowNode;
			node = ofUpload(new DocFlow());
		});
		if (place !== undefined) jest.dontMock(place);
		if (node === undefined) throw new Error('The node could not be loaded');
		return node;
	};
	const loaded: workflow.INodeType[] = [];
	return (at) => (loaded[at] ??= load());
}

/** Removes what was changed. */
export const removeChanged = (): void => rmSync(changed, { recursive: true, force: true });
