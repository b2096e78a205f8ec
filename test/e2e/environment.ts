// Two runs of these tests on one machine would both find n8n's own port free, and meet there.
process.env.N8N_PORT = '0';
