import './environment';

import { Container } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import { SSHClientsManager } from 'n8n-core/dist/execution-engine/ssh-clients-manager';
import type { IDataObject, IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import { credentialsHelper } from './credentials';

/** Sets n8n's binary data mode: `default` keeps files in memory. */
export async function useBinaryMode(mode: 'default' | 'filesystem'): Promise<void> {
	Container.get(BinaryDataConfig).mode = mode;
	await Container.get(BinaryDataService).init();
}

/** What n8n-core wants from the host around it, without a database. */
export function engineData(credential: IDataObject): IWorkflowExecuteAdditionalData {
	return {
		credentialsHelper: credentialsHelper(credential),
		executionId: '1',
		currentNodeParameters: {},
		variables: {},
		webhookWaitingBaseUrl: '',
		formWaitingBaseUrl: '',
	} as unknown as IWorkflowExecuteAdditionalData;
}

/** Every execution starts a timer for SSH connections that would keep the process alive. */
export function releaseEngine(): void {
	Container.get(SSHClientsManager).onShutdown();
}
