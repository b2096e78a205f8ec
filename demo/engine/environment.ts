import { join } from 'path';

import { demoFolder } from '../host/install';

// n8n-core reads these while it is loaded, and would otherwise write to the home folder.
process.env.N8N_ENCRYPTION_KEY ??= 'only-for-the-demo';
process.env.N8N_USER_FOLDER ??= join(demoFolder, '.n8n-home', 'engine');
process.env.N8N_DEFAULT_BINARY_DATA_MODE ??= 'filesystem';
