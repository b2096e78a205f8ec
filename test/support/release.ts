import { releaseEngine } from '../../demo/engine/engine';

afterAll(releaseEngine);
