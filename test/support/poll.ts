import type { PollContext } from 'n8n-core';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { DocFlowTrigger } from '../../nodes/DocFlow/DocFlowTrigger.node';
import { type Trigger, triggerOf } from './pollContext';
import './release';

export type { Trigger } from './pollContext';

const nodeType = new DocFlowTrigger();

/** Sets up the DocFlow Trigger; `extra` is added to its context, as newer versions of n8n do. */
export const trigger = (
	parameters: INodeParameters,
	credential: IDataObject,
	...more: [extra?: object, adapt?: (context: PollContext) => void]
): Trigger => triggerOf(nodeType, parameters, credential, ...more);
