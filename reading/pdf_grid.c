/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: rules of a page. Out: the tables that they make: rules that touch belong
 * together, their places are the edges of a grid, and where no rule parts two
 * places of it they are one cell. Level rules that go beyond the outermost
 * upright ones make columns without an outer border, as Chinese filings have
 * them. Called by pdf_page.c.
 */
#include "reading/pdf_grid.h"

#include "lib/base/mem.h"

#include <math.h>
#include <stdlib.h>

#define PDF_TOUCH  3.0 /* points */
#define PDF_COVER  0.6 /* of a cell's side, for a rule to part it */
#define PDF_PLACES 20000 /* of one grid */
#define PDF_NARROW 60.0 /* points; strokes of large letters make less */

/* Rules of one table: those whose root is the same. */
struct pdf_nets {
	const struct pdf_rules *rules;
	size_t *root;
};

static size_t
pdf_root(size_t *root, size_t i)
{
	while (root[i] != i) {
		root[i] = root[root[i]];
		i = root[i];
	}
	return i;
}

static void
pdf_unite(size_t *root, size_t a, size_t b)
{
	a = pdf_root(root, a);
	b = pdf_root(root, b);
	if (a < b)
		root[b] = a;
	else
		root[a] = b;
}

static size_t *
pdf_roots_new(size_t n)
{
	size_t *root = mem_array(n, sizeof(*root));

	for (size_t i = 0; i < n; i++)
		root[i] = i;
	return root;
}

static bool
pdf_rules_touch(const struct pdf_rule *a, const struct pdf_rule *b)
{
	return a->upright != b->upright && a->at >= b->from - PDF_TOUCH &&
	       a->at <= b->to + PDF_TOUCH && b->at >= a->from - PDF_TOUCH &&
	       b->at <= a->to + PDF_TOUCH;
}

static void
pdf_nets_make(struct pdf_nets *nets, const struct pdf_rules *rules)
{
	nets->rules = rules;
	nets->root = pdf_roots_new(rules->n);
	for (size_t i = 0; i < rules->n; i++) {
		for (size_t j = 0; j < i; j++) {
			if (pdf_rules_touch(&rules->v[i], &rules->v[j]))
				pdf_unite(nets->root, i, j);
		}
	}
}

/* Edges of a grid while they are collected. */
struct pdf_edges {
	double *v;
	size_t n;
};

static int
pdf_by_place(const void *a, const void *b)
{
	double da = *(const double *)a, db = *(const double *)b;

	return (da > db) - (da < db);
}

/* Sorts, and makes one of places that touch. */
static void
pdf_edges_tidy(struct pdf_edges *edges)
{
	size_t n = 0;

	qsort(edges->v, edges->n, sizeof(*edges->v), pdf_by_place);
	for (size_t i = 0; i < edges->n; i++) {
		if (n == 0 || edges->v[i] - edges->v[n - 1] > PDF_TOUCH)
			edges->v[n++] = edges->v[i];
	}
	edges->n = n;
}

/*
 * The edges of one direction: places of the net's rules, and how far the rules
 * that cross them go.
 */
static void
pdf_edges_take(const struct pdf_nets *nets, size_t net, bool upright,
    struct pdf_edges *edges)
{
	double first = HUGE_VAL, last = -HUGE_VAL;

	edges->v = mem_array(nets->rules->n + 2, sizeof(*edges->v));
	edges->n = 0;
	for (size_t i = 0; i < nets->rules->n; i++) {
		const struct pdf_rule *rule = &nets->rules->v[i];
		if (pdf_root(nets->root, i) != net)
			continue;
		if (rule->upright == upright) {
			edges->v[edges->n++] = rule->at;
			continue;
		}
		first = fmin(first, rule->from);
		last = fmax(last, rule->to);
	}
	if (first <= last) {
		edges->v[edges->n++] = first;
		edges->v[edges->n++] = last;
	}
	pdf_edges_tidy(edges);
}

/* How much of from..to the net's rules at this place cover. */
static double
pdf_net_covers(const struct pdf_nets *nets, size_t net, bool upright, double at,
    double from, double to)
{
	double covered = 0;

	for (size_t i = 0; i < nets->rules->n; i++) {
		const struct pdf_rule *rule = &nets->rules->v[i];
		if (rule->upright != upright ||
		    fabs(rule->at - at) > PDF_TOUCH ||
		    pdf_root(nets->root, i) != net)
			continue;
		double shared = fmin(rule->to, to) - fmax(rule->from, from);
		covered += fmax(shared, 0);
	}
	return covered / fmax(to - from, 1);
}

