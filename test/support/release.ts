import { releaseEngine } from '../../demo/engine/engine';

// For the test files that load n8n's engine, which takes a second; the others do without it.
afterAll(releaseEngine);
