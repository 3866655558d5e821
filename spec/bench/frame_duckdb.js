// frame_duckdb.js: the DuckDB side of frame.lua.
//
//   node frame_duckdb.js ROWS THREADS REPEATS
//
// Makes the same rows as frame.lua by the same formulas, in memory, strings as
// ENUM, and prints a line "query milliseconds check" for each query: the best
// of REPEATS runs, and a sum over the result to compare with the other side's.
const { DuckDBInstance } = require("@duckdb/node-api");

const rows = Number(process.argv[2]), threads = Number(process.argv[3]), repeats = Number(process.argv[4]);
const h = (m) => `((i * ${m}) % 2147483647)`;

const queries = {
  category: ["select category, sum(a) as a, sum(b) as b, sum(c) as c from t group by category", ["a", "b", "c"]],
  category_int: ["select category, sum(ai) as a, sum(bi) as b, sum(ci) as c from t group by category", null],
  category_double: ["select category, sum(x) as a, sum(y) as b, sum(z) as c from t group by category", ["a", "b", "c"]],
  region_year_category: ["select region, year, category, sum(a) as a, sum(b) as b, sum(c) as c from t group by region, year, category", ["a", "b", "c"]],
  region_year_category_double: ["select region, year, category, sum(x) as a, sum(y) as b, sum(z) as c from t group by region, year, category", ["a", "b", "c"]],
  filter_sum: ["select category, sum(b) as b from t where a > 50000 and year >= 2010 group by category", ["b"]],
  top10: ["select * from t order by x desc, a limit 10", ["x"]],
  join: ["select zone, sum(a) as a from t join regions using (region) group by zone", ["a"]],
  growth: ["select avg(g) as g from (select s.v / p.v - 1 as g from s left join s p on p.series = s.series and p.year = s.year - 1)", ["g"]],
  growth_lag: ["select avg(g) as g from (select case when lag(year) over w = year - 1 then v / lag(v) over w - 1 end as g from s window w as (partition by series order by year))", ["g"]],
};

(async () => {
  const db = await DuckDBInstance.create(":memory:", { threads: String(threads) });
  const c = await db.connect();
  await c.run(`create type categories as enum (${[...Array(10).keys()].map((k) => `'c${k}'`)})`);
  await c.run(`create type region_names as enum (${[...Array(31).keys()].map((k) => `'r${k}'`)})`);
  await c.run(`create table t as select
    ('c' || (${h(48271)} % 10))::categories as category, ('r' || (${h(69621)} % 31))::region_names as region,
    (2005 + ${h(16807)} % 20)::smallint as year,
    (${h(39373)} % 100000)::double as a, (${h(630360016)} % 1000000) / 100 as b, (${h(62089911)} % 10000) / 4 as c,
    (${h(39373)} % 100000)::integer as ai, (${h(630360016)} % 1000000)::integer as bi, (${h(62089911)} % 10000)::integer as ci,
    (${h(39373)} % 100000) / 7 as x, ${h(630360016)} / 7 as y, (${h(62089911)} % 10000) / 7 as z
    from range(1, ${rows + 1}) r(i)`);
  await c.run(`create table regions as select ('r' || k)::region_names as region, 'zone ' || (k % 4) as zone from range(31) q(k)`);
  await c.run(`create table s as select ((i - 1) // 20)::integer as series, (2005 + (i - 1) % 20)::smallint as year,
    (1 + ${h(39373)} % 100000)::double as v from range(1, ${rows + 1}) r(i)`);
  for (const [name, [sql, columns]] of Object.entries(queries)) {
    const prepared = await c.prepare(sql);
    let best = Infinity, check = 0;
    const times = rows < 100000 ? repeats * 20 : name.startsWith("growth") ? Math.min(repeats, 2) : repeats;
    for (let k = 0; k < times; k++) {
      const start = process.hrtime.bigint();
      const reader = await prepared.runAndReadAll();
      const result = reader.getRowObjects();
      best = Math.min(best, Number(process.hrtime.bigint() - start) / 1e6);
      check = 0;
      if (columns) for (const row of result) for (const column of columns) check += Number(row[column]);
    }
    console.log(`${name} ${best} ${columns ? check : "-"}`);
  }
})();
