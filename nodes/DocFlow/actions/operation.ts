import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

/** Where an operation puts what each input item gives. */
export interface Results {
	/** Output items, paired with the input items they came from; they stand at the first one's place. */
	add(items: number[], rows: IDataObject[]): void;
	/** As `add`, of items that also carry files. */
	addItems(items: number[], output: INodeExecutionData[]): void;
	/** Input items, or parts of them, failed: throws, unless the node is to continue on fail. One error item for each of `rows`. */
	fail(items: number[], error: unknown, rows?: IDataObject[]): void;
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
	description: string;
	operations: Operation[];
}

/**
 * What the input items ask for, each question once, with the items that ask it. All are read before the first is asked, so
 * that bad input stops the node before anything is sent; an item that can't be read fails.
 */
export async function readRequests<Request>(
	context: IExecuteFunctions,
	itemCount: number,
	results: Results,
	read: (context: IExecuteFunctions, item: number) => Promise<Request>,
): Promise<Array<{ request: Request; items: number[] }>> {
	const groups = new Map<string, { request: Request; items: number[] }>();
	for (let item = 0; item < itemCount; item++) {
		try {
			const request = await read(context, item);
			const key = JSON.stringify(request);
			const group = groups.get(key) ?? { request, items: [] };
			group.items.push(item);
			groups.set(key, group);
		} catch (error) {
			results.fail([item], error);
		}
	}
	return [...groups.values()];
}

/**
 * The `execute` of an operation that makes one request for an item. `read` reads the panel and sends nothing; `run` asks,
 * once for items that ask for the same. What it returns comes out paired with them, what it throws is their error.
 */
export const forEachItem = <Request>(
	read: (context: IExecuteFunctions, item: number) => Promise<Request>,
	run: (
		context: IExecuteFunctions,
		request: Request,
		item: number,
	) => Promise<INodeExecutionData | INodeExecutionData[]>,
): Operation['execute'] =>
	async function (context, itemCount, results) {
		const groups = await readRequests(context, itemCount, results, read);
		for (const { request, items } of groups) {
			try {
				results.addItems(items, [await run(context, request, items[0])].flat());
			} catch (error) {
				for (const item of items) results.fail([item], error);
			}
		}
	};
