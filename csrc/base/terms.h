/*
** terms.h: the closed lists of the domain, each in one place.
**
** X(code, "name", "中文"): the C constant, the name that Lua, JSON and SQL see,
** and the word a Chinese reader sees. Enumerations, names and the checks of
** the documentation all come from here. The empty name stands for "not said".
*/
#ifndef BAOGAO_TERMS_H
#define BAOGAO_TERMS_H

/* What the words around a number make of it. */
#define BG_QUALIFIERS(X) \
  X(EXACT, "exact", "确数") \
  X(ABOUT, "about", "约数") \
  X(OVER, "over", "超过") \
  X(AT_LEAST, "at_least", "以上") \
  X(NEARLY, "nearly", "接近") \
  X(UNDER, "under", "不足") \
  X(AT_MOST, "at_most", "以内") \
  X(MORE, "more", "有余") \
  X(RANGE, "range", "区间") \
  X(SEVERAL, "several", "概数")

/* What kind of figure a fact is. */
#define BG_MEASURES(X) \
  X(STOCK, "stock", "存量") \
  X(FLOW, "flow", "流量") \
  X(LEVEL, "level", "水平") \
  X(CHANGE, "change", "增减量") \
  X(TARGET, "target", "目标") \
  X(GROWTH, "growth", "增速") \
  X(SHARE, "share", "占比") \
  X(RANK, "rank", "位次")

#define BG_STATUSES(X) \
  X(ACTUAL, "actual", "实际") \
  X(FORECAST, "forecast", "预计")

#define BG_DIRECTIONS(X) \
  X(NONE, "", "") \
  X(UP, "up", "增") \
  X(DOWN, "down", "减")

#define BG_COMPARISONS(X) \
  X(NONE, "", "") \
  X(YOY, "yoy", "同比") \
  X(PREVIOUS, "previous", "环比") \
  X(SINCE, "since", "比基期")

/*
** Administrative tiers, as bits, so that "and above" is a set and what a whole
** leaves after its parts can be computed: X(code, tiers, "name", "中文").
*/
#define BG_TIER_NATIONAL 1
#define BG_TIER_PROVINCIAL 2
#define BG_TIER_MUNICIPAL 4
#define BG_TIER_COUNTY 8

#define BG_LEVELS(X) \
  X(NONE, 0, "", "") \
  X(NATIONAL, BG_TIER_NATIONAL, "national", "国家级") \
  X(PROVINCIAL, BG_TIER_PROVINCIAL, "provincial", "省级") \
  X(MUNICIPAL, BG_TIER_MUNICIPAL, "municipal", "市级") \
  X(COUNTY, BG_TIER_COUNTY, "county", "县级") \
  X(PROVINCIAL_UP, BG_TIER_NATIONAL | BG_TIER_PROVINCIAL, "provincial+", "省级以上") \
  X(MUNICIPAL_UP, BG_TIER_NATIONAL | BG_TIER_PROVINCIAL | BG_TIER_MUNICIPAL, "municipal+", "市级以上") \
  X(COUNTY_UP, BG_TIER_NATIONAL | BG_TIER_PROVINCIAL | BG_TIER_MUNICIPAL | BG_TIER_COUNTY, "county+", "县级以上")

/* Why a fact stands outside a total. */
#define BG_REASONS(X) \
  X(PART, "part", "是总量的一部分") \
  X(WHOLE, "whole", "已按层级分列") \
  X(MEASURE, "measure", "统计口径不同") \
  X(STATUS, "status", "预计数不与实际数相加") \
  X(SCOPE, "scope", "地域范围不同") \
  X(NOT_ADDITIVE, "not_additive", "比率与位次不可相加") \
  X(OVERLAP, "overlap", "同一指标的时期重叠")

/* Why two facts cannot be set against each other. */
#define BG_BARRIERS(X) \
  X(UNIT, 1, "unit") \
  X(MEASURE, 2, "measure") \
  X(STATUS, 4, "status") \
  X(SCOPE, 8, "scope") \
  X(LEVEL, 16, "level") \
  X(INDICATOR, 32, "indicator") \
  X(PART_OF_PERIOD, 64, "part_of_period") \
  X(PERIOD_OVERLAP, 128, "period_overlap") \
  X(PERIOD_LENGTH, 256, "period_length")

#define X(code, name, zh) BG_QUALIFIER_##code,
typedef enum bg_qualifier { BG_QUALIFIERS(X) BG_QUALIFIER_COUNT } bg_qualifier;
#undef X
#define X(code, name, zh) BG_MEASURE_##code,
typedef enum bg_measure { BG_MEASURES(X) BG_MEASURE_COUNT } bg_measure;
#undef X
#define X(code, name, zh) BG_STATUS_##code,
typedef enum bg_fact_status { BG_STATUSES(X) BG_STATUS_COUNT } bg_fact_status;
#undef X
#define X(code, name, zh) BG_DIRECTION_##code,
typedef enum bg_direction { BG_DIRECTIONS(X) BG_DIRECTION_COUNT } bg_direction;
#undef X
#define X(code, name, zh) BG_COMPARISON_##code,
typedef enum bg_comparison { BG_COMPARISONS(X) BG_COMPARISON_COUNT } bg_comparison;
#undef X
#define X(code, tiers, name, zh) BG_LEVEL_##code,
typedef enum bg_level { BG_LEVELS(X) BG_LEVEL_COUNT } bg_level;
#undef X
#define X(code, name, zh) BG_REASON_##code,
typedef enum bg_reason { BG_REASONS(X) BG_REASON_COUNT } bg_reason;
#undef X
#define X(code, bit, name) BG_BARRIER_##code = bit,
typedef enum bg_barrier { BG_BARRIERS(X) BG_BARRIER_NONE = 0 } bg_barrier;
#undef X

#endif
