import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

/** The least that an operation of the registry needs to work. */
export interface Minimal {
	/** The part of the API it calls last, as the faults name it, such as `/file/fetch`. */
	path: string;
	/** Whether it does what must not be done twice and has no test of its own for that. */
	isOnce?: boolean;
	/** All required parameters, with valid values; they may read the items. */
	parameters: INodeParameters;
	/** Two input items that ask for different things, after what must be there for them. */
	items(credential: IDataObject): Promise<INodeExecutionData[]>;
}
