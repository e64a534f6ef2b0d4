/* report_overview.c - `show overview`: the rows of all its panes, each with its pane. */
#include "model/report.h"

bt_report_maker bt_report_overview;

enum bt_status
bt_report_overview(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                   struct bt_report *r, struct bt_err *err)
{
	static const enum bt_view panes[] = {BT_VIEW_INDICES, BT_VIEW_MAG7, BT_VIEW_RATIOS, BT_VIEW_NEWS};
	size_t rows = 0;

	bt_report_columns(r, (const enum bt_column[]){BT_COL_PANE, BT_COLUMN_COUNT});
	for (size_t i = 0; i < sizeof(panes) / sizeof(panes[0]); i++) {
		struct bt_ask part = *ask;
		struct bt_report pane;

		part.view = panes[i];
		part.n_arg = 0;
		/* a pane without data leaves the others as they are: the last reason is told when none has any */
		if (bt_report_make(scope, &part, a, &pane, err))
			continue;
		bt_val_set(a, &r->head, bt_view_spec(panes[i])->name, pane.head);
		rows += panes[i] != BT_VIEW_NEWS;
		for (size_t k = 0; k < pane.rows.u.list.len; k++) {
			const struct bt_val *from = &pane.rows.u.list.at[k];
			struct bt_val *row = bt_report_row(r, a);

			bt_row_str(a, row, BT_COL_PANE, bt_view_spec(panes[i])->name);
			for (size_t m = 0; m < from->u.obj.len; m++)
				bt_val_set(a, row, from->u.obj.at[m].name, from->u.obj.at[m].val);
		}
		for (size_t c = 0; c < pane.n_column && r->n_column < 64; c++) {
			size_t known = 0;

			while (known < r->n_column && r->column[known] != pane.column[c])
				known++;
			if (known == r->n_column)
				r->column[r->n_column++] = pane.column[c];
		}
	}
	return rows ? BT_OK : BT_E_NODATA;
}
