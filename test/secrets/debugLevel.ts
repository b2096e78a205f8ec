// Read when n8n-core is loaded, so this is imported before it.
process.env.N8N_LOG_LEVEL = 'debug';
