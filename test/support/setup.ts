import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

import { isNightly } from './nightly';

/**
 * Before the first test: chooses the seed of all generated tests, and says it. It is the same at each push, so that no
 * change turns red by chance, another each night; `SEED=…` plays a run again. Makes the folder for what n8n stores.
 */
export default function setup(): void {
	process.env.SEED ??= String(isNightly ? Date.now() % 2 ** 31 : 1);
	process.stdout.write(`generated tests: seed ${process.env.SEED}\n`);
	process.env.TEST_FOLDER = mkdtempSync(join(tmpdir(), 'docflow-test-'));
}
