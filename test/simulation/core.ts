import { poll } from '../../nodes/DocFlow/trigger/poll';
import { recall, remind } from '../../nodes/DocFlow/trigger/recalled';
import { beginStock } from '../../nodes/DocFlow/trigger/stock';
import { takeStock } from '../../nodes/DocFlow/trigger/takeStock';
import type { Core } from './stage';

/** The trigger's core as it is. */
export const core: Core = { beginStock, takeStock, poll, recall, remind };
