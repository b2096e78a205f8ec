import { Container } from '@n8n/di';
import { once } from 'events';
import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';
import { ErrorReporter } from 'n8n-core';

import { useBinaryMode } from '../../demo/engine/engine';
import { startSandbox } from '../../sandbox/server';
import { skipPausesOfAll } from '../support/clock';
import '../support/release';
import type { Processes } from './copies';
import { crowdOf, type Stage, storeFiles } from './play';

/** The stage that all scenarios of a test file play on, one after the other; `processes` give the node. */
export function useStage(processes: () => Processes): () => Stage {
	let stage: Stage;
	let downloads: Server;
	let endSkipping = () => {};
	beforeAll(async () => {
		await useBinaryMode('filesystem');
		jest.spyOn(Container.get(ErrorReporter), 'error').mockImplementation(() => {});
		const sandbox = await startSandbox({ stepMs: 0.01 });
		const files = await storeFiles();
		downloads = createServer(({ url = '' }, answer) => {
			const [, mail, place] = url.split('/').map(Number);
			// Nothing is to stay open behind the tests.
			answer.setHeader('connection', 'close').end(files[mail][place].content);
		}).listen(0, '127.0.0.1');
		await once(downloads, 'listening');
		const { port } = downloads.address() as AddressInfo;
		const crowd = crowdOf(sandbox);
		stage = { sandbox, processes: processes(), files, crowd, filesUrl: `http://127.0.0.1:${port}` };
		endSkipping = skipPausesOfAll();
	});
	afterAll(async () => {
		endSkipping();
		jest.restoreAllMocks();
		downloads.close();
		await stage.sandbox.close();
	});
	return () => stage;
}
