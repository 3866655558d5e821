/*
** frame_sqlite.c: the SQLite side of frame.lua: the same rows by the same
** formulas, in memory, each query prepared once and stepped to its end with
** every column read, from C, so that no binding stands between.
**
**   frame_sqlite ROWS REPEATS
**
** prints "query milliseconds check" as frame_duckdb.js does.
*/
#define _POSIX_C_SOURCE 200809L
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now (void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void run (sqlite3 *db, const char *sql) {
  char *message = NULL;
  if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
    fprintf(stderr, "%s: %s\n", sql, message);
    exit(1);
  }
}

static const struct { const char *name, *sql; int first, count; } queries[] = {
  { "category", "select category, sum(a), sum(b), sum(c) from t group by category", 1, 3 },
  { "category_double", "select category, sum(x), sum(y), sum(z) from t group by category", 1, 3 },
  { "region_year_category", "select region, year, category, sum(a), sum(b), sum(c) from t group by region, year, category", 3, 3 },
  { "region_year_category_double", "select region, year, category, sum(x), sum(y), sum(z) from t group by region, year, category", 3, 3 },
  { "filter_sum", "select category, sum(b) from t where a > 50000 and year >= 2010 group by category", 1, 1 },
  { "top10", "select x, * from t order by x desc, a limit 10", 0, 1 },
  { "join", "select zone, sum(a) from t join regions using (region) group by zone", 1, 1 },
  { "growth", "select avg(g) from (select s.v / p.v - 1 as g from s join s p on p.series = s.series and p.year = s.year - 1)", 0, 1 },
};

int main (int argc, char **argv) {
  long rows = argc > 1 ? atol(argv[1]) : 50;
  int repeats = argc > 2 ? atoi(argv[2]) : 5;
  char sql[2000];
  sqlite3 *db;
  if (sqlite3_open(":memory:", &db) != SQLITE_OK) return 1;
  run(db, "create table t (category text, region text, year integer, a real, b real, c real, x real, y real, z real)");
  run(db, "create table regions (region text, zone text)");
  run(db, "create table s (series integer, year integer, v real)");
  snprintf(sql, sizeof sql, "with recursive n(i) as (select 1 union all select i + 1 from n where i < %ld) insert into t select "
    "'c' || (i * 48271 %% 2147483647 %% 10), 'r' || (i * 69621 %% 2147483647 %% 31), 2005 + i * 16807 %% 2147483647 %% 20, "
    "i * 39373 %% 2147483647 %% 100000, i * 630360016 %% 2147483647 %% 1000000 / 100.0, i * 62089911 %% 2147483647 %% 10000 / 4.0, "
    "i * 39373 %% 2147483647 %% 100000 / 7.0, i * 630360016 %% 2147483647 / 7.0, i * 62089911 %% 2147483647 %% 10000 / 7.0 from n", rows);
  run(db, sql);
  run(db, "with recursive n(i) as (select 0 union all select i + 1 from n where i < 30) insert into regions select 'r' || i, 'zone ' || (i % 4) from n");
  snprintf(sql, sizeof sql, "with recursive n(i) as (select 1 union all select i + 1 from n where i < %ld) insert into s select "
    "(i - 1) / 20, 2005 + (i - 1) %% 20, 1 + i * 39373 %% 2147483647 %% 100000 from n", rows);
  run(db, sql);
  run(db, "create index s_key on s (series, year)");
  for (size_t q = 0; q < sizeof queries / sizeof queries[0]; q++) {
    sqlite3_stmt *statement;
    double best = 1e300, check = 0;
    if (sqlite3_prepare_v2(db, queries[q].sql, -1, &statement, NULL) != SQLITE_OK) return 1;
    for (int k = 0; k < repeats; k++) {
      double start = now();
      check = 0;
      while (sqlite3_step(statement) == SQLITE_ROW) {
        for (int c = 0; c < sqlite3_column_count(statement); c++) {
          if (sqlite3_column_type(statement, c) == SQLITE_TEXT) check += sqlite3_column_text(statement, c)[0] == '\0';
          else {
            double v = sqlite3_column_double(statement, c);
            if (c >= queries[q].first && c < queries[q].first + queries[q].count) check += v;
          }
        }
      }
      sqlite3_reset(statement);
      if (now() - start < best) best = now() - start;
    }
    printf("%s %.6f %.17g\n", queries[q].name, best, check);
    fflush(stdout);
    sqlite3_finalize(statement);
  }
  sqlite3_close(db);
  return 0;
}
