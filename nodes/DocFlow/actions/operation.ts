import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** Where an operation puts what each input item gives. */
export interface Results {
	/** Output items, paired with the input items they came from; they stand at the first one's place. */
	add(items: number[], rows: IDataObject[]): void;
	/** Input items, or parts of them, failed: throws, unless the node is to continue on fail. One error item for each of `rows`. */
	fail(items: number[], error: unknown, rows?: IDataObject[]): void;
	/** Whether anything failed so far. */
	hasFailed(): boolean;
}

/** One entry of the Operation menu: what it shows and what it does with all input items. */
export interface Operation {
	value: string;
	name: string;
	/** Sentence case, shown in n8n's action list. */
	action: string;
	description: string;
	properties: INodeProperties[];
	execute(context: IExecuteFunctions, itemCount: number, results: Results): Promise<void>;
}

/** One entry of the Resource menu. */
export interface Resource {
	value: string;
	name: string;
	operations: Operation[];
}
