import { configureGlobal } from 'fast-check';
import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

// n8n-core writes to the home folder unless told otherwise before it is loaded.
process.env.N8N_ENCRYPTION_KEY = 'only-for-tests';
process.env.N8N_USER_FOLDER = mkdtempSync(join(process.env.TEST_FOLDER ?? tmpdir(), 'n8n-'));
process.env.N8N_DEFAULT_BINARY_DATA_MODE = process.env.TEST_BINARY_MODE ?? 'filesystem';

// Chosen for all workers at once by ./setup.
configureGlobal({ seed: Number(process.env.SEED) });
