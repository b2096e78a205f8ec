import { Container } from '@n8n/di';
import { ErrorReporter } from 'n8n-core';
import type { INodeType } from 'n8n-workflow';

import { useBinaryMode } from '../../demo/engine/engine';
import { startSandbox } from '../../sandbox/server';
import { skipPausesOfAll } from '../support/clock';
import '../support/release';
import { type Stage, storeFiles } from './play';

/** The stage that all scenarios of a test file play on, one after the other; `copies` are the node, once for each process. */
export function useStage(copies: () => INodeType[]): () => Stage {
	let stage: Stage;
	let endSkipping = () => {};
	beforeAll(async () => {
		await useBinaryMode('filesystem');
		jest.spyOn(Container.get(ErrorReporter), 'error').mockImplementation(() => {});
		const sandbox = await startSandbox({ stepMs: 0.01 });
		stage = { sandbox, copies: copies(), files: await storeFiles() };
		endSkipping = skipPausesOfAll();
	});
	afterAll(async () => {
		endSkipping();
		jest.restoreAllMocks();
		await stage.sandbox.close();
	});
	return () => stage;
}