/* Unites the places that no rule parts; upright edges, then level ones. */
static void
pdf_grid_unite(struct pdf_grid *grid, const struct pdf_nets *nets, size_t net,
    bool upright)
{
	size_t columns = grid->columns - upright;
	size_t rows = grid->rows - !upright;

	for (size_t r = 0; r < rows; r++) {
		for (size_t c = 0; c < columns; c++) {
			size_t here = r * grid->columns + c;
			size_t next = upright ? here + 1 : here + grid->columns;
			double cover = upright
					   ? pdf_net_covers(nets, net, true,
						 grid->xs[c + 1], grid->ys[r],
						 grid->ys[r + 1])
					   : pdf_net_covers(nets, net, false,
						 grid->ys[r + 1], grid->xs[c],
						 grid->xs[c + 1]);
			if (cover < PDF_COVER)
				pdf_unite(grid->cells, here, next);
		}
	}
}

/* The places of a cell: how many, and what rectangle holds them. */
struct pdf_extent {
	size_t count, left, right, top, foot;
};

static void
pdf_extent_add(struct pdf_extent *extent, size_t r, size_t c)
{
	if (extent->count++ == 0) {
		*extent = (struct pdf_extent){1, c, c, r, r};
		return;
	}
	extent->left = c < extent->left ? c : extent->left;
	extent->right = c > extent->right ? c : extent->right;
	extent->foot = r; /* places come row by row */
}

static bool
pdf_extent_is_full(const struct pdf_extent *e)
{
	return e->count == (e->right - e->left + 1) * (e->foot - e->top + 1);
}

/* Takes crooked cells apart: a missing rule must not melt a table. */
static void
pdf_grid_settle(struct pdf_grid *grid)
{
	size_t n = grid->rows * grid->columns;
	struct pdf_extent *extents = mem_array(n, sizeof(*extents));

	for (size_t i = 0; i < n; i++) {
		grid->cells[i] = pdf_root(grid->cells, i);
		pdf_extent_add(&extents[grid->cells[i]], i / grid->columns,
		    i % grid->columns);
	}
	for (size_t i = 0; i < n; i++) {
		if (!pdf_extent_is_full(&extents[grid->cells[i]]))
			grid->cells[i] = i;
	}
	mem_free(extents);
}

/* A table of the net's rules; false when they make none. */
static bool
pdf_grid_make(struct pdf_grid *grid, const struct pdf_nets *nets, size_t net)
{
	struct pdf_edges xs, ys;

	pdf_edges_take(nets, net, true, &xs);
	pdf_edges_take(nets, net, false, &ys);
	if (xs.n < 3 || ys.n < 2 || xs.n * ys.n > PDF_PLACES ||
	    xs.v[xs.n - 1] - xs.v[0] < PDF_NARROW) {
		mem_free(xs.v);
		mem_free(ys.v);
		return false;
	}
	size_t columns = xs.n - 1, rows = ys.n - 1;
	*grid = (struct pdf_grid){
	    columns, rows, xs.v, ys.v, pdf_roots_new(columns * rows)};
	pdf_grid_unite(grid, nets, net, true);
	pdf_grid_unite(grid, nets, net, false);
	pdf_grid_settle(grid);
	return true;
}

static int
pdf_by_top(const void *a, const void *b)
{
	const struct pdf_grid *ga = a, *gb = b;

	return (ga->ys[0] > gb->ys[0]) - (ga->ys[0] < gb->ys[0]);
}

void
pdf_grids_make(const struct pdf_rules *rules, struct pdf_grids *ret)
{
	struct pdf_nets nets;
	struct pdf_grid grid;
	size_t cap = 0;

	*ret = (struct pdf_grids){0};
	pdf_nets_make(&nets, rules);
	for (size_t i = 0; i < rules->n; i++) {
		if (pdf_root(nets.root, i) != i ||
		    !pdf_grid_make(&grid, &nets, i))
			continue;
		ret->v = mem_grow(ret->v, ret->n, &cap, sizeof(*ret->v));
		ret->v[ret->n++] = grid;
	}
	mem_free(nets.root);
	if (ret->n > 1)
		qsort(ret->v, ret->n, sizeof(*ret->v), pdf_by_top);
}

void
pdf_grids_done(struct pdf_grids *grids)
{
	for (size_t i = 0; i < grids->n; i++) {
		mem_free(grids->v[i].xs);
		mem_free(grids->v[i].ys);
		mem_free(grids->v[i].cells);
	}
	mem_free(grids->v);
	*grids = (struct pdf_grids){0};
}

bool
pdf_grid_holds(const struct pdf_grid *grid, double x, double y)
{
	return x > grid->xs[0] && x < grid->xs[grid->columns] &&
	       y > grid->ys[0] && y < grid->ys[grid->rows];
}

/* The interval of edges that v lies in. */
static size_t
pdf_interval(const double *edges, size_t n, double v)
{
	size_t low = 0, high = n;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (edges[middle] <= v)
			low = middle;
		else
			high = middle;
	}
	return low;
}

size_t
pdf_grid_cell(const struct pdf_grid *grid, double x, double y)
{
	size_t c = pdf_interval(grid->xs, grid->columns, x);
	size_t r = pdf_interval(grid->ys, grid->rows, y);

	return grid->cells[r * grid->columns + c];
}
