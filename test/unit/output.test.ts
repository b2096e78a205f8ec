import { toItems } from '../../nodes/DocFlow/output';

test('rows keep zeros, and a file without rows still gives one item', () => {
	const file = { id: '1', name: 'a.pdf', recognition_status: 1, data: { fields: [{ key: 'No', value: '' }], tables: [{ tableName: 't', items: [[{ key: 'Sum', value: 0 }]] }] } };
	const options = { output: 'rows' as const, fieldNames: 'key' as const, splitChildren: true };
	expect(toItems(file, options)).toMatchObject([{ No: '', table_name: 't', row_index: 1, Sum: 0 }]);
	expect(toItems({ ...file, data: null }, options)).toMatchObject([{ row_index: null }]);
});
